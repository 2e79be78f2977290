//! Step 18: the formal examination: verdicts, corrections, batches; the round's time for corrections.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, date, date_null, integer, string, string_null, string_uniq,
        text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        examinations(manager).await?;
        corrections(manager).await?;
        batches(manager).await?;
        register(manager).await?;
        let mut days = ColumnDef::new("correction_days");
        days.integer().not_null().default(0);
        let table = Table::alter().table("round_timetable").add_column(days).take();
        manager.alter_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table("round_timetable").drop_column("correction_days").take();
        manager.alter_table(table).await?;
        let tables = [
            "integrity_record",
            "examination_batch",
            "dossier_unlock",
            "examination_correction",
            "examination_verdict",
            "examination",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn examinations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("examination");
    owned_by(&mut table, "round_id", "round");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("attempt"))
        .col(string("standing"))
        .col(integer("open_items"))
        .col(integer("failing_items"))
        .col(text("findings"))
        .col(big_integer_null("dossier_version"))
        .col(big_integer("version"))
        .col(string("opened_by"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(string_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(timestamp_with_time_zone("updated_at"));
    manager.create_table(table).await?;
    manager.create_index(index("examination", &["nomination_id"], true)).await?;
    manager.create_index(index("examination", &["round_id", "standing"], false)).await?;

    let mut table = keyed_table("examination_verdict");
    owned_by(&mut table, "examination_id", "examination");
    table
        .col(integer("attempt"))
        .col(string("rule"))
        .col(integer("turn"))
        .col(string("ruling"))
        .col(text_null("reason"))
        .col(text_null("fix"))
        .col(string_null("address"))
        .col(string("given_by"))
        .col(timestamp_with_time_zone("given_at"));
    manager.create_table(table).await?;
    let columns = ["examination_id", "attempt", "rule", "turn"];
    manager.create_index(index("examination_verdict", &columns, true)).await
}

async fn corrections(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("examination_correction");
    owned_by(&mut table, "examination_id", "examination");
    table
        .col(text("note"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone("due_at"))
        .col(text_null("extension_reason"))
        .col(string_null("extended_by"))
        .col(big_integer("before_version"))
        .col(big_integer_null("after_version"))
        .col(string_null("answered_by"))
        .col(timestamp_with_time_zone_null("answered_at"));
    manager.create_table(table).await?;
    manager.create_index(index("examination_correction", &["examination_id"], true)).await?;

    let mut table = keyed_table("dossier_unlock");
    owned_by(&mut table, "dossier_id", "dossier");
    table.col(string("address")).col(timestamp_with_time_zone("until"));
    manager.create_table(table).await?;
    manager.create_index(index("dossier_unlock", &["dossier_id", "address"], true)).await
}

async fn batches(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("examination_batch");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("action"))
        .col(string("state"))
        .col(text("nominations"))
        .col(text_null("left_out"))
        .col(string("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone("effective_at"))
        .col(string_null("ended_by"))
        .col(timestamp_with_time_zone_null("ended_at"));
    manager.create_table(table).await?;
    manager.create_index(index("examination_batch", &["state", "effective_at"], false)).await
}

async fn register(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("integrity_record");
    table
        .col(string_uniq("key"))
        .col(string_null("fingerprint"))
        .col(string("name"))
        .col(string_null("unit"))
        .col(string_null("credit_code"))
        .col(string("what_zh"))
        .col(string("what_en"))
        .col(date("from_day"))
        .col(date_null("until_day"))
        .col(text("basis"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    manager.create_index(index("integrity_record", &["fingerprint"], false)).await?;
    manager.create_index(index("integrity_record", &["name"], false)).await
}
