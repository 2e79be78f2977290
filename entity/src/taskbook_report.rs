//! Table `taskbook_report`.

use sea_orm::entity::prelude::*;

use crate::ids::{TaskbookId, TaskbookReportId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "taskbook_report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskbookReportId,
    pub taskbook_id: TaskbookId,
    pub item: String,
    pub code: String,
    pub value: i64,
    #[sea_orm(column_type = "Text")]
    pub evidence: String,
    pub reported_by: String,
    pub reported_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
