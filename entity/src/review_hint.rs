//! Table `review_hint`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AggregateRunId, NominationId, ReviewAssignmentId, ReviewHintId},
    vocabulary::ReviewHintKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_hint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewHintId,
    pub run_id: AggregateRunId,
    pub assignment_id: Option<ReviewAssignmentId>,
    pub nomination_id: NominationId,
    pub kind: ReviewHintKind,
    #[sea_orm(column_type = "JsonBinary")]
    pub figures: Json,
    pub handled_by: Option<String>,
    pub handled_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
