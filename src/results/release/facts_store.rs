//! From which facts follows what is decided at a stage of a round?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    agenda_item, ballot, ballot_line,
    ids::{AgendaItemId, BallotId, NominationId, ReviewMeetingId, RoundId},
    nomination, opinion, recusal_scan,
    vocabulary::{AgendaState, AwardGrade, BallotState, FallKind, ReleaseStage},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use crate::{
    app::App,
    meetings::{
        self,
        model::{BallotOutcome, ClosedMeeting},
    },
    nominations, notices,
    results::{
        ResultError,
        decide::{self, Facts, NominatedAs},
        falls,
        record::{meetings_of, stands_at},
    },
};

/// Gathers what is known of the nominations of these categories that stand at a stage, and of the votes on them.
///
/// # Errors
/// The records failing; a book of rules that cannot be read.
pub(super) async fn facts(
    app: &App,
    database: &impl ConnectionTrait,
    (round, stage): (RoundId, ReleaseStage),
    categories: &[String],
) -> Result<Facts, ResultError> {
    let scope = scope(database, (round, stage), categories).await?;
    let ids: Vec<NominationId> = scope.iter().map(|one| one.id).collect();
    let closed = meetings::closed(database, round, meetings_of(stage)).await?;
    let last = Last::of(&closed, &ids);
    let ballots = ballots(database, &last.meetings()).await?;
    let mut outcomes = meetings::outcomes(database, round, meetings_of(stage)).await?;
    outcomes.retain(|one| {
        let held = ballots.iter().find(|ballot| ballot.id == one.ballot);
        held.is_some_and(|ballot| last.is_of(one.nomination, ballot.meeting_id))
    });
    let tied = tied(database, &last, &ballots, &outcomes).await?;
    let put_off = last.put_off(database).await?;
    let mut nominated = Vec::with_capacity(scope.len());
    for one in &scope {
        let is_objected = notices::stands_open(database, one.id).await?;
        nominated.push(NominatedAs {
            nomination: one.id,
            category: one.category.clone().unwrap_or_default(),
            grade: grade(one.grade.as_deref()),
            is_put_off: is_objected || put_off.contains(&one.id),
            is_tied: tied.contains(&one.id),
        });
    }
    let hits = nominations::integrity_hits(app, database, &ids).await?;
    Ok(Facts {
        stage,
        nominated,
        numbers: scope.into_iter().map(|one| (one.id, one.number)).collect(),
        outcomes,
        barred: hits.into_keys().collect(),
        unlocked: unlocked(database, (round, stage), &last).await?,
        meetings: last.meetings(),
        last_closed: last.last_closed(),
        looked_back: looked_back(database, round).await?,
        won_before: decide::won(database, round).await?,
    })
}

/// The grade that a nomination was handed in for.
fn grade(word: Option<&str>) -> Option<AwardGrade> {
    word.and_then(|word| word.parse().ok())
}

/// The nominations that a stage decides, by number: those that fell out of review are decided no more.
async fn scope(
    database: &impl ConnectionTrait,
    (round, stage): (RoundId, ReleaseStage),
    categories: &[String],
) -> Result<Vec<nomination::Model>, DbErr> {
    let mut rows = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(round))
        .filter(nomination::Column::State.eq(stands_at(stage)))
        .filter(nomination::Column::Category.is_in(categories.iter().cloned()))
        .order_by_asc(nomination::Column::Number)
        .all(database)
        .await?;
    let fallen = falls::fallen(database, round).await?;
    rows.retain(|row| fallen.get(&row.id).is_none_or(|kind| *kind == FallKind::Reversal));
    Ok(rows)
}

/// Where a nomination was last on an agenda.
#[derive(Clone, Copy)]
struct At {
    meeting: ReviewMeetingId,
    closed: DateTime<Utc>,
    item: AgendaItemId,
}

/// The meeting that last had each nomination on its agenda: what was decided before is corrected by it.
struct Last(BTreeMap<NominationId, At>);

impl Last {
    fn of(closed: &[ClosedMeeting], wanted: &[NominationId]) -> Self {
        let wanted: BTreeSet<NominationId> = wanted.iter().copied().collect();
        let mut in_order: Vec<&ClosedMeeting> = closed.iter().collect();
        in_order.sort_by_key(|one| (one.closed_at, one.id));
        let mut last = BTreeMap::new();
        for one in in_order {
            // The later of two takes the place of the earlier.
            for (item, nomination) in one.items.iter().filter(|(_, id)| wanted.contains(id)) {
                let (meeting, closed) = (one.id, one.closed_at);
                last.insert(*nomination, At { meeting, closed, item: *item });
            }
        }
        Self(last)
    }

