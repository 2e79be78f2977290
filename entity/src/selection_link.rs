//! Table `selection_link`.

use sea_orm::entity::prelude::*;

use crate::ids::{SelectionCallId, SelectionLinkId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "selection_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SelectionLinkId,
    pub call_id: SelectionCallId,
    pub expert_key: String,
    pub token_digest: String,
    pub issued_by: String,
    pub issued_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub opened_at: Option<DateTimeUtc>,
    pub handed_in_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
