//! Table `nominee_answer`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{DossierId, NomineeAnswerId, NomineeLinkId},
    vocabulary::NomineeReply,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "nominee_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NomineeAnswerId,
    pub dossier_id: DossierId,
    pub link_id: NomineeLinkId,
    pub row_key: String,
    pub facts_digest: String,
    pub reply: NomineeReply,
    #[sea_orm(column_type = "Text")]
    pub statements: String,
    #[sea_orm(column_type = "Text")]
    pub signature: String,
    #[sea_orm(column_type = "Text", nullable)]
    pub relations: Option<String>,
    pub relation_count: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub refusal_reason: Option<String>,
    pub answered_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
