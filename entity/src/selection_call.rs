//! Table `selection_call`.

use sea_orm::entity::prelude::*;

use crate::ids::{RoundId, SelectionCallId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelectionCallId,
    pub round_id: RoundId,
    pub society_code: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub opens_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    pub expected: i32,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    pub version: i64,
    pub changed_by: String,
    pub changed_at: DateTimeUtc,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub earlier_decisions: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
