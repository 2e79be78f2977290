//! Step 14: the society's own process: steps, timetable, publicity, resolutions, selection.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, date_null, integer, json_binary, string, string_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps(manager).await?;
        timetable(manager).await?;
        publicity(manager).await?;
        resolutions(manager).await?;
        selection(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "selection_score",
            "selection_expert",
            "selection_candidate",
            "selection_call",
            "resolved_dossier",
            "dossier_resolution",
            "internal_publicity",
            "deadline_extension",
            "round_timetable",
            "dossier_step",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn steps(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("dossier_step");
    owned_by(&mut table, "dossier_id", "dossier");
    table
        .col(integer("number"))
        .col(string("from_state"))
        .col(string("to_state"))
        .col(string("taken_by"))
        .col(timestamp_with_time_zone("taken_at"))
        .col(text_null("reason"))
        .col(string("content_digest"));
    manager.create_table(table).await?;
    manager.create_index(index("dossier_step", &["dossier_id", "number"], true)).await
}

async fn timetable(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("round_timetable");
    owned_by(&mut table, "round_id", "round");
    table
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone("closes_at"))
        .col(date_null("cutoff"))
        .col(integer("publicity_days"))
        .col(string("publicity_count"))
        .col(string("basis"))
        .col(big_integer("version"))
        .col(string("set_by"))
        .col(timestamp_with_time_zone("set_at"));
    manager.create_table(table).await?;
    manager.create_index(index("round_timetable", &["round_id"], true)).await?;

    // In force from when a second person confirms it.
    let mut table = keyed_table("deadline_extension");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string_null("society_code"))
        .col(uuid_null("dossier_id"))
        .col(string("deadline"))
        .col(timestamp_with_time_zone("until"))
        .col(text("reason"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(string_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"));
    manager.create_table(table).await?;
    manager.create_index(index("deadline_extension", &["round_id"], false)).await
}

async fn publicity(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("internal_publicity");
    owned_by(&mut table, "dossier_id", "dossier");
    table
        .col(json_binary("places"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(integer("least_days"))
        .col(string("day_count"))
        .col(string("content_digest"))
        .col(json_binary("units"))
        .col(json_binary("missing_units"))
        .col(json_binary("proofs"))
        .col(string("begun_by"))
        .col(timestamp_with_time_zone("begun_at"))
        .col(string_null("outcome"))
        .col(text("objections"))
        .col(boolean("is_affected"))
        .col(string_null("closed_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone_null("voided_at"));
    manager.create_table(table).await?;
    manager.create_index(index("internal_publicity", &["dossier_id"], false)).await
}

async fn resolutions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("dossier_resolution");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("society_code"))
        .col(string("body"))
        .col(date("held_on"))
        .col(integer("members"))
        .col(integer("present"))
        .col(integer("in_favour"))
        .col(integer("against"))
        .col(integer("abstained"))
        .col(integer("recused"))
        .col(text("minutes"))
        .col(string("minutes_digest"))
        .col(string_null("minutes_attachment"))
        .col(boolean("is_carried"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;

    let mut table = keyed_table("resolved_dossier");
    owned_by(&mut table, "resolution_id", "dossier_resolution");
    owned_by(&mut table, "dossier_id", "dossier");
    table.col(string("content_digest")).col(timestamp_with_time_zone_null("voided_at"));
    manager.create_table(table).await?;
    let columns = ["dossier_id", "resolution_id"];
    manager.create_index(index("resolved_dossier", &columns, true)).await
}

async fn selection(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("selection_call");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("society_code"))
        .col(text("text"))
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone("closes_at"))
        .col(integer("expected"))
        .col(text("summary"))
        .col(big_integer("version"))
        .col(string("changed_by"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"));
    manager.create_table(table).await?;
    manager.create_index(index("selection_call", &["round_id", "society_code"], true)).await?;

    let mut table = keyed_table("selection_candidate");
    owned_by(&mut table, "call_id", "selection_call");
    table
        .col(string("key"))
        .col(integer("position"))
        .col(uuid_null("dossier_id"))
        .col(text("title"))
        .col(string_null("outcome"));
    manager.create_table(table).await?;
    manager.create_index(index("selection_candidate", &["call_id", "key"], true)).await?;

    let mut table = keyed_table("selection_expert");
    owned_by(&mut table, "call_id", "selection_call");
    table.col(string("key")).col(integer("position")).col(string("name")).col(string("unit"));
    manager.create_table(table).await?;
    manager.create_index(index("selection_expert", &["call_id", "key"], true)).await?;

    let mut table = keyed_table("selection_score");
    owned_by(&mut table, "call_id", "selection_call");
    table
        .col(string("candidate_key"))
        .col(string("expert_key"))
        .col(text("points"))
        .col(string_null("recusal"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    let columns = ["call_id", "candidate_key", "expert_key"];
    manager.create_index(index("selection_score", &columns, true)).await
}
