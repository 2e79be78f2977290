//! Table `dossier_value`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, DossierValueId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierValueId,
    pub dossier_id: DossierId,
    pub address: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub value: Option<String>,
    pub version: i64,
    pub changed_by: String,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
