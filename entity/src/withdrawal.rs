//! Table `withdrawal`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, WithdrawalId},
    vocabulary::WithdrawalState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "withdrawal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WithdrawalId,
    pub dossier_id: DossierId,
    pub state: WithdrawalState,
    /// Whether the dossier is to be written on and submitted again.
    pub is_replacement: bool,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    /// Whether the place went back to the society.
    pub is_place_free: Option<bool>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
