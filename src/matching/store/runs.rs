//! Where are match runs and what they found kept?

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    affinity, assignment, conflict, expert_group,
    ids::{ExpertId, MatchRunId, NominationId, RoundId},
    match_certificate, match_run, round,
    vocabulary::MatchRunState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, sea_query::Expr,
};

use super::super::{
    parameters::MatchParameters,
    plan::{ENGINE_VERSION, MatchInput, MatchOutcome, Progress, Stage},
};
use crate::{persistence::insert_all, shared::IdSource};

/// A run that waits to be carried out.
#[derive(Clone, Debug)]
pub(in super::super) struct Waiting {
    pub(in super::super) round: RoundId,
    pub(in super::super) year: i32,
    pub(in super::super) parameters: MatchParameters,
    pub(in super::super) requested_by: String,
}

/// The keys of what a run names by id.
pub(in super::super) struct Keys {
    pub(in super::super) nominations: BTreeMap<String, NominationId>,
    pub(in super::super) experts: BTreeMap<String, ExpertId>,
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// Writes a run down as asked for, with its seed.
pub(in super::super) async fn insert_run(
    database: &impl ConnectionTrait,
    id: MatchRunId,
    round: RoundId,
    by: &str,
    now: DateTime<Utc>,
    parameters: &MatchParameters,
) -> Result<(), DbErr> {
    match_run::ActiveModel {
        id: Set(id),
        round_id: Set(round),
        state: Set(MatchRunState::Queued),
        parameters: Set(json(parameters)),
        seed: Set(parameters.seed.unwrap_or_default()),
        input_digest: Set(None),
        output_digest: Set(None),
        engine_version: Set(ENGINE_VERSION.to_owned()),
        requested_by: Set(by.to_owned()),
        requested_at: Set(now),
        started_at: Set(None),
        finished_at: Set(None),
        error: Set(None),
        stage: Set(Stage::Waiting.as_str().to_owned()),
        stage_done: Set(0),
        stage_total: Set(1),
        report: Set(None),
    }
    .insert(database)
    .await?;
    Ok(())
}

/// Marks a run as running, unless it is done or has failed; a run that a crash left in the middle
/// begins anew.
pub(in super::super) async fn begin_run(
    database: &impl ConnectionTrait,
    id: MatchRunId,
    now: DateTime<Utc>,
) -> Result<Option<Waiting>, DbErr> {
    let Some(run) = match_run::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let Some(round) = round::Entity::find_by_id(run.round_id).one(database).await? else {
        return Ok(None);
    };
    if !matches!(run.state, MatchRunState::Queued | MatchRunState::Running) {
        return Ok(None);
    }
    match_run::ActiveModel {
        id: Set(id),
        state: Set(MatchRunState::Running),
        started_at: Set(Some(now)),
        ..Default::default()
    }
    .update(database)
    .await?;
    let parameters = serde_json::from_value(run.parameters)
        .map_err(|error| DbErr::Custom(format!("the parameters of a run: {error}")))?;
    Ok(Some(Waiting {
        round: run.round_id,
        year: round.year,
        parameters,
        requested_by: run.requested_by,
    }))
}

/// Notes how far a run is.
pub(in super::super) async fn note_progress(
    database: &impl ConnectionTrait,
    id: MatchRunId,
    progress: Progress,
) -> Result<(), DbErr> {
    let integer = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match_run::Entity::update_many()
        .col_expr(match_run::Column::Stage, Expr::value(progress.stage.as_str()))
        .col_expr(match_run::Column::StageDone, Expr::value(integer(progress.done)))
        .col_expr(match_run::Column::StageTotal, Expr::value(integer(progress.total)))
        .filter(match_run::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Marks a run as failed.
pub(in super::super) async fn fail_run(
    database: &impl ConnectionTrait,
    id: MatchRunId,
    now: DateTime<Utc>,
    error: &str,
) -> Result<(), DbErr> {
    match_run::Entity::update_many()
        .col_expr(match_run::Column::State, Expr::value(MatchRunState::Failed))
        .col_expr(match_run::Column::FinishedAt, Expr::value(now))
        .col_expr(match_run::Column::Error, Expr::value(error))
        .filter(match_run::Column::Id.eq(id))
        .filter(match_run::Column::State.is_in([MatchRunState::Queued, MatchRunState::Running]))
        .exec(database)
        .await
        .map(|_| ())
}

/// Marks a run as done, with its report.
pub(in super::super) async fn finish_run(
    database: &impl ConnectionTrait,
    id: MatchRunId,
    now: DateTime<Utc>,
    outcome: &MatchOutcome,
) -> Result<(), DbErr> {
    match_run::ActiveModel {
        id: Set(id),
        state: Set(MatchRunState::Done),
        input_digest: Set(Some(outcome.input_digest.clone())),
        output_digest: Set(Some(outcome.output_digest.clone())),
        finished_at: Set(Some(now)),
        stage: Set(Stage::Done.as_str().to_owned()),
        stage_done: Set(1),
        stage_total: Set(1),
        report: Set(Some(json(&outcome.report))),
        ..Default::default()
    }
    .update(database)
    .await?;
    Ok(())
}

fn micro(score: u32) -> i32 {
    i32::try_from(score).unwrap_or(i32::MAX)
}

/// Writes everything that a run found.
pub(in super::super) async fn store_outcome(
    database: &impl ConnectionTrait,
    ids: IdSource,
    run: MatchRunId,
    keys: &Keys,
    input: &MatchInput,
    outcome: &MatchOutcome,
) -> Result<(), DbErr> {
    let nomination =
        |at: usize| keys.nominations.get(&input.nominations[at].nomination_id).copied();
    let expert = |at: usize| keys.experts.get(&input.experts[at].expert_id).copied();
    let affinities = outcome.candidates.iter().filter_map(|one| {
        Some(affinity::ActiveModel {
            run_id: Set(run),
            nomination_id: Set(nomination(one.nomination)?),
            expert_id: Set(expert(one.expert)?),
            score: Set(micro(one.score)),
            low: Set(micro(one.low)),
            high: Set(micro(one.high)),
            reasons: Set(Some(json(&one.reasons))),
            why_not: Set(one.why_not.as_ref().map(json)),
        })
    });
    insert_all(database, affinities.collect()).await?;
    let conflicts = outcome.findings.iter().filter_map(|finding| {
        Some(conflict::ActiveModel {
            id: Set(ids.next()),
            run_id: Set(run),
            nomination_id: Set(*keys.nominations.get(&finding.nomination_id)?),
            expert_id: Set(*keys.experts.get(&finding.expert_id)?),
            kind: Set(finding.kind.code().to_owned()),
            severity: Set(finding.severity.code().to_owned()),
            confidence: Set(finding.confidence.into()),
            evidence: Set(json(&finding.evidence)),
        })
    });
    insert_all(database, conflicts.collect()).await?;
    let mut positions: BTreeMap<usize, i32> = BTreeMap::new();
    let assignments = outcome.assigned.iter().filter_map(|pair| {
        let position = positions.entry(pair.nomination).or_default();
        *position += 1;
        Some(assignment::ActiveModel {
            run_id: Set(run),
            nomination_id: Set(nomination(pair.nomination)?),
            expert_id: Set(expert(pair.expert)?),
            position: Set(*position),
            score: Set(i32::try_from(pair.score).unwrap_or(i32::MAX)),
        })
    });
    insert_all(database, assignments.collect()).await?;
    store_groups(database, run, keys, input, outcome).await?;
    match_certificate::ActiveModel { run_id: Set(run), body: Set(outcome.certificate.clone()) }
        .insert(database)
        .await
        .map(|_| ())
}

/// Writes down where the experts belong who are candidates or assigned: a plan stands by the groups that
/// its run knew.
async fn store_groups(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    keys: &Keys,
    input: &MatchInput,
    outcome: &MatchOutcome,
) -> Result<(), DbErr> {
    let candidates = outcome.candidates.iter().map(|one| one.expert);
    let named: BTreeSet<usize> =
        candidates.chain(outcome.assigned.iter().map(|pair| pair.expert)).collect();
    let groups = named.into_iter().filter_map(|at| {
        let of = outcome.groups.get(at)?;
        Some(expert_group::ActiveModel {
            run_id: Set(run),
            expert_id: Set(*keys.experts.get(&input.experts.get(at)?.expert_id)?),
            unit: Set(of.unit.clone()),
            university: Set(of.university.clone()),
            system: Set(of.system.clone()),
            region: Set(of.region.clone()),
        })
    });
    insert_all(database, groups.collect()).await
}

/// The certificate of a run, packed.
pub(in super::super) async fn certificate(
    database: &impl ConnectionTrait,
    run: MatchRunId,
) -> Result<Option<Vec<u8>>, DbErr> {
    let found = match_certificate::Entity::find_by_id(run).one(database).await?;
    Ok(found.map(|row| row.body))
}
