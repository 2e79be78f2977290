//! Table `objection_event`.

use sea_orm::entity::prelude::*;

use crate::ids::{ObjectionEventId, ObjectionId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectionEventId,
    pub objection_id: ObjectionId,
    /// From 1 within the objection.
    pub number: i32,
    pub what: String,
    /// A user name, `objector`, or `laurel` for what the clock brought.
    pub done_by: String,
    pub done_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub text: Option<String>,
    pub clause: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
