//! Step 3: rounds with their rule sets and categories, and nominations with all that belongs to them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, integer, integer_null, integer_uniq, json_binary, string, string_null, text,
        text_null, timestamp_with_time_zone,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("rule_set");
        table
            .col(string("name"))
            .col(string("digest"))
            .col(text("content"))
            .col(timestamp_with_time_zone("created_at"));
        manager.create_table(table).await?;
        manager.create_index(index("rule_set", &["name", "digest"], true)).await?;

        let mut table = keyed_table("round");
        owned_by(&mut table, "rule_set_id", "rule_set");
        table
            .col(integer_uniq("year"))
            .col(string("name"))
            .col(string("state"))
            .col(timestamp_with_time_zone("created_at"));
        manager.create_table(table).await?;

        let mut table = keyed_table("category");
        owned_by(&mut table, "round_id", "round");
        table
            .col(string("code"))
            .col(string("name"))
            .col(string("name_en"))
            .col(integer("position"));
        manager.create_table(table).await?;
        manager.create_index(index("category", &["round_id", "code"], true)).await?;

        let mut table = keyed_table("nomination");
        owned_by(&mut table, "round_id", "round");
        table
            .col(string("number"))
            .col(text("title"))
            .col(text_null("abstract_text"))
            .col(json_binary("keywords"))
            .col(json_binary("disciplines"))
            .col(string_null("category"))
            .col(string_null("grade"))
            .col(string_null("panel"))
            .col(string_null("nominator"))
            .col(string_null("nominator_type"))
            .col(string_null("society_code"))
            .col(json_binary("excluded_experts"))
            .col(string("state"))
            .col(big_integer("version"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("updated_at"));
        manager.create_table(table).await?;
        manager.create_index(index("nomination", &["round_id", "number"], true)).await?;

        let mut table = keyed_table("nomination_person");
        owned_by(&mut table, "nomination_id", "nomination");
        table
            .col(integer("rank"))
            .col(string("name"))
            .col(string_null("unit"))
            .col(string_null("work_unit"))
            .col(string_null("email"))
            .col(string_null("orcid"))
            .col(string_null("title"))
            .col(string_null("post"))
            .col(string("role"));
        manager.create_table(table).await?;
        manager
            .create_index(index("nomination_person", &["nomination_id", "role", "rank"], true))
            .await?;
        manager.create_index(index("nomination_person", &["name"], false)).await?;

        let mut table = keyed_table("nomination_unit");
        owned_by(&mut table, "nomination_id", "nomination");
        table.col(integer("rank")).col(string("name"));
        manager.create_table(table).await?;
        manager.create_index(index("nomination_unit", &["nomination_id", "rank"], true)).await?;

        let mut table = keyed_table("nomination_paper");
        owned_by(&mut table, "nomination_id", "nomination");
        table
            .col(integer("rank"))
            .col(text("title"))
            .col(json_binary("authors"))
            .col(integer_null("year"))
            .col(string_null("doi"));
        manager.create_table(table).await?;
        manager.create_index(index("nomination_paper", &["nomination_id", "rank"], true)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "nomination_paper",
                "nomination_unit",
                "nomination_person",
                "nomination",
                "category",
                "round",
                "rule_set",
            ],
        )
        .await
    }
}
