//! Table `outcome_fact`.

use sea_orm::entity::prelude::*;

use crate::ids::OutcomeFactId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outcome_fact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutcomeFactId,
    pub society_code: String,
    pub round_year: i32,
    pub case_ref: String,
    #[sea_orm(column_type = "Text")]
    pub case_title: String,
    pub measure: String,
    pub value: i32,
    pub revision: i32,
    pub supersedes: Option<OutcomeFactId>,
    pub source: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
