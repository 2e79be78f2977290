//! Table `stage_item`.

use sea_orm::entity::prelude::*;

use crate::{ids::TaskbookId, vocabulary::TaskbookStage};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "stage_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub taskbook_id: TaskbookId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub stage: TaskbookStage,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    #[sea_orm(column_type = "Text")]
    pub evidence: String,
    pub ticked_by: String,
    pub ticked_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
