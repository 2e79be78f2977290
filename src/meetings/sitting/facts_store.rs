//! What stands beside a meeting: its round's year, its ballots, and when nominations came before it?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ballot, ballot_line, ballot_roll,
    ids::{AgendaItemId, BallotId, ExpertId, NominationId, ReviewMeetingId, RoundId},
    nomination_step, round,
    vocabulary::{BallotState, NominationState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _,
};

use super::whole::Whole;
use crate::assignments;

/// The ballot that is being held, and how many have cast their papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::meetings) struct OpenBallot {
    /// Key.
    pub(in crate::meetings) id: BallotId,
    /// Papers that were cast.
    pub(in crate::meetings) cast: u64,
    /// Those who may cast one.
    pub(in crate::meetings) of: u64,
}

/// The year of a round; 0 where there is none.
pub(in crate::meetings) async fn year_of(
    database: &impl ConnectionTrait,
    id: RoundId,
) -> Result<i32, DbErr> {
    Ok(round::Entity::find_by_id(id).one(database).await?.map_or(0, |round| round.year))
}

/// Whom recusal keeps from which nomination of a meeting.
pub(in crate::meetings) async fn apart(
    database: &impl ConnectionTrait,
    whole: &Whole,
) -> Result<BTreeSet<(NominationId, ExpertId)>, DbErr> {
    let about: Vec<NominationId> = whole.items.iter().map(|item| item.nomination_id).collect();
    assignments::kept_apart(database, whole.body.round_id, Some(&about)).await
}

/// The ballot of a meeting that is being held; of several the one that was opened last.
pub(in crate::meetings) async fn open_ballot(
    database: &impl ConnectionTrait,
    meeting: ReviewMeetingId,
) -> Result<Option<OpenBallot>, DbErr> {
    let found = ballot::Entity::find()
        .filter(ballot::Column::MeetingId.eq(meeting))
        .filter(ballot::Column::State.eq(BallotState::Open))
        .order_by_desc(ballot::Column::OpenedAt)
        .order_by_desc(ballot::Column::Id)
        .one(database)
        .await?;
    let Some(id) = found.map(|row| row.id) else { return Ok(None) };
    let roll = ballot_roll::Entity::find()
        .filter(ballot_roll::Column::BallotId.eq(id))
        .filter(ballot_roll::Column::IsPresent.eq(true));
    let of = roll.clone().count(database).await?;
    let cast = roll.filter(ballot_roll::Column::HasCast.eq(true)).count(database).await?;
    Ok(Some(OpenBallot { id, cast, of }))
}

/// The nominations on which a ballot votes.
pub(in crate::meetings) async fn voted_on(
    database: &impl ConnectionTrait,
    id: BallotId,
) -> Result<Vec<NominationId>, DbErr> {
    let lines = ballot_line::Entity::find()
        .filter(ballot_line::Column::BallotId.eq(id))
        .all(database)
        .await?;
    Ok(lines.into_iter().map(|line| line.nomination_id).collect())
}

/// Whether an item was voted on in a ballot that was counted and stands.
pub(in crate::meetings) async fn is_counted(
    database: &impl ConnectionTrait,
    item: AgendaItemId,
) -> Result<bool, DbErr> {
    let lines = ballot_line::Entity::find()
        .filter(ballot_line::Column::ItemId.eq(item))
        .all(database)
        .await?;
    let counted = ballot::Entity::find()
        .filter(ballot::Column::Id.is_in(lines.iter().map(|line| line.ballot_id)))
        .filter(ballot::Column::State.eq(BallotState::Closed))
        .count(database)
        .await?;
    Ok(counted > 0)
}

/// When each of these nominations last came into a state, as far as its steps say.
pub(in crate::meetings) async fn entered(
    database: &impl ConnectionTrait,
    state: NominationState,
    ids: &[NominationId],
) -> Result<BTreeMap<NominationId, DateTime<Utc>>, DbErr> {
    let steps = nomination_step::Entity::find()
        .filter(nomination_step::Column::ToState.eq(state))
        .filter(nomination_step::Column::NominationId.is_in(ids.iter().copied()))
        .order_by_asc(nomination_step::Column::Number)
        .all(database)
        .await?;
    Ok(steps.into_iter().map(|step| (step.nomination_id, step.taken_at)).collect())
}
