//! The rows of steps.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    dossier,
    dossier_step::{ActiveModel, Column, Entity, Model},
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};

use super::super::record::Step;
use crate::shared::IdSource;

fn stored(row: Model) -> Step {
    Step {
        number: u32::try_from(row.number).unwrap_or(0),
        from: row.from_state,
        to: row.to_state,
        by: row.taken_by,
        at: row.taken_at,
        reason: row.reason,
        content_digest: row.content_digest,
    }
}

/// The steps of a dossier, oldest first.
///
/// # Errors
/// The records failing.
pub async fn steps_of(
    database: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<Step>, DbErr> {
    let rows = Entity::find()
        .filter(Column::DossierId.eq(dossier))
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(stored).collect())
}

/// The keys of the dossiers of a round that ever came to `state`, once for each time.
fn through(round: RoundId, state: NominationState) -> Select<Entity> {
    let of_round = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::Column::RoundId.eq(round))
        .into_query();
    Entity::find()
        .select_only()
        .column(Column::DossierId)
        .filter(Column::ToState.eq(state))
        .filter(Column::DossierId.in_subquery(of_round))
}

/// The dossiers of a round that ever came to `state`.
pub(in super::super) async fn ever_at(
    database: &impl ConnectionTrait,
    round: RoundId,
    state: NominationState,
) -> Result<BTreeSet<DossierId>, DbErr> {
    let keys: Vec<DossierId> = through(round, state).into_tuple().all(database).await?;
    Ok(keys.into_iter().collect())
}

/// The steps of the dossiers of a round that ever came to `state`, oldest first, by dossier.
///
/// # Errors
/// The records failing.
pub async fn steps_through(
    database: &impl ConnectionTrait,
    round: RoundId,
    state: NominationState,
) -> Result<BTreeMap<DossierId, Vec<Step>>, DbErr> {
    let rows = Entity::find()
        .filter(Column::DossierId.in_subquery(through(round, state).into_query()))
        .order_by_asc(Column::Number)
        .all(database)
        .await?;
    let mut steps: BTreeMap<DossierId, Vec<Step>> = BTreeMap::new();
    for row in rows {
        steps.entry(row.dossier_id).or_default().push(stored(row));
    }
    Ok(steps)
}

/// Writes a step.
pub(in super::super) async fn insert_step(
    database: &impl ConnectionTrait,
    ids: IdSource,
    dossier: DossierId,
    step: &Step,
) -> Result<(), DbErr> {
    ActiveModel {
        id: Set(ids.next()),
        dossier_id: Set(dossier),
        number: Set(i32::try_from(step.number).unwrap_or(i32::MAX)),
        from_state: Set(step.from),
        to_state: Set(step.to),
        taken_by: Set(step.by.clone()),
        taken_at: Set(step.at),
        reason: Set(step.reason.clone()),
        content_digest: Set(step.content_digest.clone()),
    }
    .insert(database)
    .await
    .map(|_| ())
}
