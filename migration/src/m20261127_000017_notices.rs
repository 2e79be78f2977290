//! Step 17: the way of a nomination after submission, publicities, and what people are told.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, integer, string, string_null, string_uniq, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        steps(manager).await?;
        publicities(manager).await?;
        notices(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["notice", "publicity_correction", "publicity_entry", "publicity", "nomination_step"];
        drop_tables(manager, &tables).await
    }
}

async fn steps(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("nomination_step");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("number"))
        .col(string("from_state"))
        .col(string("to_state"))
        .col(string("taken_by"))
        .col(timestamp_with_time_zone("taken_at"))
        .col(text_null("reason"))
        .col(string("clause"));
    manager.create_table(table).await?;
    manager.create_index(index("nomination_step", &["nomination_id", "number"], true)).await
}

async fn publicities(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("publicity");
    owned_by(&mut table, "round_id", "round");
    table
        .col(string("kind"))
        .col(string_uniq("number"))
        .col(text("title"))
        .col(text("notice"))
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone("closes_at"))
        .col(string("policy"))
        .col(big_integer("version"))
        .col(string("drafted_by"))
        .col(timestamp_with_time_zone("drafted_at"))
        .col(string_null("released_by"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(string_null("digest"));
    manager.create_table(table).await?;
    manager.create_index(index("publicity", &["round_id", "kind"], false)).await?;

    let mut table = keyed_table("publicity_entry");
    owned_by(&mut table, "publicity_id", "publicity");
    owned_by(&mut table, "nomination_id", "nomination");
    table
        .col(integer("position"))
        .col(big_integer("nomination_version"))
        .col(text("content"))
        .col(string("digest"));
    manager.create_table(table).await?;
    let columns = ["publicity_id", "position"];
    manager.create_index(index("publicity_entry", &columns, true)).await?;
    manager.create_index(index("publicity_entry", &["nomination_id"], false)).await?;

    let mut table = keyed_table("publicity_correction");
    owned_by(&mut table, "publicity_id", "publicity");
    table
        .col(uuid_null("entry_id"))
        .col(integer("number"))
        .col(text("text"))
        .col(text_null("content"))
        .col(string("drafted_by"))
        .col(timestamp_with_time_zone("drafted_at"))
        .col(string_null("released_by"))
        .col(timestamp_with_time_zone_null("released_at"));
    manager.create_table(table).await?;
    manager.create_index(index("publicity_correction", &["publicity_id", "number"], true)).await
}

async fn notices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("notice");
    table
        .col(string("kind"))
        .col(uuid_null("account_id"))
        .col(text_null("address"))
        .col(string("recipient"))
        .col(string("family"))
        .col(boolean("is_digest"))
        .col(string_null("caused_by"))
        .col(uuid_null("mail_id"))
        .col(uuid_null("superseded_by"))
        .col(string("subject"))
        .col(text("facts"))
        .col(string_null("link"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("read_at"));
    manager.create_table(table).await?;
    manager.create_index(index("notice", &["account_id", "created_at"], false)).await?;
    manager.create_index(index("notice", &["recipient", "subject"], false)).await?;
    manager.create_index(index("notice", &["mail_id"], false)).await
}