    fn meetings(&self) -> Vec<ReviewMeetingId> {
        let all: BTreeSet<ReviewMeetingId> = self.0.values().map(|at| at.meeting).collect();
        all.into_iter().collect()
    }

    fn is_of(&self, nomination: NominationId, meeting: ReviewMeetingId) -> bool {
        self.0.get(&nomination).is_some_and(|at| at.meeting == meeting)
    }

    fn last_closed(&self) -> Option<DateTime<Utc>> {
        self.0.values().map(|at| at.closed).max()
    }

    fn items(&self) -> Vec<AgendaItemId> {
        self.0.values().map(|at| at.item).collect()
    }

    /// The nominations that their meeting put off.
    async fn put_off(
        &self,
        database: &impl ConnectionTrait,
    ) -> Result<BTreeSet<NominationId>, DbErr> {
        let rows: Vec<NominationId> = agenda_item::Entity::find()
            .select_only()
            .column(agenda_item::Column::NominationId)
            .filter(agenda_item::Column::Id.is_in(self.items()))
            .filter(agenda_item::Column::State.eq(AgendaState::PutOff))
            .into_tuple()
            .all(database)
            .await?;
        Ok(rows.into_iter().collect())
    }
}

/// The ballots of meetings that were counted.
async fn ballots(
    database: &impl ConnectionTrait,
    meetings: &[ReviewMeetingId],
) -> Result<Vec<ballot::Model>, DbErr> {
    ballot::Entity::find()
        .filter(ballot::Column::MeetingId.is_in(meetings.iter().copied()))
        .filter(ballot::Column::State.eq(BallotState::Closed))
        .order_by_asc(ballot::Column::Id)
        .all(database)
        .await
}

/// The nominations on a ballot of their last meeting of which nothing was said at its grade: their tie waits for a
/// further turn.
async fn tied(
    database: &impl ConnectionTrait,
    last: &Last,
    ballots: &[ballot::Model],
    outcomes: &[BallotOutcome],
) -> Result<BTreeSet<NominationId>, DbErr> {
    let known: BTreeMap<BallotId, &ballot::Model> =
        ballots.iter().map(|one| (one.id, one)).collect();
    let said: BTreeSet<(NominationId, Option<AwardGrade>)> =
        outcomes.iter().map(|one| (one.nomination, one.grade)).collect();
    let lines = ballot_line::Entity::find()
        .filter(ballot_line::Column::BallotId.is_in(known.keys().copied()))
        .all(database)
        .await?;
    let is_open = |row: &ballot_line::Model| {
        known.get(&row.ballot_id).is_some_and(|ballot| {
            last.is_of(row.nomination_id, ballot.meeting_id)
                && !said.contains(&(row.nomination_id, ballot.grade))
        })
    };
    Ok(lines.into_iter().filter(is_open).map(|row| row.nomination_id).collect())
}

/// The nominations on which the round wants an opinion at this stage, and none is locked.
async fn unlocked(
    database: &impl ConnectionTrait,
    (round, stage): (RoundId, ReleaseStage),
    last: &Last,
) -> Result<BTreeSet<NominationId>, ResultError> {
    let book = meetings::book_of(database, round).await?;
    if !book.opinion.needed_for.contains(&meetings_of(stage)) {
        return Ok(BTreeSet::new());
    }
    let locked: Vec<AgendaItemId> = opinion::Entity::find()
        .select_only()
        .column(opinion::Column::ItemId)
        .filter(opinion::Column::ItemId.is_in(last.items()))
        .filter(opinion::Column::Digest.is_not_null())
        .into_tuple()
        .all(database)
        .await?;
    let locked: BTreeSet<_> = locked.into_iter().collect();
    let open = last.0.iter().filter(|(_, at)| !locked.contains(&at.item));
    Ok(open.map(|(nomination, _)| *nomination).collect())
}

/// When somebody last looked back at who judged in spite of a conflict.
async fn looked_back(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<DateTime<Utc>>, DbErr> {
    let row = recusal_scan::Entity::find()
        .filter(recusal_scan::Column::RoundId.eq(round))
        .order_by_desc(recusal_scan::Column::DoneAt)
        .one(database)
        .await?;
    Ok(row.map(|row| row.done_at))
}
