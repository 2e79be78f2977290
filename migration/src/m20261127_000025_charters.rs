//! Step 25: the charters of societies, and by which of them a resolution of a council was judged.

use sea_orm_migration::{
    prelude::*,
    schema::{
        boolean, date, integer, string, string_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables of resolutions; without a charter one was judged by the model charter.
const JUDGED: [&str; 2] = ["dossier_resolution", "council_resolution"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("society_charter");
        owned_by(&mut table, "society_id", "society");
        table
            .col(integer("number"))
            .col(date("valid_from"))
            .col(text("clause"))
            .col(integer("quorum_numerator"))
            .col(integer("quorum_denominator"))
            .col(boolean("quorum_is_exclusive"))
            .col(integer("threshold_numerator"))
            .col(integer("threshold_denominator"))
            .col(boolean("threshold_is_exclusive"))
            .col(string("base"))
            .col(boolean("counts_abstained"))
            .col(boolean("counts_recused"))
            .col(string("entered_by"))
            .col(timestamp_with_time_zone("entered_at"))
            .col(string_null("confirmed_by"))
            .col(timestamp_with_time_zone_null("confirmed_at"));
        manager.create_table(table).await?;
        manager.create_index(index("society_charter", &["society_id", "number"], true)).await?;
        for table in JUDGED {
            let table = Table::alter().table(table).add_column(uuid_null("charter_id")).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in JUDGED {
            let table = Table::alter().table(table).drop_column("charter_id").take();
            manager.alter_table(table).await?;
        }
        drop_tables(manager, &["society_charter"]).await
    }
}
