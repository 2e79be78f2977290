//! Table `dossier_unlock`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, DossierUnlockId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_unlock")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierUnlockId,
    pub dossier_id: DossierId,
    /// The field, or the table with all of its rows.
    pub address: String,
    /// First instant at which it is locked again.
    pub until: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
