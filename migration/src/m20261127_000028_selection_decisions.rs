//! Step 28: what a society decided of its candidates before it decided otherwise.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut earlier = ColumnDef::new("earlier_decisions");
        earlier.text().not_null().default("[]");
        let table = Table::alter().table("selection_call").add_column(earlier).take();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("selection_call").drop_column("earlier_decisions").take();
        manager.alter_table(table).await
    }
}
