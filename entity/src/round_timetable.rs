//! Table `round_timetable`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{RoundId, RoundTimetableId},
    vocabulary::DayCount,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "round_timetable")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoundTimetableId,
    #[sea_orm(unique)]
    pub round_id: RoundId,
    pub opens_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
    pub cutoff: Option<Date>,
    pub publicity_days: i32,
    pub publicity_count: DayCount,
    /// Working days for a correction that the formal examination asks for; 0: there is none.
    pub correction_days: i32,
    pub basis: String,
    pub version: i64,
    pub set_by: String,
    pub set_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
