//! Step 26: the forms and the book of rules that a round was opened with.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, string, text},
};

use crate::columns::{drop_tables, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create().table("round_form").to_owned();
        owned_by(&mut table, "round_id", "round");
        table.col(string("form_id")).col(integer("position")).col(string("digest"));
        table.primary_key(Index::create().col("round_id").col("form_id"));
        manager.create_table(table).await?;

        // The texts of the rules stand here whole: a round is one of few, and its book is read as it was.
        let mut table = Table::create().table("round_rule_book").to_owned();
        owned_by(&mut table, "round_id", "round");
        table.col(string("version")).col(string("digest")).col(text("content"));
        table.primary_key(Index::create().col("round_id"));
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["round_rule_book", "round_form"]).await
    }
}
