//! Step 22: assignment plans, what was changed in them, who was asked to review, and what reviewers signed.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, integer_null, json_binary, json_binary_null, string, string_null,
        text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        plans(manager).await?;
        reviews(manager).await?;
        reviewers(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "reviewer_commitment",
            "reviewer_account",
            "review_assignment",
            "plan_change",
            "plan_pair",
            "assignment_plan",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn plans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("assignment_plan");
    owned_by(&mut table, "round_id", "round");
    owned_by(&mut table, "run_id", "match_run");
    table
        .col(string("name"))
        .col(string("state"))
        .col(json_binary("parameters"))
        .col(string_null("digest"))
        .col(big_integer("version"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(string_null("applied_by"))
        .col(timestamp_with_time_zone_null("applied_at"))
        .col(text_null("override_reason"))
        .col(json_binary_null("overridden"))
        .col(string_null("undone_by"))
        .col(timestamp_with_time_zone_null("undone_at"))
        .col(text_null("undo_reason"));
    manager.create_table(table).await?;
    manager.create_index(index("assignment_plan", &["round_id", "created_at"], false)).await?;

    let mut table = Table::create().table("plan_pair").to_owned();
    owned_by(&mut table, "plan_id", "assignment_plan");
    owned_by(&mut table, "nomination_id", "nomination");
    owned_by(&mut table, "expert_id", "expert");
    table.col(string("standing")).col(integer_null("score"));
    table.primary_key(Index::create().col("plan_id").col("nomination_id").col("expert_id"));
    manager.create_table(table).await?;
    manager.create_index(index("plan_pair", &["plan_id", "expert_id"], false)).await?;

    let mut table = keyed_table("plan_change");
    owned_by(&mut table, "plan_id", "assignment_plan");
    table
        .col(integer("place"))
        .col(integer("batch"))
        .col(string("kind"))
        .col(uuid_null("nomination_id"))
        .col(uuid_null("expert_id"))
        .col(uuid_null("instead_of"))
        .col(text("reason"))
        .col(string("author"))
        .col(timestamp_with_time_zone("at"))
        .col(integer("added"))
        .col(integer("removed"))
        .col(json_binary_null("before"));
    manager.create_table(table).await?;
    manager.create_index(index("plan_change", &["plan_id", "place"], true)).await
}

async fn reviews(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("review_assignment");
    owned_by(&mut table, "round_id", "round");
    owned_by(&mut table, "plan_id", "assignment_plan");
    owned_by(&mut table, "nomination_id", "nomination");
    owned_by(&mut table, "expert_id", "expert");
    table
        .col(integer_null("score"))
        .col(string("state"))
        .col(timestamp_with_time_zone_null("invited_at"))
        .col(timestamp_with_time_zone_null("due_at"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(string_null("interest"))
        .col(timestamp_with_time_zone_null("interest_at"))
        .col(string_null("interest_kind"))
        .col(string_null("decline_reason"))
        .col(text_null("sealed_words"))
        .col(timestamp_with_time_zone_null("frozen_at"))
        .col(string_null("frozen_by"))
        .col(text_null("frozen_reason"))
        .col(uuid_null("replaces"))
        .col(uuid_null("replaced_by"))
        .col(text_null("note"))
        .col(big_integer("version"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"));
    manager.create_table(table).await?;
    manager.create_index(index("review_assignment", &["round_id", "state"], false)).await?;
    manager.create_index(index("review_assignment", &["plan_id"], false)).await?;
    manager.create_index(index("review_assignment", &["nomination_id"], false)).await?;
    manager.create_index(index("review_assignment", &["expert_id"], false)).await
}

async fn reviewers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create().table("reviewer_account").to_owned();
    owned_by(&mut table, "expert_id", "expert");
    owned_by(&mut table, "account_id", "account");
    table.col(string("tied_by")).col(timestamp_with_time_zone("tied_at"));
    table.primary_key(Index::create().col("expert_id"));
    manager.create_table(table).await?;
    manager.create_index(index("reviewer_account", &["account_id"], true)).await?;

    let mut table = keyed_table("reviewer_commitment");
    owned_by(&mut table, "round_id", "round");
    owned_by(&mut table, "account_id", "account");
    owned_by(&mut table, "expert_id", "expert");
    table
        .col(string("text_version"))
        .col(string("text_digest"))
        .col(timestamp_with_time_zone("signed_at"));
    manager.create_table(table).await?;
    manager
        .create_index(index(
            "reviewer_commitment",
            &["account_id", "round_id", "text_version"],
            true,
        ))
        .await
}
