//! Which ballots of a round were counted, and what did they say?

use std::collections::BTreeMap;

use entity::{
    ballot, ballot_line,
    ids::{BallotId, NominationId, ReviewBodyId, ReviewMeetingId, RoundId},
    review_body, review_meeting,
    vocabulary::{BallotState, ReviewMeetingState},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::{BallotRow, sittings::told};
use crate::meetings::{
    model::{BallotOutcome, Meeting, Stage},
    voting::outcome::{self, Counted},
};

/// The ballots of a round, drafts and void ones as well, with their meetings; of one point of the way, or of all.
pub(in super::super) async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
    stage: Option<Stage>,
) -> Result<Vec<(Meeting, BallotRow)>, DbErr> {
    let bodies: BTreeMap<ReviewBodyId, review_body::Model> = review_body::Entity::find()
        .filter(review_body::Column::RoundId.eq(round))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let meetings = review_meeting::Entity::find()
        .filter(review_meeting::Column::BodyId.is_in(bodies.keys().copied()))
        .filter(review_meeting::Column::State.ne(ReviewMeetingState::Cancelled))
        .all(database)
        .await?;
    let meetings: BTreeMap<ReviewMeetingId, Meeting> = meetings
        .into_iter()
        .filter(|row| stage.is_none_or(|stage| stage == row.stage))
        .filter_map(|row| {
            let body = bodies.get(&row.body_id)?.clone();
            Some((row.id, told(&row, body)))
        })
        .collect();
    let ballots = ballot::Entity::find()
        .filter(ballot::Column::MeetingId.is_in(meetings.keys().copied()))
        .order_by_asc(ballot::Column::Id)
        .all(database)
        .await?;
    let with_meeting = |row: BallotRow| Some((meetings.get(&row.meeting_id)?.clone(), row));
    Ok(ballots.into_iter().filter_map(with_meeting).collect())
}

/// The counts of those of these ballots that are closed.
pub(in super::super) async fn counted(
    database: &impl ConnectionTrait,
    ballots: &[BallotRow],
) -> Result<Vec<Counted>, DbErr> {
    let closed = ballots.iter().filter(|row| row.state == BallotState::Closed);
    let closed: Vec<&BallotRow> = closed.collect();
    let lines = ballot_line::Entity::find()
        .filter(ballot_line::Column::BallotId.is_in(closed.iter().map(|row| row.id)))
        .order_by_asc(ballot_line::Column::Number)
        .all(database)
        .await?;
    let mut of: BTreeMap<BallotId, Vec<NominationId>> = BTreeMap::new();
    for line in lines {
        of.entry(line.ballot_id).or_default().push(line.nomination_id);
    }
    let count = |row: &BallotRow| {
        let wrong = |error: serde_json::Error| DbErr::Custom(format!("ballot/{}: {error}", row.id));
        Ok(Counted {
            ballot: row.id,
            of_ballot: row.of_ballot,
            category: row.category.clone(),
            grade: row.grade,
            turn: u32::try_from(row.turn).unwrap_or_default(),
            law: serde_json::from_value(row.law.clone()).map_err(wrong)?,
            tally: serde_json::from_value(row.tally.clone().unwrap_or_default()).map_err(wrong)?,
            lines: of.get(&row.id).cloned().unwrap_or_default(),
        })
    };
    closed.into_iter().map(count).collect()
}

/// What the closed ballots of a round said at a point of the way: of a line that was tied, what the last turn said.
/// Of a line whose tie is still open nothing was said, and it is left out.
///
/// # Errors
/// The records failing.
pub async fn outcomes(
    database: &impl ConnectionTrait,
    round: RoundId,
    stage: Stage,
) -> Result<Vec<BallotOutcome>, DbErr> {
    let ballots = of_round(database, round, Some(stage)).await?;
    let ballots: Vec<BallotRow> = ballots.into_iter().map(|(_, ballot)| ballot).collect();
    Ok(outcome::outcomes(&counted(database, &ballots).await?))
}
