//! Step 13: the links by which nominees confirm what a dossier says of them, and their answers.

use sea_orm_migration::{
    prelude::*,
    schema::{
        integer, string, string_uniq, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The word in a link is kept as its digest: whoever reads the table cannot open the link.
        let mut table = keyed_table("nominee_link");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(string("row_key"))
            .col(string_uniq("token_digest"))
            .col(string("issued_by"))
            .col(timestamp_with_time_zone("issued_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("opened_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .col(timestamp_with_time_zone_null("revoked_at"))
            .col(integer("wrong_tries"));
        manager.create_table(table).await?;
        manager.create_index(index("nominee_link", &["dossier_id", "row_key"], false)).await?;

        // One answer a link; earlier answers of a person stay. `relations` is sealed.
        let mut table = keyed_table("nominee_answer");
        owned_by(&mut table, "dossier_id", "dossier");
        owned_by(&mut table, "link_id", "nominee_link");
        table
            .col(string("row_key"))
            .col(string("facts_digest"))
            .col(string("reply"))
            .col(text("statements"))
            .col(text("signature"))
            .col(text_null("relations"))
            .col(integer("relation_count"))
            .col(text_null("refusal_reason"))
            .col(timestamp_with_time_zone("answered_at"));
        manager.create_table(table).await?;
        manager.create_index(index("nominee_answer", &["link_id"], true)).await?;
        manager.create_index(index("nominee_answer", &["dossier_id", "row_key"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["nominee_answer", "nominee_link"]).await
    }
}
