//! Table `upload`.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, AttachmentId, DossierId, UploadId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    pub dossier_id: DossierId,
    pub account_id: AccountId,
    pub name: String,
    pub media_type: String,
    pub sha256: Option<String>,
    pub replaces: Option<i32>,
    pub length: i64,
    pub offset: i64,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub attachment_id: Option<AttachmentId>,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
