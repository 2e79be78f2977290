//! Table `template_preview`.

use sea_orm::entity::prelude::*;

use crate::ids::TemplatePreviewId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "template_preview")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TemplatePreviewId,
    pub kind: String,
    /// Version of the templates that were looked at.
    pub template_version: String,
    pub recipients: i32,
    pub previewed_by: String,
    pub previewed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
