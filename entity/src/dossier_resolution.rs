//! Table `dossier_resolution`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierResolutionId, RoundId, SocietyCharterId},
    vocabulary::CouncilBody,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_resolution")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierResolutionId,
    pub round_id: RoundId,
    pub society_code: String,
    pub body: CouncilBody,
    pub held_on: Date,
    pub members: i32,
    pub present: i32,
    pub in_favour: i32,
    pub against: i32,
    pub abstained: i32,
    pub recused: i32,
    #[sea_orm(column_type = "Text")]
    pub minutes: String,
    pub minutes_digest: String,
    pub minutes_attachment: Option<String>,
    pub is_carried: bool,
    pub charter_id: Option<SocietyCharterId>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
