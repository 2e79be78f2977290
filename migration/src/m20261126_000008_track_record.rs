//! Step 8: the track record: facts by case, disputes, integrity events.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date, date_null, integer, integer_null, json_binary_null, string, string_null,
        text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        outcome_facts(manager).await?;
        record_disputes(manager).await?;
        integrity_events(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &["integrity_event", "record_dispute", "record_merger", "outcome_fact"],
        )
        .await
    }
}

async fn outcome_facts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("outcome_fact");
    table
        .col(string("society_code"))
        .col(integer("round_year"))
        .col(string("case_ref"))
        .col(text("case_title"))
        .col(string("measure"))
        .col(integer("value"))
        .col(integer("revision"))
        .col(uuid_null("supersedes"))
        .col(string("source"))
        .col(text_null("reason"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    // Two people who correct the same fact at once cannot both succeed.
    let columns = ["society_code", "round_year", "case_ref", "measure", "revision"];
    manager.create_index(index("outcome_fact", &columns, true)).await?;
    manager.create_index(index("outcome_fact", &["supersedes"], true)).await?;

    let mut table = Table::create();
    table
        .table("record_merger")
        .col(string("society_code").primary_key())
        .col(string("successor_code"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table.take()).await
}

async fn record_disputes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("record_dispute");
    table
        .col(string("society_code"))
        .col(integer("round_year"))
        .col(string("indicator"))
        .col(string_null("case_ref"))
        .col(string_null("measure"))
        .col(text("claim"))
        .col(integer_null("claimed_value"))
        .col(string("state"))
        .col(string("filed_by"))
        .col(timestamp_with_time_zone("filed_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(text_null("answer"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(json_binary_null("corrections"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("record_dispute", &["society_code", "round_year"], false)).await?;
    manager.create_index(index("record_dispute", &["state", "due_at"], false)).await
}

async fn integrity_events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("integrity_event");
    table
        .col(string("number").unique_key())
        .col(string("society_code"))
        .col(integer("round_year"))
        .col(string("kind"))
        .col(string("sanction"))
        .col(string("state"))
        .col(text("title"))
        .col(text("finding"))
        .col(text("basis"))
        .col(text("decision"))
        .col(text("appeal"))
        .col(date("starts_on"))
        .col(date_null("ends_on"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(string_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(text_null("explanation"))
        .col(string_null("closed_by"))
        .col(date_null("closed_on"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("integrity_event", &["society_code"], false)).await
}
