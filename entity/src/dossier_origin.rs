//! Table `dossier_origin`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, DossierOriginId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_origin")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierOriginId,
    pub dossier_id: DossierId,
    pub address: String,
    pub version: i64,
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub source_zh: String,
    #[sea_orm(column_type = "Text")]
    pub source_en: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
