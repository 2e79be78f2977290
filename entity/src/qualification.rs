//! Table `qualification`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{QualificationId, SocietyId},
    vocabulary::QualificationState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QualificationId,
    pub society_id: SocietyId,
    pub state: QualificationState,
    pub criteria_version: String,
    pub renews: Option<QualificationId>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub held_as: Option<QualificationState>,
    pub appealed_from: Option<QualificationState>,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
