//! Table `action_item`.

use sea_orm::entity::prelude::*;

use crate::ids::{ActionItemId, SupervisionMeetingId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "action_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ActionItemId,
    pub meeting_id: SupervisionMeetingId,
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub owner: String,
    pub society_code: Option<String>,
    pub due_on: Date,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub done_note: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
