//! Table `objection_identity_request`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{IdentityRequestId, ObjectionId},
    vocabulary::IdentityRequestState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "objection_identity_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IdentityRequestId,
    pub objection_id: ObjectionId,
    pub state: IdentityRequestState,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// First instant at which it can no longer be seen.
    pub open_until: Option<DateTimeUtc>,
    pub seen_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
