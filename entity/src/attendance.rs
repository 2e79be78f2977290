//! Table `attendance`.

use sea_orm::entity::prelude::*;

use crate::ids::{AttendanceId, ReviewMeetingId, ReviewSeatId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceId,
    pub meeting_id: ReviewMeetingId,
    pub seat_id: ReviewSeatId,
    pub entered_at: DateTimeUtc,
    pub left_at: Option<DateTimeUtc>,
    pub noted_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
