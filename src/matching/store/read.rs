//! How are match runs and what they found read?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    affinity, assignment, authorship, conflict, expert,
    ids::{ExpertId, MatchRunId, NominationId, RoundId},
    match_run, nomination, round,
    vocabulary::MatchRunState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::{
    super::{
        candidates::WhyNotView,
        parameters::{MatchParameters, ObjectiveName},
        reviewer_history::ReviewerHistory,
        views::{
            AssignedNomination, AssignmentView, Candidate, ConflictView, MatchRunView, NamedExpert,
            NominationMatch, ProgressView,
        },
    },
    histories::histories_of,
};
use crate::authz::Wall;

fn fraction(micro: i32) -> f64 {
    f64::from(micro) / 1e6
}

fn run_view(run: match_run::Model, year: i32) -> MatchRunView {
    let mut parameters: MatchParameters =
        serde_json::from_value(run.parameters).unwrap_or_default();
    // The seed of a draw is told when it is drawn, and not before.
    let is_hidden =
        parameters.objective == ObjectiveName::Random && run.state != MatchRunState::Done;
    if is_hidden {
        parameters.seed = None;
    }
    MatchRunView {
        id: run.id.0,
        round: year,
        state: run.state.as_str().to_owned(),
        progress: ProgressView { stage: run.stage, done: run.stage_done, total: run.stage_total },
        parameters,
        seed: Some(run.seed).filter(|_| !is_hidden),
        input_digest: run.input_digest,
        output_digest: run.output_digest,
        engine_version: run.engine_version,
        requested_by: run.requested_by,
        requested_at: run.requested_at,
        started_at: run.started_at,
        finished_at: run.finished_at,
        error: run.error,
        report: run.report.and_then(|report| serde_json::from_value(report).ok()),
        withheld: None,
        names: BTreeMap::new(),
    }
}

/// The run `id` with the year of its round.
///
/// # Errors
/// The records failing.
pub async fn find_run(
    database: &impl ConnectionTrait,
    id: MatchRunId,
) -> Result<Option<MatchRunView>, DbErr> {
    let Some(run) = match_run::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let year = round::Entity::find_by_id(run.round_id).one(database).await?;
    Ok(year.map(|round| run_view(run, round.year)))
}

/// The runs of a round, newest first, fifty at the most.
pub(in super::super) async fn runs(
    database: &impl ConnectionTrait,
    round: RoundId,
    year: i32,
) -> Result<Vec<MatchRunView>, DbErr> {
    let runs = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(round))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .limit(50)
        .all(database)
        .await?;
    Ok(runs.into_iter().map(|run| run_view(run, year)).collect())
}

/// The newest run of a round.
///
/// # Errors
/// The records failing.
pub async fn latest_run(
    database: &impl ConnectionTrait,
    round: RoundId,
    year: i32,
) -> Result<Option<MatchRunView>, DbErr> {
    let run = match_run::Entity::find()
        .filter(match_run::Column::RoundId.eq(round))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .one(database)
        .await?;
    Ok(run.map(|run| run_view(run, year)))
}

/// The newest finished run of a round; of two asked for at once, the one with the later key.
///
/// # Errors
/// The records failing.
pub async fn newest_done(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<MatchRunId>, DbErr> {
    match_run::Entity::find()
        .select_only()
        .column(match_run::Column::Id)
        .filter(match_run::Column::RoundId.eq(round))
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .into_tuple()
        .one(database)
        .await
}

fn conflict_view(row: conflict::Model) -> (ExpertId, ConflictView) {
    let view = ConflictView {
        kind: row.kind,
        severity: row.severity,
        confidence: f64::from(row.confidence) / 1e3,
        evidence: serde_json::from_value(row.evidence).unwrap_or_default(),
    };
    (row.expert_id, view)
}

/// What the page of a nomination needs to know of the experts it names.
struct Named {
    experts: BTreeMap<ExpertId, expert::Model>,
    publications: BTreeMap<ExpertId, u64>,
    loads: BTreeMap<ExpertId, u32>,
    histories: BTreeMap<ExpertId, ReviewerHistory>,
}

async fn named(
    database: &impl ConnectionTrait,
    (run, round): (MatchRunId, RoundId),
    keys: &BTreeSet<ExpertId>,
    wall: &Wall,
) -> Result<Named, DbErr> {
    let histories = histories_of(database, round, keys).await?;
    let keys = || keys.iter().copied();
    let experts = expert::Entity::find()
        .filter(expert::Column::Id.is_in(keys()))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let publications = authorship::Entity::find()
        .select_only()
        .column(authorship::Column::ExpertId)
        .column_as(authorship::Column::PublicationId.count(), "count")
        .filter(authorship::Column::ExpertId.is_in(keys()))
        .group_by(authorship::Column::ExpertId)
        .into_tuple::<(ExpertId, i64)>()
        .all(database)
        .await?;
    let loads = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::ExpertId)
        .column_as(assignment::Column::NominationId.count(), "count")
        .filter(assignment::Column::RunId.eq(run))
        .filter(assignment::Column::ExpertId.is_in(keys()))
        .filter(assignment::Column::NominationId.is_not_in(wall.nominations().iter().copied()))
        .group_by(assignment::Column::ExpertId)
        .into_tuple::<(ExpertId, i64)>()
        .all(database)
        .await?;
    Ok(Named {
        experts,
        publications: publications
            .into_iter()
            .map(|(id, count)| (id, count.unsigned_abs()))
            .collect(),
        loads: loads
            .into_iter()
            .map(|(id, count)| (id, u32::try_from(count).unwrap_or_default()))
            .collect(),
        histories,
    })
}

