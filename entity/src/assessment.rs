//! Table `assessment`.

use sea_orm::entity::prelude::*;

use crate::ids::AssessmentId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AssessmentId,
    pub year: i32,
    pub assessor: String,
    pub seed: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub frame: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub sample: Json,
    pub frame_digest: String,
    pub sample_digest: String,
    pub drawn_by: String,
    pub drawn_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub report: Option<String>,
    pub reported_by: Option<String>,
    pub reported_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
