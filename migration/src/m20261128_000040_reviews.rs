//! Step 40: the books that a round is bound to, the phases of the remote review, sheets, questions, aggregates.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, integer_null, json_binary, string, string_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        phases(manager).await?;
        sheets(manager).await?;
        questions(manager).await?;
        aggregates(manager).await?;
        records(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "reviewer_standing",
            "reviewer_rating",
            "review_hint",
            "aggregate_row",
            "aggregate_run",
            "redacted_copy",
            "review_question",
            "review_mark",
            "review_sheet",
            "review_phase_item",
            "review_phase",
            "decision_book",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn phases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create().table("decision_book").to_owned();
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("room"))
        .col(string("version"))
        .col(string("digest"))
        .col(text("content"))
        .col(string("bound_by"))
        .col(timestamp_with_time_zone("bound_at"));
    table.primary_key(Index::create().col("round_id").col("room"));
    manager.create_table(table).await?;

    let mut table = keyed_table("review_phase");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("category"))
        .col(string("state"))
        .col(boolean("is_calibrated"))
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone("closes_at"))
        .col(string_null("seed"))
        .col(string_null("seed_digest"))
        .col(string_null("opened_by"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(string_null("closed_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(uuid_null("run_id"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_phase", &["round_id", "category"], true)).await?;

    let mut table = Table::create().table("review_phase_item").to_owned();
    owned_by(&mut table, "phase_id", "review_phase");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(timestamp_with_time_zone("entered_at"))
        .col(timestamp_with_time_zone_null("left_at"))
        .col(string_null("left_why"));
    table.primary_key(Index::create().col("phase_id").col("nomination_id"));
    manager.create_table(table).await
}

async fn sheets(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("review_sheet");
    owned_by(&mut table, "assignment_id", "review_assignment");
    owned_by(&mut table, "phase_id", "review_phase");
    table
        .col(uuid("nomination_id"))
        .col(uuid("expert_id"))
        .col(string("state"))
        .col(boolean("is_skipped"))
        .col(json_binary("points"))
        .col(json_binary("choices"))
        .col(text_null("sealed_comments"))
        .col(integer_null("total"))
        .col(string("source"))
        .col(timestamp_with_time_zone("first_saved_at"))
        .col(timestamp_with_time_zone("saved_at"))
        .col(timestamp_with_time_zone_null("submitted_at"))
        .col(text_null("void_reason"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_sheet", &["assignment_id"], true)).await?;
    manager.create_index(index("review_sheet", &["phase_id", "state"], false)).await?;
    manager.create_index(index("review_sheet", &["expert_id"], false)).await?;
    manager.create_index(index("review_sheet", &["phase_id", "nomination_id"], false)).await?;

    let mut table = keyed_table("review_mark");
    owned_by(&mut table, "assignment_id", "review_assignment");
    table
        .col(string("document"))
        .col(integer("page"))
        .col(text("sealed_text"))
        .col(string("color"))
        .col(timestamp_with_time_zone("saved_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_mark", &["assignment_id"], false)).await
}

async fn questions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("review_question");
    owned_by(&mut table, "phase_id", "review_phase");
    table
        .col(uuid("nomination_id"))
        .col(uuid("assignment_id"))
        .col(string("state"))
        .col(text("sealed_text"))
        .col(text_null("sealed_sent"))
        .col(text_null("sealed_answer"))
        .col(text_null("sealed_released"))
        .col(string_null("screened_by"))
        .col(timestamp_with_time_zone_null("screened_at"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(string_null("released_by"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(text_null("refusal"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_question", &["phase_id"], false)).await?;
    manager.create_index(index("review_question", &["nomination_id"], false)).await?;
    manager.create_index(index("review_question", &["assignment_id"], false)).await?;

    let mut table = keyed_table("redacted_copy");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("number"))
        .col(string("base_digest"))
        .col(json_binary("spans"))
        .col(json_binary("files"))
        .col(string("state"))
        .col(string("made_by"))
        .col(timestamp_with_time_zone("made_at"))
        .col(string_null("checked_by"))
        .col(timestamp_with_time_zone_null("checked_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("redacted_copy", &["nomination_id", "number"], true)).await
}

async fn aggregates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("aggregate_run");
    owned_by(&mut table, "phase_id", "review_phase");
    table
        .col(string("engine"))
        .col(string("inputs_digest"))
        .col(string("output_digest"))
        .col(string("seed"))
        .col(json_binary("report"))
        .col(string("made_by"))
        .col(timestamp_with_time_zone("made_at"));
    manager.create_table(table).await?;
    manager.create_index(index("aggregate_run", &["phase_id"], false)).await?;

    let mut table = Table::create().table("aggregate_row").to_owned();
    owned_by(&mut table, "run_id", "aggregate_run");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("sheets"))
        .col(integer_null("raw"))
        .col(integer_null("calibrated"))
        .col(integer_null("used"))
        .col(integer_null("rank"))
        .col(integer_null("rank_low"))
        .col(integer_null("rank_high"))
        .col(integer_null("spread"));
    table.primary_key(Index::create().col("run_id").col("nomination_id"));
    manager.create_table(table).await?;

    let mut table = keyed_table("review_hint");
    owned_by(&mut table, "run_id", "aggregate_run");
    table
        .col(uuid_null("assignment_id"))
        .col(uuid("nomination_id"))
        .col(string("kind"))
        .col(json_binary("figures"))
        .col(string_null("handled_by"))
        .col(timestamp_with_time_zone_null("handled_at"))
        .col(text_null("note"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_hint", &["run_id"], false)).await
}

async fn records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create().table("reviewer_rating").to_owned();
    owned_by(&mut table, "assignment_id", "review_assignment");
    table
        .col(integer("grade"))
        .col(text_null("sealed_words"))
        .col(string("rated_by"))
        .col(timestamp_with_time_zone("rated_at"))
        .col(big_integer("version"));
    table.primary_key(Index::create().col("assignment_id"));
    manager.create_table(table).await?;

    let mut table = Table::create().table("reviewer_standing").to_owned();
    owned_by(&mut table, "expert_id", "expert");
    owned_by(&mut table, "round_id", "round");
    table
        .col(integer("asked"))
        .col(integer("accepted"))
        .col(integer("declined"))
        .col(integer("expired"))
        .col(integer("recused"))
        .col(integer("submitted"))
        .col(integer("on_time"))
        .col(integer("outliers"))
        .col(integer("rated"))
        .col(integer("rated_sum"))
        .col(timestamp_with_time_zone("computed_at"));
    table.primary_key(Index::create().col("expert_id").col("round_id"));
    manager.create_table(table).await
}
