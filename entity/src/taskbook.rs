//! Table `taskbook`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::TaskbookId,
    vocabulary::{TaskbookKind, TaskbookStage, TaskbookState},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "taskbook")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskbookId,
    pub number: String,
    pub kind: TaskbookKind,
    pub society_code: String,
    pub title: String,
    pub round_year: i32,
    pub department: String,
    pub department_account: Option<String>,
    pub cast_unit: String,
    pub leader_name: String,
    pub leader_post: String,
    pub starts_on: Date,
    pub ends_on: Date,
    #[sea_orm(column_type = "JsonBinary")]
    pub content: Json,
    pub content_digest: String,
    pub state: TaskbookState,
    pub stage: TaskbookStage,
    #[sea_orm(column_type = "Text", nullable)]
    pub state_reason: Option<String>,
    pub version: i64,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
