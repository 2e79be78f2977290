//! Table `defence_file`.

use sea_orm::entity::prelude::*;

use crate::ids::{AgendaItemId, DefenceFileId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "defence_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DefenceFileId,
    pub item_id: AgendaItemId,
    pub number: i32,
    pub file_digest: String,
    pub name: String,
    pub size_bytes: i64,
    pub given_by: String,
    pub given_at: DateTimeUtc,
    pub is_late: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
