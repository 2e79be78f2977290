//! Table `quota_appeal`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QuotaAppealId, QuotaProposalId},
    vocabulary::AppealState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_appeal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaAppealId,
    pub proposal_id: QuotaProposalId,
    pub society_code: String,
    #[sea_orm(column_type = "Text")]
    pub ground: String,
    pub wanted: i32,
    pub state: AppealState,
    pub filed_by: String,
    pub filed_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub places_before: i32,
    pub places_after: Option<i32>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
