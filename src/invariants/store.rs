//! What do the records hold against the laws?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    affinity, assignment, conflict,
    ids::{ExpertId, MatchRunId, OutcomeFactId},
    integrity_event, match_run, outcome_fact, record_dispute, society,
    vocabulary::{DisputeState, IntegrityState, Sanction},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
};

/// Most breaches of one law that are listed.
const MOST: usize = 100;

/// Assigned pairs that a conflict of the same run bars.
pub(super) async fn barred_but_assigned(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let bars: BTreeSet<_> = conflict::Entity::find()
        .filter(conflict::Column::Severity.eq("bar"))
        .select_only()
        .columns([
            conflict::Column::RunId,
            conflict::Column::NominationId,
            conflict::Column::ExpertId,
        ])
        .into_tuple::<(uuid::Uuid, uuid::Uuid, uuid::Uuid)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let assigned = assignment::Entity::find().all(database).await?;
    Ok(assigned
        .into_iter()
        .filter(|row| bars.contains(&(row.run_id.0, row.nomination_id.0, row.expert_id.0)))
        .map(|row| format!("{} {} {}", row.run_id, row.nomination_id, row.expert_id))
        .take(MOST)
        .collect())
}

/// Experts with more nominations in a run than the run allows.
pub(super) async fn above_load(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let mut largest: BTreeMap<MatchRunId, i64> = BTreeMap::new();
    for run in match_run::Entity::find().all(database).await? {
        let bound = run.parameters.get("max_load").and_then(serde_json::Value::as_i64);
        largest.insert(run.id, bound.unwrap_or_default());
    }
    let loads = assignment::Entity::find()
        .select_only()
        .columns([assignment::Column::RunId, assignment::Column::ExpertId])
        .column_as(assignment::Column::NominationId.count(), "load")
        .group_by(assignment::Column::RunId)
        .group_by(assignment::Column::ExpertId)
        .into_tuple::<(MatchRunId, ExpertId, i64)>()
        .all(database)
        .await?;
    Ok(loads
        .into_iter()
        .filter(|(run, _, load)| largest.get(run).is_none_or(|most| load > most))
        .map(|(run, expert, load)| format!("{run} {expert}: {load}"))
        .take(MOST)
        .collect())
}

/// Assigned pairs whose affinity was not kept with its reasons.
pub(super) async fn assigned_without_reason(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let explained: BTreeSet<_> = affinity::Entity::find()
        .filter(affinity::Column::Reasons.is_not_null())
        .select_only()
        .columns([
            affinity::Column::RunId,
            affinity::Column::NominationId,
            affinity::Column::ExpertId,
        ])
        .into_tuple::<(uuid::Uuid, uuid::Uuid, uuid::Uuid)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let assigned = assignment::Entity::find().all(database).await?;
    Ok(assigned
        .into_iter()
        .filter(|row| !explained.contains(&(row.run_id.0, row.nomination_id.0, row.expert_id.0)))
        .map(|row| format!("{} {} {}", row.run_id, row.nomination_id, row.expert_id))
        .take(MOST)
        .collect())
}

/// Facts whose society is not in the register.
pub(super) async fn facts_of_strangers(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let known: BTreeSet<String> =
        society::Entity::find().all(database).await?.into_iter().map(|row| row.code).collect();
    let codes: Vec<String> = outcome_fact::Entity::find()
        .select_only()
        .column(outcome_fact::Column::SocietyCode)
        .distinct()
        .into_tuple()
        .all(database)
        .await?;
    Ok(codes.into_iter().filter(|code| !known.contains(code)).take(MOST).collect())
}

/// Facts that do not follow the one that they correct.
pub(super) async fn broken_corrections(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let corrections = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::Supersedes.is_not_null())
        .all(database)
        .await?;
    let corrected: BTreeSet<OutcomeFactId> =
        corrections.iter().filter_map(|row| row.supersedes).collect();
    let before: BTreeMap<OutcomeFactId, outcome_fact::Model> = outcome_fact::Entity::find()
        .filter(outcome_fact::Column::Id.is_in(corrected))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let later = outcome_fact::Column::Revision.gt(0);
    let loose = outcome_fact::Entity::find()
        .filter(later)
        .filter(outcome_fact::Column::Supersedes.is_null())
        .all(database)
        .await?;
    let follows = |row: &outcome_fact::Model| {
        let old = row.supersedes.and_then(|id| before.get(&id));
        row.reason.is_some()
            && old.is_some_and(|old| {
                old.revision + 1 == row.revision
                    && (&old.society_code, old.round_year, &old.case_ref, &old.measure)
                        == (&row.society_code, row.round_year, &row.case_ref, &row.measure)
            })
    };
    let broken = corrections.into_iter().filter(|row| !follows(row)).chain(loose);
    Ok(broken.map(|row| row.id.to_string()).take(MOST).collect())
}

/// Suspensions and cancellations that stand without a second person.
pub(super) async fn sanctioned_alone(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let stands = [IntegrityState::InForce, IntegrityState::Restored, IntegrityState::Annulled];
    let events = integrity_event::Entity::find()
        .filter(
            integrity_event::Column::Sanction.is_in([Sanction::Suspension, Sanction::Cancellation]),
        )
        .filter(integrity_event::Column::State.is_in(stands))
        .all(database)
        .await?;
    let is_alone = |event: &integrity_event::Model| {
        event.confirmed_by.as_ref().is_none_or(|second| *second == event.recorded_by)
    };
    Ok(events.into_iter().filter(is_alone).map(|event| event.number).take(MOST).collect())
}

/// Accepted disputes without a fact that came of them.
pub(super) async fn accepted_in_vain(
    database: &impl ConnectionTrait,
) -> Result<Vec<String>, DbErr> {
    let accepted = record_dispute::Entity::find()
        .filter(record_dispute::Column::State.eq(DisputeState::Accepted))
        .all(database)
        .await?;
    let mut in_vain = Vec::new();
    for dispute in accepted {
        let source = format!("record_dispute/{}", dispute.id);
        let fact = outcome_fact::Entity::find()
            .filter(outcome_fact::Column::Source.eq(source))
            .one(database)
            .await?;
        if fact.is_none() {
            in_vain.push(dispute.id.to_string());
        }
    }
    in_vain.truncate(MOST);
    Ok(in_vain)
}
