//! Step 4: the pool of experts and what they published.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, boolean, date_null, integer_null, json_binary, string, string_null,
        string_uniq, text, text_null, timestamp_with_time_zone,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("expert");
        table
            .col(string_uniq("code"))
            .col(string("name"))
            .col(string_null("name_en"))
            .col(string("unit"))
            .col(string_null("title"))
            .col(json_binary("disciplines"))
            .col(json_binary("keywords"))
            .col(string_null("email"))
            .col(string_null("email_domain"))
            .col(string_null("orcid"))
            .col(boolean("is_academician"))
            .col(string_null("region"))
            .col(date_null("born_on"))
            .col(integer_null("max_load"))
            .col(json_binary("former_units"))
            .col(big_integer("version"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"));
        manager.create_table(table).await?;
        manager.create_index(index("expert", &["name"], false)).await?;

        let mut table = keyed_table("affiliation");
        table
            .col(string("person_ref"))
            .col(string("unit"))
            .col(integer_null("from_year"))
            .col(integer_null("to_year"));
        manager.create_table(table).await?;
        manager.create_index(index("affiliation", &["person_ref", "unit"], false)).await?;

        let mut table = keyed_table("publication");
        table
            .col(string_uniq("code"))
            .col(text("title"))
            .col(text_null("abstract_text"))
            .col(integer_null("year"))
            .col(string_null("venue"))
            .col(json_binary("authors"))
            .col(string_null("doi"))
            .col(json_binary("keywords"));
        manager.create_table(table).await?;

        let mut table = Table::create().table("authorship").to_owned();
        owned_by(&mut table, "publication_id", "publication");
        owned_by(&mut table, "expert_id", "expert");
        table.primary_key(Index::create().col("publication_id").col("expert_id"));
        manager.create_table(table).await?;
        manager.create_index(index("authorship", &["expert_id"], false)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["authorship", "publication", "affiliation", "expert"]).await
    }
}
