//! Table `opinion`.

use sea_orm::entity::prelude::*;

use crate::ids::{AgendaItemId, OpinionId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "opinion")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OpinionId,
    pub item_id: AgendaItemId,
    #[sea_orm(column_type = "Text")]
    pub sealed_text: String,
    /// SHA-256 of the text, from the moment at which it is locked.
    pub digest: Option<String>,
    pub drafted_by: String,
    pub locked_at: Option<DateTimeUtc>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
