//! Step 23: recusals: what was decided of conflicts, what was declared, what a recheck found.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, json_binary, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        decisions(manager).await?;
        declarations(manager).await?;
        alerts(manager).await?;
        scans(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "recusal_scan",
            "recusal_check",
            "recusal_alert",
            "recusal_declaration",
            "recusal_decision",
        ];
        drop_tables(manager, &tables).await
    }
}

/// At most one decision stands for an expert, a nomination and a kind: empty words are many, a word
/// is one.
async fn decisions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("recusal_decision");
    owned_by(&mut table, "nomination_id", "nomination");
    owned_by(&mut table, "expert_id", "expert");
    table
        .col(string("kind"))
        .col(string("outcome"))
        .col(string("state"))
        .col(string_null("standing").unique_key().to_owned())
        .col(string("severity"))
        .col(text("reason"))
        .col(string("decided_by"))
        .col(timestamp_with_time_zone("decided_at"))
        .col(string_null("agreed_by"))
        .col(timestamp_with_time_zone_null("agreed_at"))
        .col(text_null("agreed_reason"))
        .col(string_null("reversed_by"))
        .col(timestamp_with_time_zone_null("reversed_at"))
        .col(text_null("reversed_reason"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager
        .create_index(index("recusal_decision", &["nomination_id", "expert_id", "kind"], false))
        .await
}

async fn declarations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("recusal_declaration");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("source"))
        .col(string("kind"))
        .col(string("state"))
        .col(uuid_null("expert_id"))
        .col(uuid_null("account_id"))
        .col(uuid_null("nomination_id"))
        .col(text("sealed"))
        .col(json_binary("candidates"))
        .col(string_null("origin").unique_key().to_owned())
        .col(string("declared_by"))
        .col(timestamp_with_time_zone("declared_at"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(text_null("answer"))
        .col(string_null("withdrawn_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(text_null("withdrawal_reason"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("recusal_declaration", &["round_id", "state"], false)).await?;
    manager.create_index(index("recusal_declaration", &["account_id"], false)).await?;
    manager.create_index(index("recusal_declaration", &["nomination_id"], false)).await
}

async fn alerts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("recusal_alert");
    owned_by(&mut table, "round_id", "round");
    owned_by(&mut table, "nomination_id", "nomination");
    owned_by(&mut table, "expert_id", "expert");
    table
        .col(string("kind"))
        .col(string("severity"))
        .col(integer("confidence"))
        .col(json_binary("evidence"))
        .col(string("phase"))
        .col(string("state"))
        .col(uuid_null("review_assignment_id"))
        .col(boolean("is_frozen"))
        .col(timestamp_with_time_zone("found_at"))
        .col(timestamp_with_time_zone_null("cleared_at"))
        .col(string_null("handled_by"))
        .col(timestamp_with_time_zone_null("handled_at"))
        .col(text_null("handled_reason"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("recusal_alert", &["round_id", "state"], false)).await?;
    let mut table = Table::create();
    table
        .table("recusal_check")
        .col(uuid("round_id").primary_key())
        .foreign_key(
            ForeignKey::create()
                .from_col("round_id")
                .to("round", "id")
                .on_delete(ForeignKeyAction::Cascade),
        )
        .col(big_integer("sequence"))
        .col(string("digest"))
        .col(timestamp_with_time_zone("checked_at"))
        .col(big_integer("bars"));
    manager.create_table(table.take()).await
}

async fn scans(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("recusal_scan");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("done_by"))
        .col(timestamp_with_time_zone("done_at"))
        .col(big_integer("judged"))
        .col(json_binary("found"));
    manager.create_table(table).await?;
    manager.create_index(index("recusal_scan", &["round_id", "done_at"], false)).await
}
