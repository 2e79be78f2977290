//! Table `submission`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, SubmissionId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "submission")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmissionId,
    pub dossier_id: DossierId,
    /// From 1: a dossier that was replaced is submitted again.
    pub attempt: i32,
    pub dossier_version: i64,
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub findings: String,
    #[sea_orm(column_type = "Text")]
    pub receipt: String,
    pub submitted_by: String,
    pub submitted_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
