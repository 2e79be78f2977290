//! Table `notice_mail`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AccountId, NoticeMailId},
    vocabulary::MailState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice_mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeMailId,
    /// One word for one recipient, as in `notice`.
    pub recipient: String,
    pub account_id: Option<AccountId>,
    /// The kind of its notice, or `digest`.
    pub kind: String,
    /// The Beijing day of a digest: one a person a day.
    pub day: Option<Date>,
    pub subject: String,
    pub state: MailState,
    pub caused_by: Option<String>,
    pub held_by: Option<String>,
    pub released_by: Option<String>,
    pub released_at: Option<DateTimeUtc>,
    pub attempts: i32,
    pub next_at: DateTimeUtc,
    /// Until when a node that is sending it keeps it to itself.
    pub claimed_until: Option<DateTimeUtc>,
    /// A word for what went wrong; never an address.
    pub last_error: Option<String>,
    pub sent_at: Option<DateTimeUtc>,
    pub version: i64,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