/// The conflicts of a nomination, by expert, the gravest first.
async fn conflicts_of(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    nomination: NominationId,
) -> Result<BTreeMap<ExpertId, Vec<ConflictView>>, DbErr> {
    let mut conflicts: BTreeMap<ExpertId, Vec<ConflictView>> = BTreeMap::new();
    for row in conflict::Entity::find()
        .filter(conflict::Column::RunId.eq(run))
        .filter(conflict::Column::NominationId.eq(nomination))
        .order_by_asc(conflict::Column::Severity)
        .all(database)
        .await?
    {
        let (expert, view) = conflict_view(row);
        conflicts.entry(expert).or_default().push(view);
    }
    Ok(conflicts)
}

/// The experts whom a run assigned to a nomination.
async fn assigned_to(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    nomination: NominationId,
) -> Result<BTreeSet<ExpertId>, DbErr> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::RunId.eq(run))
        .filter(assignment::Column::NominationId.eq(nomination))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.expert_id).collect())
}

/// By affinity, those without one last; equals by the pool's key.
fn best_first(one: &Candidate, other: &Candidate) -> std::cmp::Ordering {
    let score = |candidate: &Candidate| candidate.score.unwrap_or(-1.0);
    score(other)
        .total_cmp(&score(one))
        .then_with(|| one.expert.expert_id.cmp(&other.expert.expert_id))
}

/// Whom the latest finished run of its round matched to a nomination, and why; the loads of experts without what
/// stands behind `wall`.
///
/// # Errors
/// The records failing.
pub async fn of_nomination(
    database: &impl ConnectionTrait,
    id: NominationId,
    wall: &Wall,
) -> Result<Option<NominationMatch>, DbErr> {
    let Some(found) = nomination::Entity::find_by_id(id).one(database).await? else {
        return Ok(None);
    };
    let Some(run) = newest_done(database, found.round_id).await? else { return Ok(None) };
    let Some(run) = match_run::Entity::find_by_id(run).one(database).await? else {
        return Ok(None);
    };
    let assigned = assigned_to(database, run.id, id).await?;
    let mut affinities: BTreeMap<ExpertId, affinity::Model> = affinity::Entity::find()
        .filter(affinity::Column::RunId.eq(run.id))
        .filter(affinity::Column::NominationId.eq(id))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.expert_id, row))
        .collect();
    let mut conflicts = conflicts_of(database, run.id, id).await?;
    // A nomination that moved on after the run keeps what the run found for it.
    if !found.state.is_matched() && affinities.is_empty() && assigned.is_empty() {
        return Ok(None);
    }
    let is_barred = |expert: &ExpertId, conflicts: &BTreeMap<ExpertId, Vec<ConflictView>>| {
        conflicts.get(expert).is_some_and(|all| all.iter().any(|one| one.severity == "bar"))
    };
    let barred: BTreeSet<ExpertId> =
        conflicts.keys().filter(|expert| is_barred(expert, &conflicts)).copied().collect();
    let keys: BTreeSet<ExpertId> = affinities.keys().chain(&barred).copied().collect();
    let named = named(database, (run.id, found.round_id), &keys, wall).await?;
    let mut candidates: Vec<(ExpertId, Candidate)> = keys
        .into_iter()
        .filter_map(|key| {
            let own = conflicts.remove(&key).unwrap_or_default();
            Some((key, candidate(&named, key, affinities.remove(&key), own)?))
        })
        .collect();
    candidates.sort_by(|(_, one), (_, other)| best_first(one, other));
    let parameters: MatchParameters = serde_json::from_value(run.parameters).unwrap_or_default();
    let mut view = NominationMatch {
        run_id: run.id.0,
        finished_at: run.finished_at,
        demand: parameters.per_nomination,
        assigned: Vec::new(),
        alternatives: Vec::new(),
        kept_out: Vec::new(),
    };
    for (key, candidate) in candidates {
        let list = if assigned.contains(&key) {
            &mut view.assigned
        } else if barred.contains(&key) {
            &mut view.kept_out
        } else {
            &mut view.alternatives
        };
        list.push(candidate);
    }
    Ok(Some(view))
}

