//! What do the records hold against the laws?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    affinity, assignment, conflict,
    ids::{ExpertId, MatchRunId},
    match_run,
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
