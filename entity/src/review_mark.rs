//! Table `review_mark`.

use sea_orm::entity::prelude::*;

use crate::ids::{ReviewAssignmentId, ReviewMarkId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewMarkId,
    pub assignment_id: ReviewAssignmentId,
    /// Key of the document within the dossier.
    pub document: String,
    /// From 1.
    pub page: i32,
    #[sea_orm(column_type = "Text")]
    pub sealed_text: String,
    pub color: String,
    pub saved_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
