//! Table `submitted_key`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, RoundId, SubmittedKeyId},
    vocabulary::KeyKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "submitted_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubmittedKeyId,
    pub round_id: RoundId,
    pub dossier_id: DossierId,
    pub kind: KeyKind,
    pub value: String,
    pub person: Option<String>,
    /// The kind of document whose number `person` is made of.
    pub document: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
