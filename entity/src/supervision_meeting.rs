//! Table `supervision_meeting`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{SupervisionMeetingId, TaskbookId},
    lists::StringList,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "supervision_meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SupervisionMeetingId,
    pub title: String,
    pub held_at: DateTimeUtc,
    pub place: String,
    pub taskbook_id: Option<TaskbookId>,
    #[sea_orm(column_type = "JsonBinary")]
    pub society_codes: StringList,
    #[sea_orm(column_type = "JsonBinary")]
    pub participants: StringList,
    #[sea_orm(column_type = "Text")]
    pub minutes: String,
    pub version: i64,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
