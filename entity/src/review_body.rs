//! Table `review_body`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{ReviewBodyId, RoundId},
    vocabulary::BodyKind,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_body")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewBodyId,
    pub round_id: RoundId,
    pub kind: BodyKind,
    pub category: Option<String>,
    pub panel: Option<String>,
    pub name: String,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
