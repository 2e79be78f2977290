//! Step 35: funded projects, patents and theses, and who of the pool had a part in them.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null, json_binary, string, string_null, text, uuid_null},
};

use crate::columns::{drop_tables, index, keyed_table, owned_by};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = keyed_table("shared_work");
        table
            .col(string("kind"))
            .col(string("code"))
            .col(uuid_null("nomination_id"))
            .foreign_key(
                ForeignKey::create()
                    .from_col("nomination_id")
                    .to("nomination", "id")
                    .on_delete(ForeignKeyAction::Cascade),
            )
            .col(text("title"))
            .col(json_binary("names"))
            .col(string_null("student"))
            .col(string_null("unit"))
            .col(integer_null("from_year"))
            .col(integer_null("to_year"));
        manager.create_table(table).await?;
        manager.create_index(index("shared_work", &["kind", "code"], false)).await?;

        let mut table = Table::create().table("shared_work_expert").to_owned();
        owned_by(&mut table, "work_id", "shared_work");
        owned_by(&mut table, "expert_id", "expert");
        table.col(boolean("is_student"));
        table.primary_key(Index::create().col("work_id").col("expert_id"));
        manager.create_table(table).await?;
        manager.create_index(index("shared_work_expert", &["expert_id"], false)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["shared_work_expert", "shared_work"]).await
    }
}
