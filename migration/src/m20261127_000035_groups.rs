//! Step 28: to which unit, university, system and region a match run counted its experts, the proof of its
//! plan, and how the nominations of a round were divided into panels.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, json_binary, string, string_null, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create().table("expert_group").to_owned();
        owned_by(&mut table, "run_id", "match_run");
        owned_by(&mut table, "expert_id", "expert");
        table.col(text("unit")).col(text("university")).col(text("system")).col(text("region"));
        table.primary_key(Index::create().col("run_id").col("expert_id"));
        manager.create_table(table).await?;

        let mut table = Table::create().table("match_certificate").to_owned();
        owned_by(&mut table, "run_id", "match_run");
        table.col(binary("body"));
        table.primary_key(Index::create().col("run_id"));
        manager.create_table(table).await?;

        let mut table = keyed_table("panel_division");
        owned_by(&mut table, "round_id", "round");
        table
            .col(json_binary("bounds"))
            .col(json_binary("panels"))
            .col(json_binary("before"))
            .col(text("reason"))
            .col(string("applied_by"))
            .col(timestamp_with_time_zone("applied_at"))
            .col(string_null("undone_by"))
            .col(timestamp_with_time_zone_null("undone_at"))
            .col(text_null("undo_reason"));
        manager.create_table(table).await?;
        manager.create_index(index("panel_division", &["round_id", "applied_at"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["panel_division", "match_certificate", "expert_group"]).await
    }
}
