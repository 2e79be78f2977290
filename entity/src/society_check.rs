//! Table `society_check`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SocietyCheckId, SocietyId},
    vocabulary::CheckResult,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "society_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SocietyCheckId,
    pub society_id: SocietyId,
    pub year: i32,
    pub result: CheckResult,
    pub concluded_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
