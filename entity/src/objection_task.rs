//! Table `objection_task`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ObjectionId, ObjectionTaskId},
    vocabulary::ObjectionParty,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ObjectionTaskId,
    pub objection_id: ObjectionId,
    pub party: ObjectionParty,
    /// `screen`, `investigate` or `answer`.
    pub task: String,
    /// What is asked for, in words.
    #[sea_orm(column_type = "Text")]
    pub what: String,
    pub given_at: DateTimeUtc,
    /// First instant that is too late.
    pub due_at: DateTimeUtc,
    pub done_at: Option<DateTimeUtc>,
    pub done_by: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// When the clock found it late.
    pub lapsed_at: Option<DateTimeUtc>,
    pub extension_days: Option<i32>,
    #[sea_orm(column_type = "Text", nullable)]
    pub extension_reason: Option<String>,
    pub extension_asked_at: Option<DateTimeUtc>,
    pub is_extension_granted: Option<bool>,
    pub extension_decided_by: Option<String>,
    pub extension_decided_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub extension_answer: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
