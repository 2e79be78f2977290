//! Table `dossier_change`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierChangeId, DossierId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierChangeId,
    pub dossier_id: DossierId,
    pub version: i64,
    pub address: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub before: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub after: Option<String>,
    pub changed_by: String,
    pub changed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
