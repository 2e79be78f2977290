//! Table `result_bundle`.

use sea_orm::entity::prelude::*;

use crate::ids::{ResultBundleId, ResultReleaseId, RoundId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "result_bundle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultBundleId,
    pub round_id: RoundId,
    pub number: i32,
    pub release_id: ResultReleaseId,
    pub body_digest: String,
    pub file_digest: String,
    pub made_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
