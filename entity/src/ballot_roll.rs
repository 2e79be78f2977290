//! Table `ballot_roll`.

use sea_orm::entity::prelude::*;

use crate::ids::{BallotId, ReviewSeatId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_roll")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seat_id: ReviewSeatId,
    pub is_present: bool,
    /// Numbers of lines.
    #[sea_orm(column_type = "JsonBinary")]
    pub recused: Json,
    pub has_cast: bool,
    /// None where the ballot is secret.
    pub cast_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
