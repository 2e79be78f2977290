//! Table `taskbook_signature`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{TaskbookId, TaskbookSignatureId},
    vocabulary::TaskbookParty,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "taskbook_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TaskbookSignatureId,
    pub taskbook_id: TaskbookId,
    pub party: TaskbookParty,
    pub signer: String,
    pub signer_name: String,
    pub content_digest: String,
    pub signed_at: DateTimeUtc,
    pub voided_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
