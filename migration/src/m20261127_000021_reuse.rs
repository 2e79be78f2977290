//! Step 21: sketches of what nominations say, the keys that they share, and comparisons of whole rounds.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, blob, integer, string, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create().table("reuse_sketch").to_owned();
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "round_id", "round");
        // `version` is that of the nomination, `engine` what made the sketch: both must agree to be used.
        table
            .col(big_integer("version"))
            .col(string("engine"))
            .col(text("title"))
            .col(integer("shingles"))
            .col(blob("sketch"));
        table.primary_key(Index::create().col("nomination_id"));
        manager.create_table(table).await?;
        manager.create_index(index("reuse_sketch", &["round_id"], false)).await?;

        let mut table = keyed_table("reuse_key");
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "round_id", "round");
        table.col(string("kind")).col(text("value"));
        manager.create_table(table).await?;
        manager.create_index(index("reuse_key", &["kind", "value"], false)).await?;
        manager.create_index(index("reuse_key", &["nomination_id"], false)).await?;

        let mut table = keyed_table("reuse_run");
        owned_by(&mut table, "round_id", "round");
        table
            .col(string("state"))
            .col(string("engine"))
            .col(string("requested_by"))
            .col(timestamp_with_time_zone("requested_at"))
            .col(timestamp_with_time_zone_null("finished_at"))
            .col(integer("compared"))
            .col(integer("against"))
            .col(text_null("error"));
        manager.create_table(table).await?;
        manager.create_index(index("reuse_run", &["round_id", "requested_at"], false)).await?;

        let mut table = keyed_table("reuse_finding");
        owned_by(&mut table, "run_id", "reuse_run");
        owned_by(&mut table, "nomination_id", "nomination");
        owned_by(&mut table, "other_id", "nomination");
        // The score in millionths; `place` is the order in which a person should look.
        table
            .col(integer("place"))
            .col(string("kind"))
            .col(integer("score"))
            .col(text("what_zh"))
            .col(text("what_en"));
        manager.create_table(table).await?;
        manager.create_index(index("reuse_finding", &["run_id", "place"], true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["reuse_finding", "reuse_run", "reuse_key", "reuse_sketch"];
        drop_tables(manager, &tables).await
    }
}
