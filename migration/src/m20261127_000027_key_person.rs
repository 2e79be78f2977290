//! Step 27: of whom a name among the keys of a submission is, so that two people of one name are told apart; and
//! the answers to old requests are found without reading all of them.

use sea_orm_migration::{prelude::*, schema::string_null};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Empty in the rows that stand: of those a person is asked, as before.
        let person = string_null("person");
        let table = Table::alter().table("submitted_key").add_column(person).take();
        manager.alter_table(table).await?;
        manager.create_index(index("idempotency_record", &["created_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name("ix_idempotency_record_created_at")
            .table("idempotency_record")
            .to_owned();
        manager.drop_index(index).await?;
        let table = Table::alter().table("submitted_key").drop_column("person").take();
        manager.alter_table(table).await
    }
}
