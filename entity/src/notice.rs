//! Table `notice`.

use sea_orm::entity::prelude::*;

use crate::ids::{AccountId, NoticeId, NoticeMailId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NoticeId,
    /// Which template words it.
    pub kind: String,
    /// Whom it is for; none for somebody without an account.
    pub account_id: Option<AccountId>,
    /// Where somebody without an account is written to, sealed; with a link that only he may know, if it brings one,
    /// and then wiped when the letter has gone.
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    /// One word for one recipient: `account/<key>`, or the fingerprint of an address.
    pub recipient: String,
    /// Notices of one family about one thing: the newest stands for them all.
    pub family: String,
    /// Whether it goes with the digest of the day.
    pub is_digest: bool,
    /// Who did what it tells of: that person may not release it.
    pub caused_by: Option<String>,
    /// The message that carries it.
    pub mail_id: Option<NoticeMailId>,
    /// The newer notice that stands for it.
    pub superseded_by: Option<NoticeId>,
    /// What it is about, such as `nomination/<key>`.
    pub subject: String,
    /// What its template is filled with, as JSON.
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    /// Where in Laurel it leads.
    pub link: Option<String>,
    pub created_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
