//! Table `decision_book`: the text of a book of rules that a round is bound to.

use sea_orm::entity::prelude::*;

use crate::ids::RoundId;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "decision_book")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Room whose book it is: `reviews`, `meetings` or `results`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub room: String,
    pub version: String,
    /// SHA-256 of the text.
    pub digest: String,
    #[sea_orm(column_type = "Text")]
    pub content: String,
    pub bound_by: String,
    pub bound_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
