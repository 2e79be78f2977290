//! Table `ballot_line`.

use sea_orm::entity::prelude::*;

use crate::ids::{AgendaItemId, BallotId, NominationId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ballot_id: BallotId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub item_id: AgendaItemId,
    pub nomination_id: NominationId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
