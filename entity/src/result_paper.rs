//! Table `result_paper`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ResultPaperId, ResultReleaseId},
    vocabulary::ResultPaperKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "result_paper")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResultPaperId,
    pub release_id: ResultReleaseId,
    pub kind: ResultPaperKind,
    pub document_number: String,
    pub dated: Date,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub file_digest: Option<String>,
    pub entered_by: String,
    pub entered_at: DateTimeUtc,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
