//! Table `examination_batch`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExaminationBatchId, RoundId},
    vocabulary::{BatchAction, BatchState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "examination_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExaminationBatchId,
    pub round_id: RoundId,
    pub action: BatchAction,
    pub state: BatchState,
    /// Keys of the nominations, as JSON.
    #[sea_orm(column_type = "Text")]
    pub nominations: String,
    /// Numbers of those that could not be dealt with, each with the reason, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub left_out: Option<String>,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    /// Until then it can be undone; from then on it is carried out.
    pub effective_at: DateTimeUtc,
    pub ended_by: Option<String>,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
