//! Table `quota_reservation`.

use sea_orm::entity::prelude::*;

use crate::{ids::QuotaCounterId, vocabulary::Bucket};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_reservation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub bucket: Bucket,
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    pub counter_id: QuotaCounterId,
    pub by: String,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
