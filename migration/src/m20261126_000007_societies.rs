//! Step 7: the register of societies: officers, contacts, checks, grades, standing, qualification;
//! grants of roles that end; files that people hand in.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date, date_null, integer, integer_null, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables that only ever grow: what became of a society, and who took which step.
const APPEND_ONLY: [&str; 2] = ["society_event", "qualification_step"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in society_columns() {
            add_column(manager, "society", column).await?;
        }
        manager.create_index(index("society", &["credit_code"], true)).await?;
        for column in grant_columns() {
            add_column(manager, "role_grant", column).await?;
        }
        people(manager).await?;
        standing(manager).await?;
        qualification(manager).await?;
        for table in APPEND_ONLY {
            refuse_change(manager, table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            for table in APPEND_ONLY {
                let drop = format!(
                    "DROP TRIGGER {table}_refuses_change ON {table};
                     DROP FUNCTION {table}_refuse_change();"
                );
                manager.get_connection().execute_unprepared(&drop).await?;
            }
        }
        let tables = [
            "qualification_step",
            "qualification_file",
            "qualification_item",
            "qualification",
            "stored_file",
            "society_route",
            "society_event",
            "society_grade",
            "society_check",
            "society_contact",
            "society_officer",
        ];
        drop_tables(manager, &tables).await?;
        for column in grant_columns() {
            drop_column(manager, "role_grant", column).await?;
        }
        let unique = Index::drop().name("ix_society_credit_code").table("society").to_owned();
        manager.drop_index(unique).await?;
        for column in society_columns() {
            drop_column(manager, "society", column).await?;
        }
        Ok(())
    }
}

fn society_columns() -> Vec<ColumnDef> {
    vec![
        string_null("credit_code").take(),
        string_null("registration_no").take(),
        string_null("supervising_body").take(),
        string_null("supporting_unit").take(),
        date_null("founded_on").take(),
        integer_null("council_term").take(),
        date_null("council_term_ends").take(),
        integer_null("members").take(),
        string_null("website").take(),
        big_integer("version").default(1).take(),
        timestamp_with_time_zone_null("updated_at").take(),
    ]
}

fn grant_columns() -> Vec<ColumnDef> {
    vec![
        timestamp_with_time_zone_null("expires_at").take(),
        timestamp_with_time_zone_null("revoked_at").take(),
        string_null("revoked_by").take(),
        string_null("note").take(),
    ]
}

/// Who acts for a society and how it is reached.
async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("society_officer");
    owned_by(&mut table, "society_id", "society");
    table
        .col(string("duty"))
        .col(string("name"))
        .col(string_null("unit"))
        .col(integer_null("term"))
        .col(date_null("from_on"))
        .col(date_null("to_on"));
    manager.create_table(table).await?;
    manager.create_index(index("society_officer", &["society_id"], false)).await?;

    let mut table = keyed_table("society_contact");
    owned_by(&mut table, "society_id", "society");
    table
        .col(string("name"))
        .col(string_null("duty"))
        .col(string_null("phone"))
        .col(string_null("email"));
    manager.create_table(table).await?;
    manager.create_index(index("society_contact", &["society_id"], false)).await?;
    Ok(())
}

/// What was found of a society, what became of it, and by which route it nominates.
async fn standing(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("society_check");
    owned_by(&mut table, "society_id", "society");
    table
        .col(integer("year"))
        .col(string("result"))
        .col(date_null("concluded_on"))
        .col(text_null("note"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    manager.create_index(index("society_check", &["society_id", "year"], true)).await?;

    let mut table = keyed_table("society_grade");
    owned_by(&mut table, "society_id", "society");
    table
        .col(string("grade"))
        .col(date("announced_on"))
        .col(date("valid_from"))
        .col(date("valid_to"))
        .col(date_null("ended_on"))
        .col(text_null("ended_because"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    manager.create_index(index("society_grade", &["society_id"], false)).await?;

    let mut table = keyed_table("society_event");
    owned_by(&mut table, "society_id", "society");
    table
        .col(string("kind"))
        .col(date("happened_on"))
        .col(text_null("detail"))
        .col(string_null("former"))
        .col(string_null("other_society"))
        .col(text_null("basis"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    manager.create_index(index("society_event", &["society_id"], false)).await?;

    let mut table = keyed_table("society_route");
    owned_by(&mut table, "society_id", "society");
    table
        .col(integer("from_year"))
        .col(string("route"))
        .col(text("reason"))
        .col(string("decided_by"))
        .col(timestamp_with_time_zone("decided_at"));
    manager.create_table(table).await?;
    manager.create_index(index("society_route", &["society_id", "from_year"], true)).await?;
    Ok(())
}

/// The right to nominate: application, evidence, checks, and every step taken.
async fn qualification(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = Table::create().table("stored_file").to_owned();
    table
        .col(string("digest").primary_key())
        .col(big_integer("size_bytes"))
        .col(string("media_type"))
        .col(timestamp_with_time_zone("stored_at"));
    manager.create_table(table).await?;

    let mut table = keyed_table("qualification");
    owned_by(&mut table, "society_id", "society");
    table
        .col(string("state"))
        .col(string("criteria_version"))
        .col(uuid_null("renews"))
        .col(date_null("valid_from"))
        .col(date_null("valid_to"))
        .col(string_null("held_as"))
        .col(string_null("appealed_from"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("qualification", &["society_id"], false)).await?;

    let mut table = keyed_table("qualification_item");
    owned_by(&mut table, "qualification_id", "qualification");
    table
        .col(string("criterion"))
        .col(text_null("statement"))
        .col(string_null("verdict"))
        .col(text_null("note"))
        .col(string_null("checked_by"))
        .col(timestamp_with_time_zone_null("checked_at"));
    manager.create_table(table).await?;
    let key = ["qualification_id", "criterion"];
    manager.create_index(index("qualification_item", &key, true)).await?;

    let mut table = keyed_table("qualification_file");
    owned_by(&mut table, "qualification_id", "qualification");
    table
        .col(string("criterion"))
        .col(string("digest"))
        .foreign_key(ForeignKey::create().from_col("digest").to("stored_file", "digest"))
        .col(string("name"))
        .col(date_null("valid_to"))
        .col(string("added_by"))
        .col(timestamp_with_time_zone("added_at"));
    manager.create_table(table).await?;
    manager.create_index(index("qualification_file", &["qualification_id"], false)).await?;

    let mut table = keyed_table("qualification_step");
    owned_by(&mut table, "qualification_id", "qualification");
    table
        .col(string("step"))
        .col(string("from_state"))
        .col(string("to_state"))
        .col(text_null("reason"))
        .col(string("taken_by"))
        .col(timestamp_with_time_zone("taken_at"));
    manager.create_table(table).await?;
    manager.create_index(index("qualification_step", &["qualification_id"], false)).await?;
    Ok(())
}

/// SQLite takes one column in a statement.
async fn add_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

async fn drop_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    let name = Alias::new(column.get_column_name());
    manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await
}

/// The database itself refuses to change what only ever grows.
async fn refuse_change(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => vec![format!(
            "CREATE FUNCTION {table}_refuse_change() RETURNS trigger
               LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION 'rows of {table} are never changed';
               END $$;
             CREATE TRIGGER {table}_refuses_change
               BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
               FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse_change();"
        )],
        _ => ["UPDATE", "DELETE"]
            .iter()
            .map(|verb| {
                format!(
                    "CREATE TRIGGER {table}_refuses_{} BEFORE {verb} ON {table}
                       BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END;",
                    verb.to_lowercase()
                )
            })
            .collect(),
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
