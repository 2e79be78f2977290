//! Table `library_entry`.

use sea_orm::entity::prelude::*;

use crate::{ids::LibraryEntryId, vocabulary::LibraryKind};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "library_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LibraryEntryId,
    pub kind: LibraryKind,
    pub title: String,
    pub title_en: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub society_code: Option<String>,
    pub published_by: String,
    pub published_at: DateTimeUtc,
    pub withdrawn_by: Option<String>,
    pub withdrawn_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub withdrawal_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
