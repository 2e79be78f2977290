//! Table `record_dispute`.

use sea_orm::entity::prelude::*;

use crate::{ids::RecordDisputeId, vocabulary::DisputeState};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "record_dispute")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecordDisputeId,
    pub society_code: String,
    pub round_year: i32,
    pub indicator: String,
    pub case_ref: Option<String>,
    pub measure: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub claim: String,
    pub claimed_value: Option<i32>,
    pub state: DisputeState,
    pub filed_by: String,
    pub filed_at: DateTimeUtc,
    pub due_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub corrections: Option<Json>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
