//! Step 2: what the rounds stand on: societies, disciplines, units.

use sea_orm_migration::{
    prelude::*,
    schema::{small_integer, string, string_null, string_uniq},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("society");
        table
            .col(string_uniq("code"))
            .col(string("name"))
            .col(string_null("name_en"))
            .col(string_null("discipline_group"))
            .col(string_null("status"));
        manager.create_table(table).await?;

        let mut table = Table::create().table("discipline").to_owned();
        table
            .col(string("code").primary_key())
            .col(string("name"))
            .col(small_integer("level"))
            .col(string_null("parent_code"));
        manager.create_table(table).await?;

        let mut table = keyed_table("unit");
        table.col(string_uniq("name")).col(string_null("parent_name"));
        manager.create_table(table).await?;

        let mut table = keyed_table("unit_alias");
        owned_by(&mut table, "unit_id", "unit");
        table.col(string("alias"));
        manager.create_table(table).await?;
        manager.create_index(index("unit_alias", &["unit_id", "alias"], true)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["unit_alias", "unit", "discipline", "society"]).await
    }
}
