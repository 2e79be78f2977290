//! Table `ballot_recount`.

use sea_orm::entity::prelude::*;

use crate::ids::{BallotId, BallotRecountId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_recount")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotRecountId,
    pub ballot_id: BallotId,
    pub digest: String,
    pub is_equal: bool,
    pub done_by: String,
    pub done_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
