//! Step 9: quotas: policies, scenarios, proposals with their decisions and appeals, and the ledger of
//! places. Policies and ledger entries only ever grow in number; the database refuses to change them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, integer_null, json_binary, string, string_null, string_uniq, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        policies(manager).await?;
        proposals(manager).await?;
        appeals(manager).await?;
        ledger(manager).await?;
        entries(manager).await?;
        for table in FROZEN {
            refuse_change(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            for table in FROZEN {
                let thaw = format!(
                    "DROP TRIGGER {table}_refuses_change ON {table};
                     DROP FUNCTION {table}_refuse_change();"
                );
                manager.get_connection().execute_unprepared(&thaw).await?;
            }
        }
        drop_tables(
            manager,
            &[
                "quota_give_back",
                "quota_entry",
                "quota_reservation",
                "quota_counter",
                "quota_appeal",
                "quota_decision",
                "quota_proposal",
                "quota_scenario",
                "quota_policy",
            ],
        )
        .await
    }
}

/// Tables whose rows are never changed and never deleted.
const FROZEN: [&str; 2] = ["quota_policy", "quota_entry"];

async fn policies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("quota_policy");
    table
        .col(string("name"))
        .col(integer("version"))
        .col(string_uniq("digest"))
        .col(text("content"))
        .col(text("note"))
        .col(string("author"))
        .col(timestamp_with_time_zone("created_at"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_policy", &["name", "version"], true)).await?;

    let mut table = keyed_table("quota_scenario");
    owned_by(&mut table, "policy_id", "quota_policy");
    table
        .col(string("name"))
        .col(text("note"))
        .col(text_null("content"))
        .col(integer("total"))
        .col(integer_null("rounds"))
        .col(uuid_null("compared_with"))
        .col(json_binary("summary"))
        .col(string("author"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("version"));
    manager.create_table(table).await
}

async fn proposals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("quota_proposal");
    owned_by(&mut table, "policy_id", "quota_policy");
    table
        .col(integer("year"))
        .col(integer("total"))
        .col(integer("held"))
        .col(string("state"))
        .col(text("note"))
        .col(json_binary("history"))
        .col(string("input_digest"))
        .col(string("output_digest"))
        .col(string("engine_version"))
        .col(json_binary("summary"))
        .col(string("proposed_by"))
        .col(timestamp_with_time_zone("proposed_at"))
        .col(string_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(string_null("published_by"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("appeals_until"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_proposal", &["year", "state"], false)).await?;

    let mut table = keyed_table("quota_decision");
    owned_by(&mut table, "proposal_id", "quota_proposal");
    table
        .col(string("society_code"))
        .col(string("society"))
        .col(string("discipline_group"))
        .col(integer("previous"))
        .col(integer("proposed"))
        .col(integer("decided"))
        .col(string("band"))
        .col(big_integer("score"))
        .col(big_integer("low"))
        .col(big_integer("high"))
        .col(json_binary("outcome"))
        .col(text_null("reason"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_decision", &["proposal_id", "society_code"], true)).await
}

async fn appeals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("quota_appeal");
    owned_by(&mut table, "proposal_id", "quota_proposal");
    table
        .col(string("society_code"))
        .col(text("ground"))
        .col(integer("wanted"))
        .col(string("state"))
        .col(string("filed_by"))
        .col(timestamp_with_time_zone("filed_at"))
        .col(text_null("answer"))
        .col(integer("places_before"))
        .col(integer_null("places_after"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_appeal", &["proposal_id", "society_code"], true)).await
}

async fn ledger(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("quota_counter");
    table
        .col(integer("year"))
        .col(string("bucket"))
        .col(string("kind"))
        .col(string("society_code"))
        .col(uuid_null("parent_id"))
        .col(integer_null("places"))
        .col(integer("used"))
        .col(integer("asked_back"))
        .col(integer("held"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager
        .create_index(index("quota_counter", &["year", "bucket", "kind", "society_code"], true))
        .await?;

    let mut table = Table::create().table("quota_reservation").to_owned();
    table.col(integer("year")).col(string("bucket")).col(string("subject"));
    owned_by(&mut table, "counter_id", "quota_counter");
    table.col(string("by")).col(timestamp_with_time_zone("at"));
    table.primary_key(Index::create().col("year").col("bucket").col("subject"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_reservation", &["counter_id"], false)).await?;

    let mut table = keyed_table("quota_give_back");
    owned_by(&mut table, "counter_id", "quota_counter");
    table
        .col(integer("places"))
        .col(text("reason"))
        .col(string("state"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_give_back", &["counter_id", "asked_at"], false)).await
}

async fn entries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("quota_entry");
    owned_by(&mut table, "counter_id", "quota_counter");
    table
        .col(string("kind"))
        .col(integer("used_change"))
        .col(integer("places_change"))
        .col(integer("held_change"))
        .col(string("subject"))
        .col(text_null("reason"))
        .col(string("by"))
        .col(timestamp_with_time_zone("at"));
    manager.create_table(table).await?;
    manager.create_index(index("quota_entry", &["counter_id", "at"], false)).await
}

/// The rows of `table` only ever grow in number: the database itself refuses UPDATE and DELETE.
async fn refuse_change(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let says = format!("rows of {table} are never changed");
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => vec![format!(
            "CREATE FUNCTION {table}_refuse_change() RETURNS trigger
               LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{says}'; END $$;
             CREATE TRIGGER {table}_refuses_change
               BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
               FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change();"
        )],
        _ => ["UPDATE", "DELETE"]
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{} BEFORE {verb} ON {table}
                       BEGIN SELECT RAISE(ABORT, '{says}'); END;",
                    verb.to_lowercase()
                )
            })
            .to_vec(),
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
