//! Step 19: objections, what is asked of their parties, and apart from them who objected.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, boolean_null, integer, integer_null, string, string_null,
        string_uniq, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        objections(manager).await?;
        files_and_events(manager).await?;
        tasks(manager).await?;
        identities(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "objection_identity_request",
            "objection_identity",
            "objection_task",
            "objection_event",
            "objection_file",
            "objection",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn objections(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("objection");
    owned_by(&mut table, "nomination_id", "nomination");
    owned_by(&mut table, "publicity_id", "publicity");
    table
        .col(string_uniq("number"))
        .col(string("kind"))
        .col(string("state"))
        .col(boolean("is_named"))
        .col(text("facts"))
        .col(timestamp_with_time_zone("received_at"))
        .col(string_uniq("form_digest"))
        .col(string_uniq("receipt_digest"))
        .col(string_null("screened_by"))
        .col(timestamp_with_time_zone_null("screened_at"))
        .col(string_null("refusal"))
        .col(text_null("screening_text"))
        .col(text_null("summary"))
        .col(text_null("record"))
        .col(string_null("recorded_by"))
        .col(timestamp_with_time_zone_null("recorded_at"))
        .col(string_null("finding"))
        .col(string_null("outcome"))
        .col(string_null("effect"))
        .col(text_null("outcome_text"))
        .col(string_null("proposed_by"))
        .col(timestamp_with_time_zone_null("proposed_at"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(timestamp_with_time_zone_null("next_due_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("objection", &["nomination_id", "state"], false)).await?;
    manager.create_index(index("objection", &["publicity_id", "received_at"], false)).await?;
    manager.create_index(index("objection", &["next_due_at"], false)).await
}

async fn files_and_events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("objection_file");
    owned_by(&mut table, "objection_id", "objection");
    table
        .col(integer("number"))
        .col(string("digest"))
        .col(string("media_type"))
        .col(big_integer("size_bytes"))
        .col(timestamp_with_time_zone("added_at"));
    manager.create_table(table).await?;
    manager.create_index(index("objection_file", &["objection_id", "number"], true)).await?;

    let mut table = keyed_table("objection_event");
    owned_by(&mut table, "objection_id", "objection");
    table
        .col(integer("number"))
        .col(string("what"))
        .col(string("done_by"))
        .col(timestamp_with_time_zone("done_at"))
        .col(text_null("text"))
        .col(string_null("clause"));
    manager.create_table(table).await?;
    manager.create_index(index("objection_event", &["objection_id", "number"], true)).await
}

async fn tasks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("objection_task");
    owned_by(&mut table, "objection_id", "objection");
    table
        .col(string("party"))
        .col(string("task"))
        .col(text("what"))
        .col(timestamp_with_time_zone("given_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone_null("done_at"))
        .col(string_null("done_by"))
        .col(text_null("answer"))
        .col(timestamp_with_time_zone_null("lapsed_at"))
        .col(integer_null("extension_days"))
        .col(text_null("extension_reason"))
        .col(timestamp_with_time_zone_null("extension_asked_at"))
        .col(boolean_null("is_extension_granted"))
        .col(string_null("extension_decided_by"))
        .col(timestamp_with_time_zone_null("extension_decided_at"))
        .col(text_null("extension_answer"));
    manager.create_table(table).await?;
    manager.create_index(index("objection_task", &["objection_id"], false)).await?;
    manager.create_index(index("objection_task", &["due_at"], false)).await
}

/// Who objected: no key leads here from an objection.
async fn identities(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create();
    table.table("objection_identity").col(string("place").primary_key()).col(text("sealed"));
    manager.create_table(table.take()).await?;

    let mut table = keyed_table("objection_identity_request");
    owned_by(&mut table, "objection_id", "objection");
    table
        .col(string("state"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(text("reason"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(text_null("answer"))
        .col(timestamp_with_time_zone_null("open_until"))
        .col(timestamp_with_time_zone_null("seen_at"));
    manager.create_table(table).await?;
    manager.create_index(index("objection_identity_request", &["objection_id"], false)).await
}
