//! Step 10: supervision: taskbooks, meetings, assessments, disclosure, the library.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date, integer, integer_null, json_binary, string, string_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        taskbooks(manager).await?;
        meetings_and_assessments(manager).await?;
        publications(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "library_entry",
                "disclosure",
                "assessment_finding",
                "assessment",
                "action_item",
                "supervision_meeting",
                "stage_item",
                "taskbook_signature",
                "council_resolution",
                "taskbook_report",
                "taskbook",
            ],
        )
        .await
    }
}

async fn taskbooks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("taskbook");
    table
        .col(string("number"))
        .col(string("kind"))
        .col(string("society_code"))
        .col(string("title"))
        .col(integer("round_year"))
        .col(string("department"))
        .col(string_null("department_account"))
        .col(string("cast_unit"))
        .col(string("leader_name"))
        .col(string("leader_post"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(json_binary("content"))
        .col(string("content_digest"))
        .col(string("state"))
        .col(string("stage"))
        .col(text_null("state_reason"))
        .col(big_integer("version"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"));
    manager.create_table(table).await?;
    manager.create_index(index("taskbook", &["number"], true)).await?;
    manager.create_index(index("taskbook", &["society_code"], false)).await?;
    let mut table = keyed_table("taskbook_report");
    owned_by(&mut table, "taskbook_id", "taskbook");
    table
        .col(string("item"))
        .col(string("code"))
        .col(big_integer("value"))
        .col(text("evidence"))
        .col(string("reported_by"))
        .col(timestamp_with_time_zone("reported_at"));
    manager.create_table(table).await?;
    let mut table = keyed_table("council_resolution");
    owned_by(&mut table, "taskbook_id", "taskbook");
    table
        .col(string("body"))
        .col(date("held_on"))
        .col(integer("members"))
        .col(integer("present"))
        .col(integer("in_favour"))
        .col(integer("against"))
        .col(integer("abstained"))
        .col(integer("recused"))
        .col(string("leader_name"))
        .col(string("leader_post"))
        .col(text("minutes"))
        .col(string("minutes_digest"))
        .col(boolean("is_carried"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"));
    manager.create_table(table).await?;
    let mut table = keyed_table("taskbook_signature");
    owned_by(&mut table, "taskbook_id", "taskbook");
    table
        .col(string("party"))
        .col(string("signer"))
        .col(string("signer_name"))
        .col(string("content_digest"))
        .col(timestamp_with_time_zone("signed_at"))
        .col(timestamp_with_time_zone_null("voided_at"));
    manager.create_table(table).await?;
    let mut table = Table::create().table("stage_item").to_owned();
    owned_by(&mut table, "taskbook_id", "taskbook");
    table
        .col(string("code"))
        .col(string("stage"))
        .col(text("note"))
        .col(text("evidence"))
        .col(string("ticked_by"))
        .col(timestamp_with_time_zone("ticked_at"));
    table.primary_key(Index::create().col("taskbook_id").col("code"));
    manager.create_table(table).await?;
    Ok(())
}

async fn meetings_and_assessments(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("supervision_meeting");
    table
        .col(string("title"))
        .col(timestamp_with_time_zone("held_at"))
        .col(string("place"))
        .col(uuid_null("taskbook_id"))
        .col(json_binary("society_codes"))
        .col(json_binary("participants"))
        .col(text("minutes"))
        .col(big_integer("version"))
        .col(string("created_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("updated_at"));
    manager.create_table(table).await?;
    let mut table = keyed_table("action_item");
    owned_by(&mut table, "meeting_id", "supervision_meeting");
    table
        .col(integer("position"))
        .col(text("text"))
        .col(string("owner"))
        .col(string_null("society_code"))
        .col(date("due_on"))
        .col(timestamp_with_time_zone_null("done_at"))
        .col(string_null("done_by"))
        .col(text_null("done_note"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    let mut table = keyed_table("assessment");
    table
        .col(integer("year"))
        .col(string("assessor"))
        .col(string("seed"))
        .col(json_binary("frame"))
        .col(json_binary("sample"))
        .col(string("frame_digest"))
        .col(string("sample_digest"))
        .col(string("drawn_by"))
        .col(timestamp_with_time_zone("drawn_at"))
        .col(text_null("report"))
        .col(string_null("reported_by"))
        .col(timestamp_with_time_zone_null("reported_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("assessment", &["year"], true)).await?;
    let mut table = keyed_table("assessment_finding");
    owned_by(&mut table, "assessment_id", "assessment");
    table
        .col(string("society_code"))
        .col(string("aspect"))
        .col(string("grade"))
        .col(integer_null("satisfaction"))
        .col(text("text"))
        .col(string("recorded_by"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text_null("reply"))
        .col(string_null("replied_by"))
        .col(timestamp_with_time_zone_null("replied_at"));
    manager.create_table(table).await?;
    Ok(())
}

async fn publications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("disclosure");
    table
        .col(string("society_code"))
        .col(uuid_null("taskbook_id"))
        .col(string("kind"))
        .col(string("title"))
        .col(string_null("title_en"))
        .col(text("body"))
        .col(text_null("link"))
        .col(string("published_by"))
        .col(timestamp_with_time_zone("published_at"))
        .col(string_null("withdrawn_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(text_null("withdrawal_reason"));
    manager.create_table(table).await?;
    manager.create_index(index("disclosure", &["society_code"], false)).await?;
    let mut table = keyed_table("library_entry");
    table
        .col(string("kind"))
        .col(string("title"))
        .col(string_null("title_en"))
        .col(text("body"))
        .col(string_null("society_code"))
        .col(string("published_by"))
        .col(timestamp_with_time_zone("published_at"))
        .col(string_null("withdrawn_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(text_null("withdrawal_reason"));
    manager.create_table(table).await?;
    Ok(())
}