fn candidate(
    named: &Named,
    key: ExpertId,
    affinity: Option<affinity::Model>,
    conflicts: Vec<ConflictView>,
) -> Option<Candidate> {
    let expert = named.experts.get(&key)?;
    let barred = conflicts.iter().any(|one| one.severity == "bar").then(|| WhyNotView {
        code: "barred".to_owned(),
        zh: "须回避".to_owned(),
        en: "barred by a conflict of interest".to_owned(),
    });
    Some(Candidate {
        expert: NamedExpert {
            id: key.0,
            expert_id: expert.code.clone(),
            name: expert.name.clone(),
            unit: expert.unit.clone(),
            title: expert.title.clone(),
        },
        score: affinity.as_ref().map(|one| fraction(one.score)),
        low: affinity.as_ref().map(|one| fraction(one.low)),
        high: affinity.as_ref().map(|one| fraction(one.high)),
        publications_count: named.publications.get(&key).copied().unwrap_or_default(),
        load: named.loads.get(&key).copied().unwrap_or_default(),
        record: named.histories.get(&key).copied(),
        why_not: barred.or_else(|| {
            let stored = affinity.as_ref()?.why_not.clone()?;
            serde_json::from_value(stored).ok()
        }),
        reasons: affinity.and_then(|one| serde_json::from_value(one.reasons?).ok()),
        conflicts,
    })
}

/// The nominations of an expert in the latest finished run of the latest round, and how many
/// nominations of that run have a conflict that bars or asks; both without those behind `wall`.
///
/// # Errors
/// The records failing.
pub async fn of_expert(
    database: &impl ConnectionTrait,
    id: ExpertId,
    wall: &Wall,
) -> Result<(Option<Uuid>, Vec<AssignmentView>, u64), DbErr> {
    let run = match_run::Entity::find()
        .filter(match_run::Column::State.eq(MatchRunState::Done))
        .order_by_desc(match_run::Column::RequestedAt)
        .order_by_desc(match_run::Column::Id)
        .one(database)
        .await?;
    let Some(run) = run else {
        return Ok((None, Vec::new(), 0));
    };
    let hidden = || wall.nominations().iter().copied();
    let rows = assignment::Entity::find()
        .filter(assignment::Column::RunId.eq(run.id))
        .filter(assignment::Column::ExpertId.eq(id))
        .filter(assignment::Column::NominationId.is_not_in(hidden()))
        .order_by_desc(assignment::Column::Score)
        .all(database)
        .await?;
    let keys = rows.iter().map(|row| row.nomination_id);
    let mut nominations: BTreeMap<NominationId, nomination::Model> = nomination::Entity::find()
        .filter(nomination::Column::Id.is_in(keys))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let assignments = rows
        .into_iter()
        .filter_map(|row| {
            let found = nominations.remove(&row.nomination_id)?;
            let nomination = AssignedNomination {
                id: found.id.0,
                nomination_id: found.number,
                title: found.title,
                category: found.category,
                panel: found.panel,
            };
            Some(AssignmentView { nomination, score: fraction(row.score) })
        })
        .collect();
    let conflicts = conflict::Entity::find()
        .filter(conflict::Column::RunId.eq(run.id))
        .filter(conflict::Column::ExpertId.eq(id))
        .filter(conflict::Column::Severity.is_in(["bar", "flag"]))
        .filter(conflict::Column::NominationId.is_not_in(hidden()))
        .select_only()
        .column(conflict::Column::NominationId)
        .distinct()
        .count(database)
        .await?;
    Ok((Some(run.id.0), assignments, conflicts))
}
