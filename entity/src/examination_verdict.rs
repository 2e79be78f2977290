//! Table `examination_verdict`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ExaminationId, ExaminationVerdictId},
    vocabulary::ExaminationRuling,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "examination_verdict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ExaminationVerdictId,
    pub examination_id: ExaminationId,
    pub attempt: i32,
    pub rule: String,
    /// 1 for the first examiner, 2 for the second, 3 for whom decides between them.
    pub turn: i32,
    pub ruling: ExaminationRuling,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub fix: Option<String>,
    pub address: Option<String>,
    pub given_by: String,
    pub given_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
