//! Step 16: where the values of dossiers came from that nobody typed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, string, text, timestamp_with_time_zone},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Good for the value at this version alone: what is typed over it came from a person.
        let mut table = keyed_table("dossier_origin");
        owned_by(&mut table, "dossier_id", "dossier");
        table
            .col(string("address"))
            .col(big_integer("version"))
            .col(string("kind"))
            .col(text("source_zh"))
            .col(text("source_en"))
            .col(timestamp_with_time_zone("recorded_at"));
        manager.create_table(table).await?;
        manager.create_index(index("dossier_origin", &["dossier_id", "address"], true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["dossier_origin"]).await
    }
}
