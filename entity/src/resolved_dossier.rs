//! Table `resolved_dossier`.

use sea_orm::entity::prelude::*;

use crate::ids::{DossierId, DossierResolutionId, ResolvedDossierId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "resolved_dossier")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ResolvedDossierId,
    pub resolution_id: DossierResolutionId,
    pub dossier_id: DossierId,
    pub content_digest: String,
    pub voided_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
