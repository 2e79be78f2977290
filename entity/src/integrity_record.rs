//! Table `integrity_record`.

use sea_orm::entity::prelude::*;

use crate::ids::IntegrityRecordId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "integrity_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: IntegrityRecordId,
    /// By which a record is known again when it is imported anew.
    #[sea_orm(unique)]
    pub key: String,
    /// Fingerprint of the person's identity number; the number itself is not kept.
    pub fingerprint: Option<String>,
    pub name: String,
    pub unit: Option<String>,
    pub credit_code: Option<String>,
    pub what_zh: String,
    pub what_en: String,
    pub from_day: Date,
    pub until_day: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub recorded_by: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
