//! Table `recusal_decision`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExpertId, NominationId, RecusalDecisionId},
    vocabulary::{RecusalDecisionState, RecusalOutcome},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "recusal_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RecusalDecisionId,
    pub nomination_id: NominationId,
    pub expert_id: ExpertId,
    /// Code of the kind of conflict.
    pub kind: String,
    pub outcome: RecusalOutcome,
    pub state: RecusalDecisionState,
    /// Nomination, expert and kind while the decision stands; one decision stands at a time.
    #[sea_orm(unique)]
    pub standing: Option<String>,
    /// What the engine said then.
    pub severity: String,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub decided_by: String,
    pub decided_at: DateTimeUtc,
    pub agreed_by: Option<String>,
    pub agreed_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub agreed_reason: Option<String>,
    /// What was seen of the finding, of a decision that takes weight from it: it settles nothing stronger.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub seen: Option<Json>,
    /// What had come to it when the decision was outgrown.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub found_since: Option<Json>,
    /// Who asked to take a bar back; a second person answers.
    pub reversal_asked_by: Option<String>,
    pub reversal_asked_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reversal_asked_reason: Option<String>,
    pub reversed_by: Option<String>,
    pub reversed_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub reversed_reason: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
