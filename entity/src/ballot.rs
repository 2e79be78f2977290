//! Table `ballot`.

use sea_orm::entity::prelude::*;

use crate::{
    ids::{BallotId, ReviewMeetingId},
    vocabulary::{AwardGrade, BallotState, BallotVariant},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "ballot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BallotId,
    pub meeting_id: ReviewMeetingId,
    pub title: String,
    pub category: String,
    pub grade: Option<AwardGrade>,
    pub is_raise: bool,
    pub variant: BallotVariant,
    /// From 1.
    pub turn: i32,
    /// The ballot whose tie it decides.
    pub of_ballot: Option<BallotId>,
    /// Most lines that a paper may mark.
    pub cap: i32,
    /// Most lines that may pass.
    pub places: i32,
    /// By what it is counted.
    #[sea_orm(column_type = "JsonBinary")]
    pub law: Json,
    pub state: BallotState,
    pub opened_by: Option<String>,
    pub opened_at: Option<DateTimeUtc>,
    pub closed_by: Option<String>,
    pub closed_at: Option<DateTimeUtc>,
    pub roll_digest: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub sealed_key: Option<String>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub tally: Option<Json>,
    pub tally_digest: Option<String>,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
