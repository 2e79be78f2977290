//! How does a match run come to be, and what happens to it?

use std::{collections::BTreeMap, sync::Arc};

use entity::{ids::MatchRunId, vocabulary::NominationState};
use serde_json::json;

use super::{
    model_card::affinity_card,
    parameters::{MatchParameters, ObjectiveName},
    plan::{self, MatchInput, MatchOutcome, PlanError, Progress, Stage},
    store, texts,
};
use crate::{
    app::App,
    audit, awards, conflicts, experts, idempotency,
    jobs::{self, Claimed},
    nominations::{self, RoundDossiers},
    persons,
    shared::Bilingual,
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
    /// A floor for another objective, or one that nobody can reach.
    #[error(
        "floor 只用于目标 floor，且不得大于 per_nomination / a floor goes with the objective floor alone and is at most per_nomination"
    )]
    Floor,
    /// Rules over groups of experts contradict each other, and where.
    #[error("{0}: {1}")]
    Rules(String, Bilingual),
    /// There are no panels to keep to.
    #[error("该年度没有评审组，不能限定组内指派 / the round is not divided into panels to keep to")]
    NoPanels,
    /// Somebody would choose the seed of a draw, and could try it out before.
    #[error("种子由服务器抽取 / the server draws the seed")]
    SeedTyped,
    /// The operating system gives no random number.
    #[error("系统未给出随机数 / the operating system gives no random number: {0}")]
    NoRandomness(String),
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

/// The largest seed that JSON holds exactly.
const LARGEST_SEED: u64 = (1 << 53) - 1;

/// A seed that nobody chose, from the operating system.
fn drawn_seed() -> Result<i64, RunError> {
    use rand::TryRngCore as _;
    let word = rand::rngs::OsRng
        .try_next_u64()
        .map_err(|error| RunError::NoRandomness(error.to_string()))?;
    i64::try_from(word & LARGEST_SEED).map_err(|error| RunError::NoRandomness(error.to_string()))
}

/// The parameters of a run with its seed. Whoever asks for a draw over the network does not choose its
/// seed: of two outcomes he could take the one that he likes. At the terminal a draw can be repeated.
fn chosen(parameters: &MatchParameters, carrier: Carrier<'_>) -> Result<MatchParameters, RunError> {
    if parameters.min_load > parameters.max_load {
        return Err(RunError::LoadBounds);
    }
    if parameters.is_floor_wrong() {
        return Err(RunError::Floor);
    }
    if let Some((pointer, words)) = parameters.rules_fault() {
        return Err(RunError::Rules(pointer, words));
    }
    let is_draw = parameters.objective == ObjectiveName::Random;
    let seed = match (parameters.seed, carrier) {
        (Some(_), Carrier::Queue(_)) => return Err(RunError::SeedTyped),
        (Some(typed), Carrier::Caller) => typed,
        (None, _) if is_draw => drawn_seed()?,
        // It changes nothing.
        (None, _) => 1,
    };
    Ok(MatchParameters { seed: Some(seed), ..parameters.clone() })
}

/// Writes a run down as asked for, with the job that will carry it out if the caller does not.
///
/// # Errors
/// Parameters that contradict each other, a seed over the network, no such round, nothing to match, no panels
/// to keep to, a repeated request, the records failing.
pub async fn request(
    app: &App,
    by: &str,
    year: i32,
    parameters: &MatchParameters,
    carrier: Carrier<'_>,
) -> Result<MatchRunId, RunError> {
    let chosen = chosen(parameters, carrier)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(RunError::NoRound(year))?;
    let counts = nominations::round_counts(&*tx, round.id).await?;
    let waiting = counts.by_state.iter().any(|(state, count)| state.is_matched() && *count > 0);
    if !waiting || experts::pool_counts(&*tx).await?.0 == 0 {
        return Err(RunError::Nothing(year));
    }
    if chosen.within_panels && store::panel_seats(&*tx, round.id).await?.is_none() {
        return Err(RunError::NoPanels);
    }
    let id: MatchRunId = app.ids.next();
    if let Carrier::Queue(key) = carrier {
        if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
            return Err(RunError::Repeated);
        }
        jobs::enqueue(&*tx, app.ids, now, JOB, json!({ "run": id })).await?;
    }
    store::insert_run(&*tx, id, round.id, by, now, &chosen).await?;
    let is_typed = parameters.seed.is_some() && parameters.objective == ObjectiveName::Random;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "matching.request".to_owned(),
        subject: format!("match_run/{id}"),
        // The seed is among them, so that it cannot be another afterwards.
        after_digest: Some(chosen.digest()),
        reason: is_typed.then(|| "seed=typed".to_owned()),
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
    let mut recused = store::recused_in_round(&*tx, &app.sealer, run.round).await?;
    let policy = conflicts::policy_of_round(&*tx, run.round).await?;
    let earlier = store::earlier(&*tx, (run.round, run.year), &policy).await?;
    // Who is which person of a nomination, of earlier rounds too, and who only bears the name.
    let whole = earlier.beside(&dossiers);
    recused.decisions.extend(persons::decisions_of_round(&*tx, &whole, &experts).await?);
    let works = conflicts::works_of_round(&tx, run.round, &whole.keys).await?.works;
    let panels = store::panel_seats(&*tx, run.round).await?;
    if run.parameters.within_panels && panels.is_none() {
        return Err(RunError::NoPanels);
    }
    let histories = match run.parameters.record_micro().map_err(PlanError::from)? {
        0 => BTreeMap::new(),
        _ => store::histories_before(&*tx, run.year).await?,
    };
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
        completing_units: dossiers.completing_units.clone(),
        works,
        recused,
        earlier: earlier.told,
        panels,
        histories,
        conflict_policy: policy,
        ..MatchInput::default()
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

