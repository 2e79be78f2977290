//! Step 25: whether somebody has verified that a publication is its experts' own.

use sea_orm_migration::{prelude::*, schema::boolean_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = boolean_null("is_verified");
        let table = Table::alter().table("publication").add_column(column).to_owned();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("publication").drop_column("is_verified").to_owned();
        manager.alter_table(table).await
    }
}
