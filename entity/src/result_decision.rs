//! Table `result_decision`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{BallotId, NominationId, ResultDecisionId, ResultReleaseId},
    vocabulary::{AwardGrade, DecisionOutcome},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "result_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultDecisionId,
    pub release_id: ResultReleaseId,
    pub nomination_id: NominationId,
    pub outcome: DecisionOutcome,
    pub grade_nominated: Option<AwardGrade>,
    pub grade: Option<AwardGrade>,
    pub ballot_id: Option<BallotId>,
    pub votes: Option<i32>,
    pub present: Option<i32>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub people: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub units: Option<Json>,
    #[sea_orm(column_type = "Text", nullable)]
    pub basis: Option<String>,
    /// The decision that this one corrects.
    pub reverses: Option<ResultDecisionId>,
    pub is_final: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
