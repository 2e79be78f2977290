//! Step 5: match runs and what they found.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, json_binary, json_binary_null, string, string_null, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("match_run");
        owned_by(&mut table, "round_id", "round");
        table
            .col(string("state"))
            .col(json_binary("parameters"))
            .col(big_integer("seed"))
            .col(string_null("input_digest"))
            .col(string_null("output_digest"))
            .col(string("engine_version"))
            .col(string("requested_by"))
            .col(timestamp_with_time_zone("requested_at"))
            .col(timestamp_with_time_zone_null("started_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(text_null("error"))
            .col(string("stage"))
            .col(big_integer("stage_done"))
            .col(big_integer("stage_total"))
            .col(json_binary_null("report"));
        manager.create_table(table).await?;
        manager.create_index(index("match_run", &["round_id", "requested_at"], false)).await?;

        let mut table = Table::create().table("affinity").to_owned();
        owned_by(&mut table, "run_id", "match_run");
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "expert_id", "expert");
        table
            .col(integer("score"))
            .col(integer("low"))
            .col(integer("high"))
            .col(json_binary_null("reasons"))
            .col(json_binary_null("why_not"));
        table.primary_key(Index::create().col("run_id").col("nomination_id").col("expert_id"));
        manager.create_table(table).await?;

        let mut table = keyed_table("conflict");
        owned_by(&mut table, "run_id", "match_run");
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "expert_id", "expert");
        table
            .col(string("kind"))
            .col(string("severity"))
            .col(integer("confidence"))
            .col(json_binary("evidence"));
        manager.create_table(table).await?;
        manager
            .create_index(index("conflict", &["run_id", "nomination_id", "expert_id"], false))
            .await?;

        let mut table = Table::create().table("assignment").to_owned();
        owned_by(&mut table, "run_id", "match_run");
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "expert_id", "expert");
        table.col(integer("position")).col(integer("score"));
        table.primary_key(Index::create().col("run_id").col("nomination_id").col("expert_id"));
        manager.create_table(table).await?;
        manager.create_index(index("assignment", &["run_id", "expert_id"], false)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["assignment", "conflict", "affinity", "match_run"]).await
    }
}
