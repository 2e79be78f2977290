//! Table `selection_score`.

use sea_orm::entity::prelude::*;

use crate::ids::{SelectionCallId, SelectionScoreId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelectionScoreId,
    pub call_id: SelectionCallId,
    pub candidate_key: String,
    pub expert_key: String,
    #[sea_orm(column_type = "Text")]
    pub points: String,
    pub recusal: Option<String>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
