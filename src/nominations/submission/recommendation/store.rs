//! Which dossiers were recommended to CAST?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    dossier, dossier_step,
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    QueryTrait as _,
};

use crate::awards;

/// The dossiers of a round that were ever recommended.
pub(super) async fn recommended(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<BTreeSet<DossierId>, DbErr> {
    let of_round = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::Column::RoundId.eq(round))
        .into_query();
    let rows = dossier_step::Entity::find()
        .filter(dossier_step::Column::ToState.eq(NominationState::Recommended))
        .filter(dossier_step::Column::DossierId.in_subquery(of_round))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.dossier_id).collect())
}

/// The newest round in which something waits for CAST's answer, by its year, and how much waits in it.
///
/// # Errors
/// The records failing.
pub async fn waiting(database: &impl ConnectionTrait) -> Result<Option<(i32, u64)>, DbErr> {
    let states = [NominationState::Recommended, NominationState::ReturnAsked];
    let rows =
        dossier::Entity::find().filter(dossier::Column::State.is_in(states)).all(database).await?;
    let mut by_round: BTreeMap<RoundId, u64> = BTreeMap::new();
    for row in rows {
        *by_round.entry(row.round_id).or_default() += 1;
    }
    let rounds = awards::list_rounds(database).await?;
    let counted = rounds.iter().filter_map(|one| Some((one.year, *by_round.get(&one.id)?)));
    Ok(counted.max_by_key(|(year, _)| *year))
}