/// Records, before anything is drawn, what the draw will be made from: the digest of the inputs, and a
/// commitment to the seed, which the record of the run reveals.
async fn commit_to_draw(
    app: &App,
    (id, run): (MatchRunId, &store::Waiting),
    input: MatchInput,
) -> Result<MatchInput, RunError> {
    if run.parameters.objective != ObjectiveName::Random {
        return Ok(input);
    }
    let parameters = run.parameters.clone();
    let work = move || (plan::digest_of(&input, &parameters), input);
    let (digest, input) = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| RunError::Broken(error.to_string()))?;
    let seed = run.parameters.seed.unwrap_or_default();
    let tx = app.database.begin_write().await?;
    let entry = audit::Entry {
        actor: run.requested_by.clone(),
        action: "matching.commit_draw".to_owned(),
        subject: format!("match_run/{id}"),
        after_digest: Some(plan::draw_commitment(seed, &digest)),
        before_digest: Some(digest),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(input)
}

/// Computes beside the server's own work, and notes how far the computation is.
async fn computed(
    app: &App,
    (id, run): (MatchRunId, &store::Waiting),
    input: MatchInput,
    watch: &(dyn Fn(Progress) + Sync),
) -> Result<(MatchInput, MatchOutcome), RunError> {
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
        store::note_progress(app.database.reader(), id, progress).await?;
    }
    let done = computation.await.map_err(|error| RunError::Broken(error.to_string()))??;
    Ok(done)
}

/// Stores the whole result of a run in one transaction with its audit record.
async fn keep(
    app: &App,
    (id, run): (MatchRunId, store::Waiting),
    keys: &store::Keys,
    (input, outcome): (&MatchInput, &MatchOutcome),
) -> Result<(), RunError> {
    let is_draw = run.parameters.objective == ObjectiveName::Random;
    let tx = app.database.begin_write().await?;
    let now = app.clock.now();
    store::store_outcome(&*tx, app.ids, id, keys, input, outcome).await?;
    store::finish_run(&*tx, id, now, outcome).await?;
    let entry = audit::Entry {
        actor: run.requested_by,
        action: "matching.run".to_owned(),
        subject: format!("match_run/{id}"),
        before_digest: Some(outcome.input_digest.clone()),
        after_digest: Some(outcome.output_digest.clone()),
        reason: is_draw.then(|| format!("seed={}", run.parameters.seed.unwrap_or_default())),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
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
    let (mut input, dossiers) = read_input(app, &run).await?;
    let card = affinity_card(&app.config.affinity).await;
    input.affinity_model = card.map_err(|error| RunError::Broken(error.to_string()))?;
    texts::add(app, &mut input, &dossiers).await?;
    let input = commit_to_draw(app, (id, &run), input).await?;
    let (input, outcome) = computed(app, (id, &run), input, watch).await?;
    let storing = Progress { stage: Stage::Storing, done: 0, total: 1 };
    watch(storing);
    store::note_progress(database, id, storing).await?;
    let keys =
        store::Keys { nominations: dossiers.keys, experts: experts::keys_by_code(database).await? };
    keep(app, (id, run), &keys, (&input, &outcome)).await?;
    watch(Progress { stage: Stage::Done, done: 1, total: 1 });
    Ok(())
}
