//! Table `redacted_copy`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, RedactedCopyId},
    vocabulary::RedactionState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "redacted_copy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RedactedCopyId,
    pub nomination_id: NominationId,
    pub number: i32,
    /// SHA-256 of what it was made from.
    pub base_digest: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub spans: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub files: Json,
    pub state: RedactionState,
    pub made_by: String,
    pub made_at: DateTimeUtc,
    pub checked_by: Option<String>,
    pub checked_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
