//! Table `review_sheet`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, ReviewPhaseId, ReviewSheetId},
    vocabulary::{SheetSource, SheetState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewSheetId,
    pub assignment_id: ReviewAssignmentId,
    pub phase_id: ReviewPhaseId,
    pub nomination_id: NominationId,
    pub expert_id: ExpertId,
    pub state: SheetState,
    pub is_skipped: bool,
    /// Points by criterion.
    #[sea_orm(column_type = "JsonBinary")]
    pub points: Json,
    /// Chosen words by criterion.
    #[sea_orm(column_type = "JsonBinary")]
    pub choices: Json,
    /// Reasons by criterion, sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_comments: Option<String>,
    /// Hundredths of a point; none until each criterion has its points.
    pub total: Option<i32>,
    pub source: SheetSource,
    pub first_saved_at: DateTimeUtc,
    pub saved_at: DateTimeUtc,
    pub submitted_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub void_reason: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
