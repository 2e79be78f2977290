//! Table `review_phase`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AggregateRunId, ReviewPhaseId, RoundId},
    vocabulary::ReviewPhaseState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_phase")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewPhaseId,
    pub round_id: RoundId,
    pub category: String,
    pub state: ReviewPhaseState,
    /// Fixed when the phase opens.
    pub is_calibrated: bool,
    pub opens_at: DateTimeUtc,
    /// The first instant that is too late.
    pub closes_at: DateTimeUtc,
    /// 32 bytes in hexadecimal, drawn when the phase opens.
    pub seed: Option<String>,
    /// SHA-256 of the seed, which stands in the audit chain from the opening on.
    pub seed_digest: Option<String>,
    pub opened_by: Option<String>,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTimeUtc>,
    /// The aggregate that counts.
    pub run_id: Option<AggregateRunId>,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
