//! Step 11: dossiers while societies work on them: one row a value, one row a change.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, string, string_null, string_uniq, text, text_null, timestamp_with_time_zone,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The text of a form outlives the release that shipped it: dossiers are bound to it.
        let mut table = keyed_table("form_text");
        table.col(string("form_id")).col(string_uniq("digest")).col(text("content"));
        manager.create_table(table).await?;

        let mut table = keyed_table("dossier");
        owned_by(&mut table, "round_id", "round");
        table
            .col(string("number"))
            .col(string("society_code"))
            .col(string("form_id"))
            .col(string("form_digest"))
            .col(text("title"))
            .col(string_null("grade"))
            .col(string("state"))
            .col(big_integer("version"))
            .col(string("created_by"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"));
        manager.create_table(table).await?;
        manager.create_index(index("dossier", &["round_id", "number"], true)).await?;
        manager.create_index(index("dossier", &["society_code"], false)).await?;

        // A value is JSON text; of a personal datum it is sealed.
        let mut table = keyed_table("dossier_value");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(string("address"))
            .col(text_null("value"))
            .col(big_integer("version"))
            .col(string("changed_by"))
            .col(timestamp_with_time_zone("changed_at"));
        manager.create_table(table).await?;
        manager.create_index(index("dossier_value", &["dossier_id", "address"], true)).await?;

        let mut table = keyed_table("dossier_change");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(big_integer("version"))
            .col(string("address"))
            .col(text_null("before"))
            .col(text_null("after"))
            .col(string("changed_by"))
            .col(timestamp_with_time_zone("changed_at"));
        manager.create_table(table).await?;
        let columns = ["dossier_id", "version", "address"];
        manager.create_index(index("dossier_change", &columns, true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["dossier_change", "dossier_value", "dossier", "form_text"]).await
    }
}
