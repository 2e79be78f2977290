//! How are the pairs of a round found, and how does the queue follow the records?

use entity::{
    ids::{PersonLinkId, RoundId},
    vocabulary::{PersonLinkDeed, PersonLinkState},
};
use sea_orm::DbErr;

use super::{
    assemble::{SideView, Source, assemble},
    find::propose,
    groups::Pair,
    policy::PersonPolicy,
    record::Records,
    store::{self, Found, Step},
    views::FindReport,
    walled::is_hidden,
};
use crate::{
    app::App, audit, authz::Wall, awards, experts, nominations, persistence::WriteTx,
    shared::hex_sha256, units,
};

/// The most pairs that one search puts into the queue.
const MOST_PAIRS: usize = 5_000;

/// Why nothing was looked for.
#[derive(Debug, thiserror::Error)]
pub enum SeekError {
    /// There is no such round.
    #[error("没有 {0} 年度 / there is no round {0}")]
    NoRound(i32),
    /// The computation broke off.
    #[error("对照计算中断 / the computation broke off: {0}")]
    Broken(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// The pool and a round as records to compare.
async fn gather(app: &App, round: RoundId, year: i32) -> Result<Source, DbErr> {
    let tx = app.database.begin_read().await?;
    let keys = experts::keys_by_code(&*tx).await?;
    Ok(Source {
        experts: experts::all(&*tx).await?,
        expert_keys: keys.into_iter().map(|(code, id)| (code, id.0)).collect(),
        publications: experts::publications(&*tx).await?,
        affiliations: experts::affiliations(&*tx).await?,
        units: units::all(&*tx).await?,
        dossiers: nominations::round_dossiers(&*tx, round, year, |_| true).await?,
        prints: store::identity_prints(&*tx, round).await?,
    })
}

fn found(records: &Records, sides: &[SideView]) -> (Vec<Found>, usize) {
    let mut proposals = propose(records, &PersonPolicy::default());
    let left_out = proposals.len().saturating_sub(MOST_PAIRS);
    proposals.truncate(MOST_PAIRS);
    let of = |one: super::record::Proposal| {
        let (first, second) = (records.records.get(one.first)?, records.records.get(one.second)?);
        let facts = serde_json::to_vec(&(&one.comparisons, &one.reasons)).unwrap_or_default();
        Some(Found {
            keys: (first.key.clone(), second.key.clone()),
            sides: (sides.get(one.first)?.clone(), sides.get(one.second)?.clone()),
            probability: one.probability,
            digest: hex_sha256(&facts),
            reasons: one.reasons,
            comparisons: one.comparisons,
        })
    };
    (proposals.into_iter().filter_map(of).collect(), left_out)
}

/// The pairs of a search, by what became of them.
#[derive(Debug, Default)]
struct Outcome {
    found: Vec<Pair>,
    added: Vec<Pair>,
    changed: Vec<Pair>,
    lapsed: Vec<Pair>,
    dropped: Vec<Pair>,
}

impl Outcome {
    /// How many they are, but those behind a wall.
    fn counted(&self, wall: &Wall) -> FindReport {
        let is_open = |(one, other): &&Pair| !is_hidden(wall, one) && !is_hidden(wall, other);
        let count = |pairs: &[Pair]| pairs.iter().filter(is_open).count();
        FindReport {
            found: count(&self.found),
            added: count(&self.added),
            changed: count(&self.changed),
            lapsed: count(&self.lapsed),
            dropped: count(&self.dropped),
            ..FindReport::default()
        }
    }
}

/// Looks for pairs of records of the pool and the round of `year` that may be one person. What was decided
/// stays as it is; what nobody has looked at follows the records; the first of two steps lapses when a record
/// changed under it. Of pairs behind the wall of who asks nothing is told.
///
/// # Errors
/// No such round, the records failing.
pub async fn seek(
    app: &App,
    by: &str,
    (year, wall): (i32, &Wall),
) -> Result<FindReport, SeekError> {
    let round = awards::find_round(app.database.reader(), year).await?;
    let round = round.ok_or(SeekError::NoRound(year))?.id;
    let source = gather(app, round, year).await?;
    let computed = tokio::task::spawn_blocking(move || {
        let (records, sides) = assemble(source);
        let (pairs, left_out) = found(&records, &sides);
        (pairs, left_out, records.records.len())
    });
    let (pairs, left_out, records) =
        computed.await.map_err(|error| SeekError::Broken(error.to_string()))?;
    let outcome = keep(app, by, round, pairs).await?;
    Ok(FindReport { records, left_out, ..outcome.counted(wall) })
}

/// Brings the queue in line with what was found, with one audit record.
async fn keep(app: &App, by: &str, round: RoundId, pairs: Vec<Found>) -> Result<Outcome, DbErr> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut known = store::all_by_keys(&*tx).await?;
    let mut new = Vec::new();
    let mut outcome = Outcome::default();
    for pair in pairs {
        let keys = pair.keys.clone();
        outcome.found.push(keys.clone());
        let Some(row) = known.remove(&keys) else {
            outcome.added.push(keys);
            new.push(pair);
            continue;
        };
        let is_begun = matches!(row.state, PersonLinkState::Confirmed | PersonLinkState::Refusing);
        let is_open = row.state == PersonLinkState::Proposed || is_begun;
        if !is_open || row.facts_digest == pair.digest {
            continue;
        }
        let id = row.id;
        if !store::refresh(&*tx, (round, now), row, pair).await? {
            continue;
        }
        if is_begun {
            lapse(app, &tx, by, id).await?;
            outcome.lapsed.push(keys.clone());
        }
        outcome.changed.push(keys);
    }
    let stale = known
        .into_values()
        .filter(|row| row.round_id == round && row.state == PersonLinkState::Proposed);
    let mut gone = Vec::new();
    for row in stale {
        gone.push(row.id);
        outcome.dropped.push((row.first_key, row.second_key));
    }
    store::delete(&*tx, &gone).await?;
    store::insert(&*tx, app.ids, (round, now), new).await?;
    note(app, &tx, (by, round), outcome.counted(&Wall::default())).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The first of two steps about a pair does not count any more.
async fn lapse(app: &App, tx: &WriteTx, by: &str, id: PersonLinkId) -> Result<(), DbErr> {
    let step = Step {
        deed: PersonLinkDeed::Lapse,
        state: PersonLinkState::Proposed,
        by,
        at: app.clock.now(),
        reason: None,
    };
    store::add_step(&**tx, app.ids, id, &step).await
}

async fn note(
    app: &App,
    tx: &WriteTx,
    (by, round): (&str, RoundId),
    report: FindReport,
) -> Result<(), DbErr> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "persons.find".to_owned(),
        subject: format!("round/{round}"),
        reason: Some(format!(
            "found {} / added {} / changed {} / lapsed {} / dropped {}",
            report.found, report.added, report.changed, report.lapsed, report.dropped
        )),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await
}
