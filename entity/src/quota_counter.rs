//! Table `quota_counter`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "quota_counter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuotaCounterId,
    pub year: i32,
    pub bucket: Bucket,
    pub kind: CounterKind,
    pub society_code: String,
    pub parent_id: Option<QuotaCounterId>,
    pub places: Option<i32>,
    pub used: i32,
    pub asked_back: i32,
    pub held: i32,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
