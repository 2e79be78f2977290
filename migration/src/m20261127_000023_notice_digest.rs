//! Step 23: the digest that a notice of acceptance or refusal bears, so that anybody can ask of it.

use sea_orm_migration::{prelude::*, schema::string_null};

use crate::columns::index;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let digest = string_null("notice_digest");
        let table = Table::alter().table("examination").add_column(digest).take();
        manager.alter_table(table).await?;
        manager.create_index(index("examination", &["notice_digest"], true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index =
            Index::drop().name("ix_examination_notice_digest").table("examination").to_owned();
        manager.drop_index(index).await?;
        let table = Table::alter().table("examination").drop_column("notice_digest").take();
        manager.alter_table(table).await
    }
}
