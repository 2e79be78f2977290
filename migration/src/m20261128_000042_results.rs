//! Step 42: what was decided, how it was released, and what came of it afterwards.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, integer, integer_null, json_binary, json_binary_null, string,
        string_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
        uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        releases(manager).await?;
        afterwards(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["result_bundle", "result_fall", "result_paper", "result_decision", "result_release"];
        drop_tables(manager, &tables).await
    }
}

async fn releases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("result_release");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("stage"))
        .col(json_binary("categories"))
        .col(string("title"))
        .col(string("state"))
        .col(json_binary("meetings"))
        .col(string("digest"))
        .col(json_binary("counts"))
        .col(string("drafted_by"))
        .col(timestamp_with_time_zone("drafted_at"))
        .col(integer_null("confirmed_count"))
        .col(string_null("released_by"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("result_release", &["round_id", "stage"], false)).await?;

    let mut table = keyed_table("result_decision");
    owned_by(&mut table, "release_id", "result_release");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(string("outcome"))
        .col(string_null("grade_nominated"))
        .col(string_null("grade"))
        .col(uuid_null("ballot_id"))
        .col(integer_null("votes"))
        .col(integer_null("present"))
        .col(json_binary_null("people"))
        .col(json_binary_null("units"))
        .col(text_null("basis"))
        .col(uuid_null("reverses"))
        .col(boolean("is_final"));
    manager.create_table(table).await?;
    manager.create_index(index("result_decision", &["release_id", "nomination_id"], true)).await?;
    manager.create_index(index("result_decision", &["nomination_id"], false)).await?;

    let mut table = keyed_table("result_paper");
    owned_by(&mut table, "release_id", "result_release");
    table
        .col(string("kind"))
        .col(string("document_number"))
        .col(date("dated"))
        .col(text("text"))
        .col(string_null("file_digest"))
        .col(string("entered_by"))
        .col(timestamp_with_time_zone("entered_at"))
        .col(string_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("result_paper", &["release_id", "kind"], true)).await
}

async fn afterwards(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("result_fall");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(string("kind"))
        .col(string("state"))
        .col(string("to_state"))
        .col(text("reason"))
        .col(text("basis"))
        .col(string_null("document_number"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("answer"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("result_fall", &["nomination_id"], false)).await?;

    let mut table = keyed_table("result_bundle");
    owned_by(&mut table, "round_id", "round");
    table
        .col(integer("number"))
        .col(uuid("release_id"))
        .col(string("body_digest"))
        .col(string("file_digest"))
        .foreign_key(ForeignKey::create().from_col("file_digest").to("stored_file", "digest"))
        .col(timestamp_with_time_zone("made_at"));
    manager.create_table(table).await?;
    manager.create_index(index("result_bundle", &["round_id", "number"], true)).await
}
