//! How is a whole round compared with itself and with earlier ones?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::{NominationId, ReuseRunId, RoundId};
use rayon::prelude::*;
use sea_orm::DbErr;
use serde_json::json;

use super::{
    compare::Known,
    evidence::{Found, of_keys, of_text, of_title, weight, without_settled},
    facts::Material,
    keep_up::keep_up,
    policy::{ENGINE, IN_FORCE},
    round::{Pair, near_pairs, text_pairs, title_pairs},
    shingles::Shingles,
    store::{self, Kept, NewFinding},
};
use crate::{
    app::App,
    audit, awards, idempotency,
    jobs::{self, Claimed},
};

/// The kind of job that carries out a comparison of a round.
pub const JOB: &str = "examination.reuse_run";

/// Why a comparison was not asked for or carried out.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no such round.
    #[error("没有 {0} 年度 / there is no round {0}")]
    NoRound(i32),
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// There is no such comparison, or it is not waiting.
    #[error("没有待执行的查重 / there is no such comparison waiting")]
    NoRun,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] DbErr),
}

/// Who carries a comparison out.
#[derive(Clone, Copy, Debug)]
pub enum Carrier<'a> {
    /// A job of the queue; the answer is kept for repetitions of the request, in the same commit.
    Queue(&'a idempotency::Key),
    /// The one who asks, at once.
    Caller,
}

/// Writes a comparison of the round of `year` down as asked for, with the job that will carry it out if the
/// caller does not.
///
/// # Errors
/// No such round, a repeated request, the records failing.
pub async fn request(
    app: &App,
    by: &str,
    year: i32,
    carrier: Carrier<'_>,
) -> Result<ReuseRunId, RunError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(RunError::NoRound(year))?;
    let id: ReuseRunId = app.ids.next();
    if let Carrier::Queue(key) = carrier {
        if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
            return Err(RunError::Repeated);
        }
        jobs::enqueue(&*tx, app.ids, now, JOB, json!({ "run": id })).await?;
    }
    store::insert(&*tx, (id, round.id), &ENGINE, (by, now)).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "examination.request_reuse_run".to_owned(),
        subject: format!("reuse_run/{id}"),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(id)
}

/// Carries out the comparison that `job` names.
///
/// # Errors
/// The records failing; they are tried again.
pub async fn handle_job(app: &App, job: &Claimed) -> Result<(), RunError> {
    let id = job.payload.get("run").cloned().unwrap_or_default();
    let id: ReuseRunId = serde_json::from_value(id).map_err(|_| RunError::NoRun)?;
    match execute(app, id).await {
        Err(RunError::NoRun) => {
            let why = (app.clock.now(), "no such comparison waits");
            store::fail(app.database.reader(), id, why).await?;
            Ok(())
        }
        other => other,
    }
}

/// What a round holds, ready to be compared.
struct Round {
    kept: Vec<Kept>,
    is_subject: Vec<bool>,
    known: Vec<Known>,
    near: Vec<Pair>,
    titles: Vec<(Pair, f64)>,
}

impl Round {
    fn of(kept: Vec<Kept>, round: RoundId) -> Self {
        let is_subject: Vec<bool> = kept.iter().map(|one| one.round == round).collect();
        let known: Vec<Known> = kept.iter().map(|one| one.known.clone()).collect();
        let near = near_pairs(&known, &is_subject, &IN_FORCE);
        let titles = title_pairs(&known, &is_subject, &IN_FORCE);
        Self { kept, is_subject, known, near, titles }
    }

    fn id(&self, at: usize) -> Option<NominationId> {
        self.kept.get(at).map(|one| one.id)
    }

    /// The nominations whose texts have to be read.
    fn read(&self) -> BTreeMap<NominationId, usize> {
        let named: BTreeSet<usize> =
            self.near.iter().flat_map(|(one, other)| [*one, *other]).collect();
        named.into_iter().filter_map(|at| Some((self.id(at)?, at))).collect()
    }

    fn subjects(&self) -> usize {
        self.is_subject.iter().filter(|is| **is).count()
    }
}

