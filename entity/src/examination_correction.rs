//! Table `examination_correction`.

use sea_orm::entity::prelude::*;

use crate::ids::{ExaminationCorrectionId, ExaminationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "examination_correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExaminationCorrectionId,
    #[sea_orm(unique)]
    pub examination_id: ExaminationId,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    /// First instant that is too late.
    pub due_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub extension_reason: Option<String>,
    pub extended_by: Option<String>,
    pub before_version: i64,
    pub after_version: Option<i64>,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
