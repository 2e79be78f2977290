//! Table `quota_scenario`.

use sea_orm::entity::prelude::*;

use crate::ids::{QuotaPolicyId, QuotaScenarioId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_scenario")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaScenarioId,
    pub policy_id: QuotaPolicyId,
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub content: Option<String>,
    pub total: i32,
    pub rounds: Option<i32>,
    pub compared_with: Option<QuotaPolicyId>,
    #[sea_orm(column_type = "JsonBinary")]
    pub summary: Json,
    pub author: String,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
