//! Table `role_grant`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{AccountId, RoleGrantId},
    vocabulary::Role,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RoleGrantId,
    pub account_id: AccountId,
    pub role: Role,
    pub society_code: Option<String>,
    pub granted_at: DateTimeUtc,
    pub granted_by: String,
    pub expires_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
    pub revoked_by: Option<String>,
    pub note: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
