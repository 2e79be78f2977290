//! Step 29: by which kind of document a name among the keys of a submission is somebody's, so that the numbers of two
//! kinds are not taken for two people.

use sea_orm_migration::{prelude::*, schema::string_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty in the rows that stand: of those a person is asked.
        let document = string_null("document");
        let table = Table::alter().table("submitted_key").add_column(document).take();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("submitted_key").drop_column("document").take();
        manager.alter_table(table).await
    }
}
