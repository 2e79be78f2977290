//! How does a match run come to be, and what happens to it?

use std::sync::Arc;

use entity::{ids::MatchRunId, vocabulary::NominationState};
use serde_json::json;

use super::{
    parameters::MatchParameters,
    plan::{self, MatchInput, PlanError, Progress, Stage},
    store,
};
use crate::{
    app::App,
    audit, awards, experts, idempotency,
    jobs::{self, Claimed},
    nominations::{self, RoundDossiers},
    units,
};

/// The kind of job that carries out a run.
pub const JOB: &str = "matching.run";

/// Why a run was not started or carried out.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// There is no such round.
    #[error("没有 {0} 年度 / there is no round {0}")]
    NoRound(i32),
    /// There is nothing to match.
    #[error(
        "{0} 年度没有可匹配的提名或专家库为空 / round {0} has no nomination to match, or the pool is empty"
    )]
    Nothing(i32),
    /// Each expert is asked to do more than an expert may do.
    #[error("min_load 大于 max_load / min_load is above max_load")]
    LoadBounds,
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// There is no such run, or it is not waiting.
    #[error("没有待执行的匹配 / there is no such run waiting")]
    NoRun,
    /// The engine refuses the input.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The computation broke off.
    #[error("匹配计算中断 / the computation broke off: {0}")]
    Broken(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Who carries a run out.
#[derive(Clone, Copy, Debug)]
pub enum Carrier<'a> {
    /// A job of the queue; the answer is kept for repetitions of the request, in the same commit.
    Queue(&'a idempotency::Key),
    /// The one who asks, at once.
    Caller,
}

/// Writes a run down as asked for, with the job that will carry it out if the caller does not.
///
/// # Errors
/// Loads that contradict each other, no such round, nothing to match, a repeated request, the
/// records failing.
pub async fn request(
    app: &App,
    by: &str,
    year: i32,
    parameters: &MatchParameters,
    carrier: Carrier<'_>,
) -> Result<MatchRunId, RunError> {
    if parameters.min_load > parameters.max_load {
        return Err(RunError::LoadBounds);
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(RunError::NoRound(year))?;
    let counts = nominations::round_counts(&*tx, round.id).await?;
    let waiting = counts.by_state.iter().any(|(state, count)| state.is_matched() && *count > 0);
    if !waiting || experts::pool_counts(&*tx).await?.0 == 0 {
        return Err(RunError::Nothing(year));
    }
    let id: MatchRunId = app.ids.next();
    if let Carrier::Queue(key) = carrier {
        if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
            return Err(RunError::Repeated);
        }
        jobs::enqueue(&*tx, app.ids, now, JOB, json!({ "run": id })).await?;
    }
    store::insert_run(&*tx, id, round.id, by, now, parameters).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "matching.request".to_owned(),
        subject: format!("match_run/{id}"),
        after_digest: Some(parameters.digest()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(id)
}

/// Carries out the run that `job` names.
///
/// # Errors
/// As [`execute`]; the run is then marked as failed, and stays so.
pub async fn handle_job(app: &App, job: &Claimed) -> Result<(), RunError> {
    let id = job.payload.get("run").cloned().unwrap_or_default();
    let id: MatchRunId = serde_json::from_value(id).map_err(|_| RunError::NoRun)?;
    match execute(app, id, &|_| {}).await {
        Err(RunError::Store(error)) => Err(RunError::Store(error)),
        Err(error) => {
            store::fail_run(app.database.reader(), id, app.clock.now(), &error.to_string()).await?;
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

async fn read_input(
    app: &App,
    run: &store::Waiting,
) -> Result<(MatchInput, RoundDossiers), RunError> {
    let tx = app.database.begin_read().await?;
    let mut dossiers =
        nominations::round_dossiers(&*tx, run.round, run.year, NominationState::is_matched).await?;
    dossiers.nominations.sort_by(|one, other| one.nomination_id.cmp(&other.nomination_id));
    // The engines count positions by id in the order of bytes, whatever a database's collation.
    let mut experts = experts::all(&*tx).await?;
    experts.sort_by(|one, other| one.expert_id.cmp(&other.expert_id));
    let input = MatchInput {
        keys: dossiers
            .nominations
            .iter()
            .map(|one| {
                dossiers.keys.get(&one.nomination_id).map_or_else(Default::default, |id| id.0)
            })
            .collect(),
        year: run.year,
        experts,
        publications: experts::publications(&*tx).await?,
        affiliations: experts::affiliations(&*tx).await?,
        units: units::all(&*tx).await?,
        nominations: dossiers.nominations.clone(),
        people: dossiers.people.clone(),
        papers: dossiers.papers.clone(),
    };
    Ok((input, dossiers))
}

/// Carries out a run that the caller has asked for.
///
/// # Errors
/// As [`execute`]; the run is then marked as failed.
pub async fn execute_requested(
    app: &App,
    id: MatchRunId,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(), RunError> {
    let outcome = execute(app, id, watch).await;
    if let Err(error) = &outcome {
        store::fail_run(app.database.reader(), id, app.clock.now(), &error.to_string()).await?;
    }
    outcome
}

/// Carries out a waiting run: reads one state of the records, computes, stores the whole result in
/// one transaction with its audit record. `watch` hears of every step.
///
/// # Errors
/// The run is unknown or done, the engine refuses the input, the records fail.
pub async fn execute(
    app: &App,
    id: MatchRunId,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(), RunError> {
    let database = app.database.reader();
    let run = store::begin_run(database, id, app.clock.now()).await?.ok_or(RunError::NoRun)?;
    watch(Progress { stage: Stage::Reading, done: 0, total: 1 });
    let (input, dossiers) = read_input(app, &run).await?;
    let analyzer = Arc::clone(app.search.analyzer());
    let parameters = run.parameters.clone();
    let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
    let computation = tokio::task::spawn_blocking(move || {
        // A closed channel means that nobody watches any more.
        let tell = |progress| {
            let _nobody_watches = sender.send(progress);
        };
        plan::compute(&analyzer, &input, &parameters, &tell).map(|outcome| (input, outcome))
    });
    while let Some(progress) = receiver.recv().await {
        watch(progress);
        store::note_progress(database, id, progress).await?;
    }
    let (input, outcome) =
        computation.await.map_err(|error| RunError::Broken(error.to_string()))??;
    let storing = Progress { stage: Stage::Storing, done: 0, total: 1 };
    watch(storing);
    store::note_progress(database, id, storing).await?;

    let keys =
        store::Keys { nominations: dossiers.keys, experts: experts::keys_by_code(database).await? };
    let tx = app.database.begin_write().await?;
    let now = app.clock.now();
    store::store_outcome(&*tx, app.ids, id, &keys, &input, &outcome).await?;
    store::finish_run(&*tx, id, now, &outcome).await?;
    let entry = audit::Entry {
        actor: run.requested_by,
        action: "matching.run".to_owned(),
        subject: format!("match_run/{id}"),
        before_digest: Some(outcome.input_digest.clone()),
        after_digest: Some(outcome.output_digest.clone()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    watch(Progress { stage: Stage::Done, done: 1, total: 1 });
    Ok(())
}
