//! Table `internal_publicity`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, InternalPublicityId},
    lists::StringList,
    vocabulary::{DayCount, PublicityOutcome},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "internal_publicity")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InternalPublicityId,
    pub dossier_id: DossierId,
    #[sea_orm(column_type = "JsonBinary")]
    pub places: StringList,
    pub starts_on: Date,
    pub ends_on: Date,
    pub least_days: i32,
    pub day_count: DayCount,
    pub content_digest: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub units: StringList,
    #[sea_orm(column_type = "JsonBinary")]
    pub missing_units: StringList,
    #[sea_orm(column_type = "JsonBinary")]
    pub proofs: StringList,
    pub begun_by: String,
    pub begun_at: DateTimeUtc,
    pub outcome: Option<PublicityOutcome>,
    #[sea_orm(column_type = "Text")]
    pub objections: String,
    pub is_affected: bool,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTimeUtc>,
    pub voided_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
