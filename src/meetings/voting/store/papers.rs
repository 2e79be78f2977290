//! The rows of papers, of what two people read on slips, and of recounts.

use entity::{
    ballot_paper::{Column, Entity, Model},
    ballot_recount,
    ids::{BallotId, ReviewSeatId},
    paper_entry,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
};

use super::{BallotRow, LineRow, ballots::find, ballots::lines, rolls::roll};
use crate::{meetings::voting::roll::RollEntry, persistence::insert_all};

/// A ballot with everything by which it is counted.
#[derive(Clone, Debug)]
pub(in super::super) struct Kept {
    pub(in super::super) ballot: BallotRow,
    /// By number.
    pub(in super::super) lines: Vec<LineRow>,
    pub(in super::super) roll: Vec<RollEntry>,
    pub(in super::super) papers: Vec<Model>,
}

/// A ballot with its lines, its roll and its papers.
pub(in super::super) async fn kept(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Option<Kept>, DbErr> {
    let Some(ballot) = find(database, id).await? else { return Ok(None) };
    let papers = Entity::find()
        .filter(Column::BallotId.eq(id))
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    let (lines, roll) = (lines(database, id).await?, roll(database, id).await?);
    Ok(Some(Kept { ballot, lines, roll, papers }))
}

/// The paper of a seat in a ballot by name.
pub(in super::super) async fn paper_of(
    database: &impl ConnectionTrait,
    (ballot, seat): (BallotId, ReviewSeatId),
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::BallotId.eq(ballot))
        .filter(Column::SeatId.eq(seat))
        .one(database)
        .await
}

/// Writes a paper down.
pub(in super::super) async fn insert_paper(
    database: &impl ConnectionTrait,
    row: Model,
) -> Result<(), DbErr> {
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Writes papers down, in their order.
pub(in super::super) async fn insert_papers(
    database: &impl ConnectionTrait,
    rows: Vec<Model>,
) -> Result<(), DbErr> {
    let rows = rows.into_iter().map(|row| row.into_active_model().reset_all()).collect();
    insert_all(database, rows).await
}

/// Takes the papers of a ballot away, to be written anew.
pub(in super::super) async fn delete_papers(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<(), DbErr> {
    Entity::delete_many().filter(Column::BallotId.eq(id)).exec(database).await.map(|_| ())
}

/// What was read on the slips of a ballot, in the order in which it was entered.
pub(in super::super) async fn entries(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Vec<paper_entry::Model>, DbErr> {
    paper_entry::Entity::find()
        .filter(paper_entry::Column::BallotId.eq(id))
        .order_by_asc(paper_entry::Column::EnteredAt)
        .order_by_asc(paper_entry::Column::Id)
        .all(database)
        .await
}

/// Writes down what somebody read on a slip.
pub(in super::super) async fn insert_entry(
    database: &impl ConnectionTrait,
    row: paper_entry::Model,
) -> Result<(), DbErr> {
    paper_entry::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Takes away what was read on the slips of a ballot.
pub(in super::super) async fn delete_entries(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<(), DbErr> {
    paper_entry::Entity::delete_many()
        .filter(paper_entry::Column::BallotId.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Writes a recount down.
pub(in super::super) async fn insert_recount(
    database: &impl ConnectionTrait,
    row: ballot_recount::Model,
) -> Result<(), DbErr> {
    ballot_recount::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}
