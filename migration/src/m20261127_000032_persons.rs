//! Step 24: which records are one person, as two people confirm it, and every step on the way.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, json_binary, string, string_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("person_link");
        owned_by(&mut table, "round_id", "round");
        // The keys name records, not rows: `expert:…` by the pool's code, `person:…` by nomination, duty and
        // name, so that a dossier handed in anew keeps its links as long as the person's name stands in it.
        table
            .col(text("first_key"))
            .col(text("second_key"))
            .col(json_binary("first_side"))
            .col(json_binary("second_side"))
            .col(integer("probability"))
            .col(json_binary("reasons"))
            .col(json_binary("comparisons"))
            .col(string("facts_digest"))
            .col(string("state"))
            .col(string_null("first_by"))
            .col(timestamp_with_time_zone_null("first_at"))
            .col(big_integer("version"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"));
        manager.create_table(table).await?;
        manager.create_index(index("person_link", &["first_key", "second_key"], true)).await?;
        manager.create_index(index("person_link", &["round_id", "state"], false)).await?;

        let mut table = keyed_table("person_link_step");
        owned_by(&mut table, "link_id", "person_link");
        table
            .col(string("deed"))
            .col(string("state"))
            .col(string("done_by"))
            .col(timestamp_with_time_zone("done_at"))
            .col(text_null("reason"));
        manager.create_table(table).await?;
        manager.create_index(index("person_link_step", &["link_id"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["person_link_step", "person_link"]).await
    }
}
