//! Table `result_fall`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, ResultFallId},
    vocabulary::{FallKind, FallState, NominationState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "result_fall")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultFallId,
    pub nomination_id: NominationId,
    pub kind: FallKind,
    pub state: FallState,
    pub to_state: NominationState,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub document_number: Option<String>,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
