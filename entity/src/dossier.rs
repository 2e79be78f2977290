//! Table `dossier`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DossierId,
    pub round_id: RoundId,
    pub number: String,
    pub society_code: String,
    pub form_id: String,
    pub form_digest: String,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub grade: Option<String>,
    pub state: NominationState,
    pub version: i64,
    pub created_by: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
