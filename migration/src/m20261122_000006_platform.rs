//! Step 6: jobs, replies kept for repeated requests, and the audit chain, which refuses change.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, json_binary, string, string_null, string_uniq, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
    sea_orm::{ConnectionTrait, DbBackend},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("job");
        table
            .col(string("kind"))
            .col(json_binary("payload"))
            .col(string("state"))
            .col(integer("attempts"))
            .col(timestamp_with_time_zone("run_after"))
            .col(timestamp_with_time_zone_null("leased_until"))
            .col(text_null("last_error"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("finished_at"));
        manager.create_table(table).await?;
        manager.create_index(index("job", &["state", "run_after"], false)).await?;

        let mut table = Table::create().table("idempotency_record").to_owned();
        owned_by(&mut table, "account_id", "account");
        table
            .col(string("key"))
            .col(string("route"))
            .col(string("body_digest"))
            .col(text("reply"))
            .col(timestamp_with_time_zone("created_at"));
        table.primary_key(Index::create().col("account_id").col("key"));
        manager.create_table(table).await?;

        let mut table = Table::create().table("audit_record").to_owned();
        table
            .col(big_integer("sequence").primary_key())
            .col(timestamp_with_time_zone("at"))
            .col(string("actor"))
            .col(string("action"))
            .col(string("subject"))
            .col(string_null("before_digest"))
            .col(string_null("after_digest"))
            .col(text_null("reason"))
            .col(string_null("request_id"))
            .col(string("previous_hash"))
            .col(string_uniq("hash"));
        manager.create_table(table).await?;

        refuse_change(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            manager
                .get_connection()
                .execute_unprepared(
                    "DROP TRIGGER audit_record_refuses_change ON audit_record;
                     DROP FUNCTION audit_record_refuse_change();",
                )
                .await?;
        }
        drop_tables(manager, &["audit_record", "idempotency_record", "job"]).await
    }
}

/// The audit chain only ever grows: the database itself refuses UPDATE and DELETE.
async fn refuse_change(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = match manager.get_database_backend() {
        DbBackend::Postgres => &["CREATE FUNCTION audit_record_refuse_change() RETURNS trigger
               LANGUAGE plpgsql AS $$ BEGIN
                 RAISE EXCEPTION 'audit records are never changed';
               END $$;
             CREATE TRIGGER audit_record_refuses_change
               BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_record
               FOR EACH STATEMENT EXECUTE FUNCTION audit_record_refuse_change();"],
        _ => &[
            "CREATE TRIGGER audit_record_refuses_update BEFORE UPDATE ON audit_record
               BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;",
            "CREATE TRIGGER audit_record_refuses_delete BEFORE DELETE ON audit_record
               BEGIN SELECT RAISE(ABORT, 'audit records are never changed'); END;",
        ],
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
