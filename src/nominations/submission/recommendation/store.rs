//! How much of what was recommended waits for CAST's answer?

use std::collections::BTreeMap;

use entity::{dossier, ids::RoundId, vocabulary::NominationState};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

use crate::awards;

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
