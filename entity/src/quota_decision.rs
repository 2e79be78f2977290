//! Table `quota_decision`.

use sea_orm::entity::prelude::*;

use crate::ids::{QuotaDecisionId, QuotaProposalId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaDecisionId,
    pub proposal_id: QuotaProposalId,
    pub society_code: String,
    pub society: String,
    pub discipline_group: String,
    pub previous: i32,
    pub proposed: i32,
    pub decided: i32,
    pub band: String,
    pub score: i64,
    pub low: i64,
    pub high: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub outcome: Json,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
