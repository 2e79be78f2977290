//! The rows of comparisons of whole rounds and of what they found.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReuseRunId, RoundId},
    reuse_finding, reuse_run, round,
    vocabulary::MatchRunState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{
    super::{
        evidence::{Found, rules},
        facts::Material,
        views::{OtherView, ReuseFindingView, ReusePair, ReuseRunView},
    },
    materials::{materials, years},
};
use crate::{
    persistence::insert_all,
    shared::{Bilingual, IdSource},
};

/// A finding of a run that is to be kept.
pub(in super::super) struct NewFinding {
    pub(in super::super) nomination: NominationId,
    pub(in super::super) other: NominationId,
    pub(in super::super) found: Found,
}

/// Writes a run down as asked for.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    (id, round): (ReuseRunId, RoundId),
    engine: &str,
    (by, now): (&str, DateTime<Utc>),
) -> Result<(), DbErr> {
    let row = reuse_run::ActiveModel {
        id: Set(id),
        round_id: Set(round),
        state: Set(MatchRunState::Queued),
        engine: Set(engine.to_owned()),
        requested_by: Set(by.to_owned()),
        requested_at: Set(now),
        finished_at: Set(None),
        compared: Set(0),
        against: Set(0),
        error: Set(None),
    };
    row.insert(database).await.map(|_| ())
}

/// Marks a run as running and says of which round and year it is; none where it has ended.
pub(in super::super) async fn begin(
    database: &impl ConnectionTrait,
    id: ReuseRunId,
) -> Result<Option<(RoundId, i32, String)>, DbErr> {
    let Some(run) = reuse_run::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    if !matches!(run.state, MatchRunState::Queued | MatchRunState::Running) {
        return Ok(None);
    }
    let round = round::Entity::find_by_id(run.round_id).one(database).await?;
    let begun = reuse_run::ActiveModel {
        id: Set(id),
        state: Set(MatchRunState::Running),
        ..Default::default()
    };
    begun.update(database).await?;
    Ok(round.map(|round| (round.id, round.year, run.requested_by)))
}

/// Marks a run as failed.
pub(in super::super) async fn fail(
    database: &impl ConnectionTrait,
    id: ReuseRunId,
    (now, error): (DateTime<Utc>, &str),
) -> Result<(), DbErr> {
    let failed = reuse_run::ActiveModel {
        id: Set(id),
        state: Set(MatchRunState::Failed),
        finished_at: Set(Some(now)),
        error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    failed.update(database).await.map(|_| ())
}

const MILLION: f64 = 1e6;

/// Keeps what a run found, in the order given.
pub(in super::super) async fn finish(
    database: &impl ConnectionTrait,
    ids: IdSource,
    (id, now): (ReuseRunId, DateTime<Utc>),
    (compared, against): (usize, usize),
    findings: Vec<NewFinding>,
) -> Result<(), DbErr> {
    reuse_finding::Entity::delete_many()
        .filter(reuse_finding::Column::RunId.eq(id))
        .exec(database)
        .await?;
    let rows = (1..).zip(findings).map(|(place, one)| {
        #[expect(clippy::cast_possible_truncation, reason = "a million at the most")]
        let score = (one.found.score.clamp(0.0, 1.0) * MILLION).round() as i32;
        reuse_finding::ActiveModel {
            id: Set(ids.next()),
            run_id: Set(id),
            nomination_id: Set(one.nomination),
            other_id: Set(one.other),
            place: Set(place),
            kind: Set(one.found.kind),
            score: Set(score),
            what_zh: Set(one.found.what.zh),
            what_en: Set(one.found.what.en),
        }
    });
    insert_all(database, rows.collect()).await?;
    let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let done = reuse_run::ActiveModel {
        id: Set(id),
        state: Set(MatchRunState::Done),
        finished_at: Set(Some(now)),
        compared: Set(count(compared)),
        against: Set(count(against)),
        ..Default::default()
    };
    done.update(database).await.map(|_| ())
}

async fn view(
    database: &impl ConnectionTrait,
    (run, year): (reuse_run::Model, i32),
) -> Result<ReuseRunView, DbErr> {
    let found = reuse_finding::Entity::find()
        .filter(reuse_finding::Column::RunId.eq(run.id))
        .count(database)
        .await?;
    Ok(ReuseRunView {
        id: run.id.0,
        round: year,
        state: run.state.as_str().to_owned(),
        engine: run.engine,
        requested_by: run.requested_by,
        requested_at: run.requested_at,
        finished_at: run.finished_at,
        compared: run.compared,
        against: run.against,
        found,
        error: run.error,
    })
}

/// A run.
pub(in super::super) async fn find_run(
    database: &impl ConnectionTrait,
    id: ReuseRunId,
) -> Result<Option<ReuseRunView>, DbErr> {
    let Some(run) = reuse_run::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let round = round::Entity::find_by_id(run.round_id).one(database).await?;
    let year = round.map(|round| round.year).unwrap_or_default();
    view(database, (run, year)).await.map(Some)
}

/// The runs of a round, newest first.
pub(in super::super) async fn list_runs(
    database: &impl ConnectionTrait,
    (round, year): (RoundId, i32),
) -> Result<Vec<ReuseRunView>, DbErr> {
    const SHOWN: u64 = 20;
    let runs = reuse_run::Entity::find()
        .filter(reuse_run::Column::RoundId.eq(round))
        .order_by_desc(reuse_run::Column::RequestedAt)
        .order_by_desc(reuse_run::Column::Id)
        .limit(SHOWN)
        .all(database)
        .await?;
    let mut views = Vec::with_capacity(runs.len());
    for run in runs {
        views.push(view(database, (run, year)).await?);
    }
    Ok(views)
}

/// The findings of a run from `offset` on, in order, with both sides named.
pub(in super::super) async fn pairs_of(
    database: &impl ConnectionTrait,
    id: ReuseRunId,
    (offset, limit): (u64, u64),
) -> Result<Vec<ReusePair>, DbErr> {
    let rows = reuse_finding::Entity::find()
        .filter(reuse_finding::Column::RunId.eq(id))
        .order_by_asc(reuse_finding::Column::Place)
        .offset(offset)
        .limit(limit)
        .all(database)
        .await?;
    let named: BTreeSet<NominationId> =
        rows.iter().flat_map(|row| [row.nomination_id, row.other_id]).collect();
    let named: Vec<NominationId> = named.into_iter().collect();
    let (materials, years) = (materials(database, &named).await?, years(database, None).await?);
    Ok(rows.into_iter().filter_map(|row| pair(row, &materials, &years)).collect())
}

fn pair(
    row: reuse_finding::Model,
    materials: &BTreeMap<NominationId, Material>,
    years: &BTreeMap<RoundId, i32>,
) -> Option<ReusePair> {
    let (one, other) = (materials.get(&row.nomination_id)?, materials.get(&row.other_id)?);
    let found = Found {
        kind: row.kind,
        score: f64::from(row.score) / MILLION,
        what: Bilingual::new(row.what_zh, row.what_en),
    };
    let rules = rules(row.kind, one.round == other.round, other.state);
    Some(ReusePair {
        nomination: OtherView::of(one, years),
        other: OtherView::of(other, years),
        finding: ReuseFindingView::of(found, &rules),
    })
}
