//! Table `mail_address`.

use sea_orm::entity::prelude::*;

use crate::{ids::AccountId, vocabulary::MailLanguage};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_address")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// Sealed.
    #[sea_orm(column_type = "Text", nullable)]
    pub address: Option<String>,
    pub language: Option<MailLanguage>,
    /// Since when what is sent there comes back.
    pub bounced_at: Option<DateTimeUtc>,
    pub version: i64,
    pub set_by: String,
    pub set_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
