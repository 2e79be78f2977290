//! Step 22: files of an objection's other parties beside the evidence of who objected.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut party = ColumnDef::new("party");
        // Until now nobody but the objector handed in files.
        party.string().not_null().default("objector");
        let table = Table::alter().table("objection_file").add_column(party).take();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("objection_file").drop_column("party").take();
        manager.alter_table(table).await
    }
}
