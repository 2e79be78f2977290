//! Table `opinion_signature`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{OpinionId, ReviewSeatId},
    vocabulary::OpinionAnswer,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "opinion_signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub opinion_id: OpinionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat_id: ReviewSeatId,
    pub answer: OpinionAnswer,
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_words: Option<String>,
    /// SHA-256 of the text that was signed.
    pub digest: String,
    pub signed_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
