//! Step 15: what was submitted, its receipts, and what was asked to be withdrawn.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, boolean_null, integer, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("submission");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(integer("attempt"))
            .col(big_integer("dossier_version"))
            .col(string("digest"))
            .col(text("findings"))
            .col(text("receipt"))
            .col(string("submitted_by"))
            .col(timestamp_with_time_zone("submitted_at"));
        manager.create_table(table).await?;
        manager.create_index(index("submission", &["dossier_id", "attempt"], true)).await?;

        // The salt keeps a digest from telling what little is secret in a dossier.
        let mut table = Table::create();
        table
            .table("dossier_salt")
            .col(ColumnDef::new("dossier_id").uuid().not_null().primary_key())
            .col(string("salt"));
        manager.create_table(table).await?;

        // By what the nominations of a round are told to share a person, a paper or a right.
        let mut table = keyed_table("submitted_key");
        owned_by(&mut table, "round_id", "round");
        owned_by(&mut table, "dossier_id", "dossier");
        table.col(string("kind")).col(string("value"));
        manager.create_table(table).await?;
        let columns = ["kind", "value"];
        manager.create_index(index("submitted_key", &columns, false)).await?;

        let mut table = keyed_table("withdrawal");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(string("state"))
            .col(boolean("is_replacement"))
            .col(text("reason"))
            .col(string("asked_by"))
            .col(timestamp_with_time_zone("asked_at"))
            .col(text_null("answer"))
            .col(string_null("answered_by"))
            .col(timestamp_with_time_zone_null("answered_at"))
            .col(boolean_null("is_place_free"));
        manager.create_table(table).await?;
        manager.create_index(index("withdrawal", &["dossier_id"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["withdrawal", "submitted_key", "dossier_salt", "submission"]).await
    }
}
