//! Table `agenda_item`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AgendaItemId, NominationId, ReviewMeetingId},
    vocabulary::{AgendaState, DefenceState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "agenda_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgendaItemId,
    pub meeting_id: ReviewMeetingId,
    pub nomination_id: NominationId,
    pub position: i32,
    pub state: AgendaState,
    pub slot_begins: Option<DateTimeUtc>,
    pub slot_minutes: i32,
    pub defence: DefenceState,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
