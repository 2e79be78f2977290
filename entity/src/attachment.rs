//! Table `attachment`.

use sea_orm::entity::prelude::*;

use crate::ids::{AttachmentId, DossierId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttachmentId,
    pub dossier_id: DossierId,
    pub number: i32,
    pub name: String,
    pub digest: String,
    pub media_type: String,
    pub size_bytes: i64,
    pub pages: Option<i32>,
    #[sea_orm(column_type = "Text")]
    pub verdicts: String,
    pub uploaded_by: String,
    pub uploaded_at: DateTimeUtc,
    pub removed_by: Option<String>,
    pub removed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
