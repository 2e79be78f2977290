//! Table `result_release`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ResultReleaseId, RoundId},
    vocabulary::{ReleaseStage, ReleaseState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "result_release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultReleaseId,
    pub round_id: RoundId,
    pub stage: ReleaseStage,
    #[sea_orm(column_type = "JsonBinary")]
    pub categories: Json,
    pub title: String,
    pub state: ReleaseState,
    /// Keys of the meetings that it follows from.
    #[sea_orm(column_type = "JsonBinary")]
    pub meetings: Json,
    pub digest: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub counts: Json,
    pub drafted_by: String,
    pub drafted_at: DateTimeUtc,
    pub confirmed_count: Option<i32>,
    pub released_by: Option<String>,
    pub released_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
