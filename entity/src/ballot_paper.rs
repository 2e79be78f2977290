//! Table `ballot_paper`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{BallotId, BallotPaperId, ReviewSeatId},
    vocabulary::{PaperSource, PaperValidity},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot_paper")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotPaperId,
    pub ballot_id: BallotId,
    /// None where the ballot is secret.
    pub seat_id: Option<ReviewSeatId>,
    #[sea_orm(column_type = "Text")]
    pub sealed_marks: String,
    /// None where the ballot is secret.
    pub digest: Option<String>,
    pub validity: PaperValidity,
    pub source: PaperSource,
    pub entered_by: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
