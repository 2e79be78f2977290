//! Step 33: the policy of conflicts that a round was opened with, and the first of two people who withdraw a
//! declaration of another.

use sea_orm_migration::{
    prelude::*,
    schema::{string, string_null, text, text_null, timestamp_with_time_zone_null},
};

use crate::columns::{drop_tables, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create().table("round_conflict_policy").to_owned();
        owned_by(&mut table, "round_id", "round");
        table.col(string("digest")).col(text("content"));
        table.primary_key(Index::create().col("round_id"));
        manager.create_table(table).await?;

        let columns = [
            string_null("withdrawal_asked_by"),
            timestamp_with_time_zone_null("withdrawal_asked_at"),
            text_null("withdrawal_asked_reason"),
        ];
        // One at a time: SQLite adds no more in a statement.
        for column in columns {
            let table = Table::alter().table("recusal_declaration").add_column(column).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["withdrawal_asked_reason", "withdrawal_asked_at", "withdrawal_asked_by"] {
            let table = Table::alter().table("recusal_declaration").drop_column(column).take();
            manager.alter_table(table).await?;
        }
        drop_tables(manager, &["round_conflict_policy"]).await
    }
}