/// The findings from texts and titles.
async fn alike(app: &App, round: &Round) -> Result<Vec<NewFinding>, DbErr> {
    /// Texts that are in memory at once.
    const AT_ONCE: usize = 1000;
    let read: Vec<(NominationId, usize)> = round.read().into_iter().collect();
    let mut shingles: BTreeMap<usize, Shingles> = BTreeMap::new();
    let analyzer = app.search.analyzer();
    for part in read.chunks(AT_ONCE) {
        let ids: Vec<NominationId> = part.iter().map(|(id, _)| *id).collect();
        let texts = store::materials(app.database.reader(), &ids).await?;
        let made = tokio::task::block_in_place(|| {
            let of = |(id, at): &(NominationId, usize)| {
                let text = texts.get(id)?.text();
                Some((*at, Shingles::of(analyzer, &text, IN_FORCE.text.words)))
            };
            part.par_iter().filter_map(of).collect::<Vec<_>>()
        });
        shingles.extend(made);
    }
    let texts = tokio::task::block_in_place(|| text_pairs(&round.near, &shingles, &IN_FORCE));
    let named = |(one, other): Pair, found: Found| {
        Some(NewFinding { nomination: round.id(one)?, other: round.id(other)?, found })
    };
    let texts = texts.into_iter().filter_map(|(pair, found)| named(pair, of_text(found)));
    let titles = round.titles.iter().filter_map(|(pair, found)| named(*pair, of_title(*found)));
    Ok(texts.chain(titles).collect())
}

/// The findings from exact keys.
async fn shared(
    app: &App,
    round: RoundId,
    rounds: &BTreeSet<RoundId>,
) -> Result<Vec<NewFinding>, DbErr> {
    let sharing = store::sharing_of_round(app.database.reader(), round, rounds).await?;
    let named: BTreeSet<NominationId> =
        sharing.iter().flat_map(|(id, others)| others.keys().chain([id])).copied().collect();
    let named: Vec<NominationId> = named.into_iter().collect();
    let materials: BTreeMap<NominationId, Material> =
        store::materials(app.database.reader(), &named).await?;
    let mut findings = Vec::new();
    for (nomination, others) in sharing {
        for (other, shared) in others {
            let (Some(one), Some(two)) = (materials.get(&nomination), materials.get(&other)) else {
                continue;
            };
            for (kind, values) in without_settled(shared, (one, two)) {
                let found = of_keys(kind, &values, (one, two), &IN_FORCE);
                findings.push(NewFinding { nomination, other, found });
            }
        }
    }
    Ok(findings)
}

/// Carries out a waiting comparison: brings the sketches up to date, compares, and keeps everything found in one
/// transaction with its audit record.
///
/// # Errors
/// There is no such comparison waiting; the records failing.
pub async fn execute(app: &App, id: ReuseRunId) -> Result<(), RunError> {
    let begun = store::begin(app.database.reader(), id).await?;
    let (round, year, by) = begun.ok_or(RunError::NoRun)?;
    keep_up(app).await?;
    let rounds: BTreeSet<RoundId> =
        store::years(app.database.reader(), Some(year)).await?.into_keys().collect();
    let kept = store::sketches(app.database.reader(), &ENGINE, rounds.iter().copied()).await?;
    let compared = tokio::task::block_in_place(|| Round::of(kept, round));
    let mut findings = alike(app, &compared).await?;
    findings.extend(shared(app, round, &rounds).await?);
    findings.sort_by(|one, other| {
        let weight = |one: &NewFinding| weight(one.found.kind, one.found.score);
        let key = |one: &NewFinding| (one.nomination, one.other, one.found.kind);
        weight(other).total_cmp(&weight(one)).then_with(|| key(one).cmp(&key(other)))
    });
    let counts = (compared.subjects(), compared.known.len());
    let tx = app.database.begin_write().await?;
    let now = app.clock.now();
    let reason = format!("{} / {}: {}", counts.0, counts.1, findings.len());
    store::finish(&*tx, app.ids, (id, now), counts, findings).await?;
    let entry = audit::Entry {
        actor: by,
        action: "examination.reuse_run".to_owned(),
        subject: format!("reuse_run/{id}"),
        reason: Some(reason),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
