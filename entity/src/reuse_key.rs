//! Table `reuse_key`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{NominationId, ReuseKeyId, RoundId},
    vocabulary::ReuseKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reuse_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReuseKeyId,
    pub nomination_id: NominationId,
    pub round_id: RoundId,
    pub kind: ReuseKind,
    #[sea_orm(column_type = "Text")]
    pub value: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
