//! Step 37: what was seen of a conflict when it was decided, who asked to take a bar back, and one alert for one bar.

use sea_orm_migration::{
    prelude::*,
    schema::{json_binary_null, string_null, text_null, timestamp_with_time_zone_null},
};

use crate::columns::index;

/// What an alert is told of, once in each phase.
const TOLD: [&str; 4] = ["nomination_id", "expert_id", "kind", "phase"];

/// Of alerts that two nodes told of one bar at once, one stays: an open one before those that are closed, since
/// somebody has yet to take care of it, and of equals the first.
const ONE_EACH: &str = "DELETE FROM recusal_alert WHERE EXISTS (\
     SELECT 1 FROM recusal_alert AS other \
     WHERE other.nomination_id = recusal_alert.nomination_id \
     AND other.expert_id = recusal_alert.expert_id \
     AND other.kind = recusal_alert.kind \
     AND other.phase = recusal_alert.phase \
     AND ((other.state = 'open' AND recusal_alert.state <> 'open') \
     OR ((other.state = 'open') = (recusal_alert.state = 'open') \
     AND other.id < recusal_alert.id)))";

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            // Empty in the rows that stand: what was seen of those was not kept, and they count as before.
            json_binary_null("seen"),
            json_binary_null("found_since"),
            string_null("reversal_asked_by"),
            timestamp_with_time_zone_null("reversal_asked_at"),
            text_null("reversal_asked_reason"),
        ];
        // One at a time: SQLite adds no more in a statement.
        for column in columns {
            let table = Table::alter().table("recusal_decision").add_column(column).take();
            manager.alter_table(table).await?;
        }
        manager.get_connection().execute_unprepared(ONE_EACH).await?;
        manager.create_index(index("recusal_alert", &TOLD, true)).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = Index::drop()
            .name(format!("ix_recusal_alert_{}", TOLD.join("_")))
            .table("recusal_alert")
            .to_owned();
        manager.drop_index(index).await?;
        for column in [
            "reversal_asked_reason",
            "reversal_asked_at",
            "reversal_asked_by",
            "found_since",
            "seen",
        ] {
            let table = Table::alter().table("recusal_decision").drop_column(column).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
