//! Table `paper_entry`.

use sea_orm::entity::prelude::*;

use crate::ids::{BallotId, PaperEntryId, ReviewSeatId};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "paper_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaperEntryId,
    pub ballot_id: BallotId,
    pub seat_id: Option<ReviewSeatId>,
    pub slip: String,
    #[sea_orm(column_type = "Text")]
    pub sealed_marks: String,
    pub entered_by: String,
    pub entered_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
