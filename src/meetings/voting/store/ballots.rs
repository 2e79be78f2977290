//! The rows of ballots and of their lines.

use entity::{
    ballot::{Column, Entity, Model},
    ballot_line,
    ids::{BallotId, ReviewMeetingId},
    vocabulary::BallotState,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use crate::persistence::insert_all;

/// A ballot.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// A ballot, held until the transaction ends: no paper is cast beside it.
pub(in super::super) async fn held(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Option<Model>, DbErr> {
    // A write transaction of the embedded database is alone already, and its driver leaves the lock out.
    Entity::find_by_id(id).lock_exclusive().one(database).await
}

/// A ballot that stays as it is until the transaction ends, while others cast their papers, too.
pub(in super::super) async fn shared(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).lock_shared().one(database).await
}

/// Writes a ballot down.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    row: Model,
) -> Result<(), DbErr> {
    Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Writes a ballot as it stands now.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    row: Model,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Takes a ballot away that nobody voted in.
pub(in super::super) async fn delete(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<(), DbErr> {
    delete_lines(database, id).await?;
    Entity::delete_by_id(id).exec(database).await.map(|_| ())
}

/// The ballots of a meeting, oldest first.
pub(in super::super) async fn of_meeting(
    database: &impl ConnectionTrait,
    meeting: ReviewMeetingId,
) -> Result<Vec<Model>, DbErr> {
    Entity::find()
        .filter(Column::MeetingId.eq(meeting))
        .order_by_asc(Column::Id)
        .all(database)
        .await
}

/// The ballot that decides the tie of a ballot; none where there is none, or it was made void.
pub(in super::super) async fn successor(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(Column::OfBallot.eq(id))
        .filter(Column::State.ne(BallotState::Void))
        .one(database)
        .await
}

/// The lines of a ballot, by number.
pub(in super::super) async fn lines(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Vec<ballot_line::Model>, DbErr> {
    ballot_line::Entity::find()
        .filter(ballot_line::Column::BallotId.eq(id))
        .order_by_asc(ballot_line::Column::Number)
        .all(database)
        .await
}

/// Writes the lines of a ballot down.
pub(in super::super) async fn insert_lines(
    database: &impl ConnectionTrait,
    lines: Vec<ballot_line::Model>,
) -> Result<(), DbErr> {
    let rows = lines.into_iter().map(|line| line.into_active_model().reset_all()).collect();
    insert_all(database, rows).await
}

/// Takes the lines of a ballot away.
pub(in super::super) async fn delete_lines(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<(), DbErr> {
    ballot_line::Entity::delete_many()
        .filter(ballot_line::Column::BallotId.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}
