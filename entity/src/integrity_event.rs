//! Table `integrity_event`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::IntegrityEventId,
    vocabulary::{IntegrityKind, IntegrityState, Sanction},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "integrity_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntegrityEventId,
    #[sea_orm(unique)]
    pub number: String,
    pub society_code: String,
    pub round_year: i32,
    pub kind: IntegrityKind,
    pub sanction: Sanction,
    pub state: IntegrityState,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub finding: String,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    #[sea_orm(column_type = "Text")]
    pub decision: String,
    #[sea_orm(column_type = "Text")]
    pub appeal: String,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
    pub confirmed_by: Option<String>,
    pub confirmed_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub explanation: Option<String>,
    pub closed_by: Option<String>,
    pub closed_on: Option<Date>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
