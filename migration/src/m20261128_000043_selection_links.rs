//! Step 43: personal links by which a society's own experts score.

use sea_orm_migration::{
    prelude::*,
    schema::{string, timestamp_with_time_zone, timestamp_with_time_zone_null},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("selection_link");
        owned_by(&mut table, "call_id", "selection_call");
        table
            .col(string("expert_key"))
            .col(string("token_digest"))
            .col(string("issued_by"))
            .col(timestamp_with_time_zone("issued_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("opened_at"))
            .col(timestamp_with_time_zone_null("handed_in_at"))
            .col(timestamp_with_time_zone_null("revoked_at"));
        manager.create_table(table).await?;
        manager.create_index(index("selection_link", &["call_id"], false)).await?;
        manager.create_index(index("selection_link", &["token_digest"], true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["selection_link"]).await
    }
}
