//! Step 20: the outbox, addresses, reminders, and the personal calendar.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, date_null, integer, string, string_null, string_uniq, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        outbox(manager).await?;
        reminders(manager).await?;
        of_accounts(manager).await?;
        // Who acted on a thing is asked before a decision about it is sent.
        manager.create_index(index("audit_record", &["subject"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["calendar_token", "mail_address", "reminder", "template_preview", "notice_mail"];
        drop_tables(manager, &tables).await?;
        let index = Index::drop().name("ix_audit_record_subject").table("audit_record").to_owned();
        manager.drop_index(index).await
    }
}

async fn outbox(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("notice_mail");
    table
        .col(string("recipient"))
        .col(uuid_null("account_id"))
        .col(string("kind"))
        .col(date_null("day"))
        .col(string("subject"))
        .col(string("state"))
        .col(string_null("caused_by"))
        .col(string_null("held_by"))
        .col(string_null("released_by"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("next_at"))
        .col(timestamp_with_time_zone_null("claimed_until"))
        .col(string_null("last_error"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .col(big_integer("version"))
        .col(timestamp_with_time_zone("created_at"));
    manager.create_table(table).await?;
    // One digest a person a day, whichever node composes it; rows without a day are not compared.
    manager.create_index(index("notice_mail", &["account_id", "day"], true)).await?;
    manager.create_index(index("notice_mail", &["state", "next_at"], false)).await?;

    let mut table = keyed_table("template_preview");
    table
        .col(string("kind"))
        .col(string("template_version"))
        .col(integer("recipients"))
        .col(string("previewed_by"))
        .col(timestamp_with_time_zone("previewed_at"));
    manager.create_table(table).await?;
    let columns = ["kind", "template_version"];
    manager.create_index(index("template_preview", &columns, true)).await
}

async fn reminders(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = keyed_table("reminder");
    table
        .col(string("subject"))
        .col(string("kind"))
        .col(string("recipient"))
        .col(string("to_kind"))
        .col(text("to_value"))
        .col(text("facts"))
        .col(string_null("link"))
        .col(timestamp_with_time_zone("due_at"))
        .col(timestamp_with_time_zone_null("next_at"))
        .col(integer("told"))
        .col(timestamp_with_time_zone_null("stopped_at"))
        .col(timestamp_with_time_zone("created_at"));
    manager.create_table(table).await?;
    // Two kinds about one thing stand side by side: neither may suppress the other.
    let columns = ["subject", "kind", "recipient"];
    manager.create_index(index("reminder", &columns, true)).await?;
    manager.create_index(index("reminder", &["next_at"], false)).await
}

/// A table of which every account has one row at most.
fn table_of_accounts(name: &'static str) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name).col(uuid("account_id").primary_key()).foreign_key(
        ForeignKey::create()
            .from_col("account_id")
            .to("account", "id")
            .on_delete(ForeignKeyAction::Cascade),
    );
    table.take()
}

async fn of_accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut table = table_of_accounts("mail_address");
    table
        .col(text_null("address"))
        .col(string_null("language"))
        .col(timestamp_with_time_zone_null("bounced_at"))
        .col(big_integer("version"))
        .col(string("set_by"))
        .col(timestamp_with_time_zone("set_at"));
    manager.create_table(table).await?;

    let mut table = table_of_accounts("calendar_token");
    table.col(string_uniq("digest")).col(timestamp_with_time_zone("made_at"));
    manager.create_table(table).await
}
