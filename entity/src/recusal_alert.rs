//! Table `recusal_alert`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExpertId, NominationId, RecusalAlertId, RoundId},
    vocabulary::{AlertPhase, AlertState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal_alert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecusalAlertId,
    pub round_id: RoundId,
    pub nomination_id: NominationId,
    pub expert_id: ExpertId,
    /// Code of the kind of conflict.
    pub kind: String,
    pub severity: String,
    /// Per mille.
    pub confidence: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub evidence: Json,
    pub phase: AlertPhase,
    pub state: AlertState,
    /// The review that was frozen, where one was.
    pub review_assignment_id: Option<Uuid>,
    pub is_frozen: bool,
    pub found_at: DateTimeUtc,
    pub cleared_at: Option<DateTimeUtc>,
    pub handled_by: Option<String>,
    pub handled_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub handled_reason: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
