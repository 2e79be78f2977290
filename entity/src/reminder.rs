//! Table `reminder`.

use sea_orm::entity::prelude::*;

use crate::ids::ReminderId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReminderId,
    pub subject: String,
    pub kind: String,
    /// One word for whom it is for.
    pub recipient: String,
    /// `account`, `role`, `society`, `head` or `address`.
    pub to_kind: String,
    /// Which; an address is sealed.
    #[sea_orm(column_type = "Text")]
    pub to_value: String,
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    pub link: Option<String>,
    pub due_at: DateTimeUtc,
    /// When it is told next; none when it was told for the last time.
    pub next_at: Option<DateTimeUtc>,
    pub told: i32,
    pub stopped_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
