//! Step 1: accounts, what they may, and their sessions.

use sea_orm_migration::{
    prelude::*,
    schema::{
        binary, boolean, integer, string, string_null, string_uniq, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("account");
        table
            .col(string_uniq("username"))
            .col(string("display_name"))
            .col(string("password_hash"))
            .col(boolean("is_disabled"))
            .col(timestamp_with_time_zone("created_at"));
        manager.create_table(table).await?;

        let mut table = keyed_table("role_grant");
        owned_by(&mut table, "account_id", "account");
        table
            .col(string("role"))
            .col(string_null("society_code"))
            .col(timestamp_with_time_zone("granted_at"))
            .col(string("granted_by"));
        manager.create_table(table).await?;
        manager.create_index(index("role_grant", &["account_id"], false)).await?;

        let mut table = Table::create().table("sign_in_attempt").to_owned();
        table
            .col(string("name_digest").primary_key())
            .col(integer("misses"))
            .col(timestamp_with_time_zone_null("locked_until"))
            .col(timestamp_with_time_zone("last_at"));
        manager.create_table(table).await?;
        manager.create_index(index("sign_in_attempt", &["last_at"], false)).await?;

        let mut table = Table::create().table("session").to_owned();
        table
            .col(string("id").primary_key())
            .col(binary("data"))
            .col(timestamp_with_time_zone("expires_at"));
        manager.create_table(table).await?;
        manager.create_index(index("session", &["expires_at"], false)).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["session", "sign_in_attempt", "role_grant", "account"]).await
    }
}
