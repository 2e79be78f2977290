//! Table `quota_proposal`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QuotaPolicyId, QuotaProposalId},
    vocabulary::ProposalState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_proposal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaProposalId,
    pub policy_id: QuotaPolicyId,
    pub year: i32,
    pub total: i32,
    pub held: i32,
    pub state: ProposalState,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub history: Json,
    pub input_digest: String,
    pub output_digest: String,
    pub engine_version: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub summary: Json,
    pub proposed_by: String,
    pub proposed_at: DateTimeUtc,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub published_by: Option<String>,
    pub published_at: Option<DateTimeUtc>,
    pub appeals_until: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
