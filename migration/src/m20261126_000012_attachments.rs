//! Step 12: the files of dossiers, and uploads that are under way.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, integer_null, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A row stays when the file is removed: its number is never given again.
        let mut table = keyed_table("attachment");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(integer("number"))
            .col(string("name"))
            .col(string("digest"))
            .col(string("media_type"))
            .col(big_integer("size_bytes"))
            .col(integer_null("pages"))
            .col(text("verdicts"))
            .col(string("uploaded_by"))
            .col(timestamp_with_time_zone("uploaded_at"))
            .col(string_null("removed_by"))
            .col(timestamp_with_time_zone_null("removed_at"));
        manager.create_table(table).await?;
        manager.create_index(index("attachment", &["dossier_id", "number"], true)).await?;
        manager.create_index(index("attachment", &["digest"], false)).await?;

        let mut table = keyed_table("upload");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(uuid("account_id"))
            .col(string("name"))
            .col(string("media_type"))
            .col(string_null("sha256"))
            .col(integer_null("replaces"))
            .col(big_integer("length"))
            .col(big_integer("offset"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(uuid_null("attachment_id"))
            .col(text_null("refusal"));
        manager.create_table(table).await?;
        manager.create_index(index("upload", &["dossier_id"], false)).await?;
        manager.create_index(index("upload", &["expires_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["upload", "attachment"]).await
    }
}
