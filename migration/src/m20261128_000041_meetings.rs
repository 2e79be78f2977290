//! Step 41: panels, committees and the council, their meetings, opinions and ballots.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, json_binary, json_binary_null, string, string_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bodies(manager).await?;
        meetings(manager).await?;
        papers(manager).await?;
        ballots(manager).await?;
        ballot_papers(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "ballot_recount",
            "paper_entry",
            "ballot_paper",
            "ballot_roll",
            "ballot_line",
            "ballot",
            "opinion_signature",
            "opinion",
            "defence_file",
            "item_recusal",
            "attendance",
            "agenda_item",
            "review_meeting",
            "review_seat",
            "review_body",
        ];
        drop_tables(manager, &tables).await
    }
}

async fn bodies(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("review_body");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("kind"))
        .col(string_null("category"))
        .col(string_null("panel"))
        .col(string("name"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_body", &["round_id", "kind", "name"], true)).await?;

    let mut table = keyed_table("review_seat");
    owned_by(&mut table, "body_id", "review_body");
    table
        .col(uuid_null("account_id"))
        .col(uuid_null("expert_id"))
        .col(string("name"))
        .col(string("unit"))
        .col(string("duty"))
        .col(integer("number"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(text_null("ended_why"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_seat", &["body_id", "number"], true)).await?;
    manager.create_index(index("review_seat", &["body_id", "account_id"], true)).await?;
    manager.create_index(index("review_seat", &["account_id"], false)).await
}

async fn meetings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("review_meeting");
    owned_by(&mut table, "body_id", "review_body");
    table
        .col(string("stage"))
        .col(string("title"))
        .col(string("state"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(string("place"))
        .col(uuid_null("current_item"))
        .col(string_null("opened_by"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(string_null("closed_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(string_null("order_digest"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("review_meeting", &["body_id"], false)).await?;

    let mut table = keyed_table("agenda_item");
    owned_by(&mut table, "meeting_id", "review_meeting");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("position"))
        .col(string("state"))
        .col(timestamp_with_time_zone_null("slot_begins"))
        .col(integer("slot_minutes"))
        .col(string("defence"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("agenda_item", &["meeting_id", "nomination_id"], true)).await?;

    let mut table = keyed_table("attendance");
    owned_by(&mut table, "meeting_id", "review_meeting");
    owned_by(&mut table, "seat_id", "review_seat");
    table
        .col(timestamp_with_time_zone("entered_at"))
        .col(timestamp_with_time_zone_null("left_at"))
        .col(string("noted_by"));
    manager.create_table(table).await?;
    manager.create_index(index("attendance", &["meeting_id"], false)).await?;

    let mut table = keyed_table("item_recusal");
    owned_by(&mut table, "item_id", "agenda_item");
    owned_by(&mut table, "seat_id", "review_seat");
    table
        .col(string("source"))
        .col(text_null("sealed_reason"))
        .col(string("decided_by"))
        .col(timestamp_with_time_zone("decided_at"))
        .col(string_null("lifted_by"))
        .col(timestamp_with_time_zone_null("lifted_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("item_recusal", &["item_id", "seat_id"], true)).await
}

async fn papers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("defence_file");
    owned_by(&mut table, "item_id", "agenda_item");
    table
        .col(integer("number"))
        .col(string("file_digest"))
        .foreign_key(ForeignKey::create().from_col("file_digest").to("stored_file", "digest"))
        .col(string("name"))
        .col(big_integer("size_bytes"))
        .col(string("given_by"))
        .col(timestamp_with_time_zone("given_at"))
        .col(boolean("is_late"));
    manager.create_table(table).await?;
    manager.create_index(index("defence_file", &["item_id", "number"], true)).await?;

    let mut table = keyed_table("opinion");
    owned_by(&mut table, "item_id", "agenda_item");
    table
        .col(text("sealed_text"))
        .col(string_null("digest"))
        .col(string("drafted_by"))
        .col(timestamp_with_time_zone_null("locked_at"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("opinion", &["item_id"], true)).await?;

    let mut table = Table::create().table("opinion_signature").to_owned();
    owned_by(&mut table, "opinion_id", "opinion");
    owned_by(&mut table, "seat_id", "review_seat");
    table
        .col(string("answer"))
        .col(text_null("sealed_words"))
        .col(string("digest"))
        .col(timestamp_with_time_zone("signed_at"));
    table.primary_key(Index::create().col("opinion_id").col("seat_id"));
    manager.create_table(table).await
}

async fn ballots(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("ballot");
    owned_by(&mut table, "meeting_id", "review_meeting");
    table
        .col(string("title"))
        .col(string("category"))
        .col(string_null("grade"))
        .col(boolean("is_raise"))
        .col(string("variant"))
        .col(integer("turn"))
        .col(uuid_null("of_ballot"))
        .col(integer("cap"))
        .col(integer("places"))
        .col(json_binary("law"))
        .col(string("state"))
        .col(string_null("opened_by"))
        .col(timestamp_with_time_zone_null("opened_at"))
        .col(string_null("closed_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(string_null("roll_digest"))
        .col(text_null("sealed_key"))
        .col(json_binary_null("tally"))
        .col(string_null("tally_digest"))
        .col(big_integer("version"));
    manager.create_table(table).await?;
    manager.create_index(index("ballot", &["meeting_id"], false)).await?;

    let mut table = Table::create().table("ballot_line").to_owned();
    owned_by(&mut table, "ballot_id", "ballot");
    table.col(integer("number")).col(uuid("item_id")).col(uuid("nomination_id"));
    table.primary_key(Index::create().col("ballot_id").col("number"));
    manager.create_table(table).await?;

    let mut table = Table::create().table("ballot_roll").to_owned();
    owned_by(&mut table, "ballot_id", "ballot");
    owned_by(&mut table, "seat_id", "review_seat");
    table
        .col(boolean("is_present"))
        .col(json_binary("recused"))
        .col(boolean("has_cast"))
        .col(timestamp_with_time_zone_null("cast_at"));
    table.primary_key(Index::create().col("ballot_id").col("seat_id"));
    manager.create_table(table).await
}

async fn ballot_papers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("ballot_paper");
    owned_by(&mut table, "ballot_id", "ballot");
    table
        .col(uuid_null("seat_id"))
        .col(text("sealed_marks"))
        .col(string_null("digest"))
        .col(string("validity"))
        .col(string("source"))
        .col(string_null("entered_by"));
    manager.create_table(table).await?;
    manager.create_index(index("ballot_paper", &["ballot_id", "seat_id"], true)).await?;

    let mut table = keyed_table("paper_entry");
    owned_by(&mut table, "ballot_id", "ballot");
    table
        .col(uuid_null("seat_id"))
        .col(string("slip"))
        .col(text("sealed_marks"))
        .col(string("entered_by"))
        .col(timestamp_with_time_zone("entered_at"));
    manager.create_table(table).await?;
    manager.create_index(index("paper_entry", &["ballot_id", "slip", "entered_by"], true)).await?;

    let mut table = keyed_table("ballot_recount");
    owned_by(&mut table, "ballot_id", "ballot");
    table
        .col(string("digest"))
        .col(boolean("is_equal"))
        .col(string("done_by"))
        .col(timestamp_with_time_zone("done_at"));
    manager.create_table(table).await?;
    manager.create_index(index("ballot_recount", &["ballot_id"], false)).await
}
