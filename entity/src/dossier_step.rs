//! Table `dossier_step`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, DossierStepId},
    vocabulary::NominationState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierStepId,
    pub dossier_id: DossierId,
    pub number: i32,
    pub from_state: NominationState,
    pub to_state: NominationState,
    pub taken_by: String,
    pub taken_at: DateTimeUtc,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub content_digest: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
