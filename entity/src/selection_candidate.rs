//! Table `selection_candidate`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, SelectionCallId, SelectionCandidateId},
    vocabulary::SelectionOutcome,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_candidate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelectionCandidateId,
    pub call_id: SelectionCallId,
    pub key: String,
    pub position: i32,
    pub dossier_id: Option<DossierId>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub outcome: Option<SelectionOutcome>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
