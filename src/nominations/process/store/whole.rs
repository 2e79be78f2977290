//! The way of a dossier through its society, put together; and how long a publicity must be.

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::{NominationState, Route},
};
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    super::{errors::ProcessError, publicity_rules::Length, record::Process},
    publicities, resolutions, steps_of,
};
use crate::{
    awards::{self, TimetableRule},
    nominations::dossier,
    societies,
};

impl From<DbErr> for ProcessError {
    fn from(error: DbErr) -> Self {
        Self::Dossier(error.into())
    }
}

/// The way of a dossier through its society.
pub(in super::super) async fn process_of(
    database: &impl ConnectionTrait,
    id: DossierId,
    state: NominationState,
) -> Result<Process, DbErr> {
    Ok(Process::of(
        state,
        steps_of(database, id).await?,
        publicities(database, id).await?,
        resolutions(database, id).await?,
    ))
}

/// The way of a dossier through its society, with all facts, for whoever submits it; none where there
/// is no such dossier.
///
/// # Errors
/// The records failing.
pub async fn of_dossier(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<Process>, ProcessError> {
    match dossier::find(database, id).await? {
        Some(known) => Ok(Some(process_of(database, id, known.state).await?)),
        None => Ok(None),
    }
}

/// By which route a society nominates in a round.
pub(in super::super) async fn route_of(
    database: &impl ConnectionTrait,
    round: RoundId,
    society: &str,
) -> Result<Route, DbErr> {
    let rounds = awards::list_rounds(database).await?;
    let year = rounds.iter().find(|one| one.id == round).map_or(0, |one| one.year);
    societies::route_of(database, society, year).await
}

/// The length that publicities in a round must have.
pub(in super::super) async fn length_of(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Length, ProcessError> {
    let rule = &TimetableRule::in_force()?.publicity;
    let length =
        Length { days: rule.least_days, count: rule.count, counts_first: rule.counts_first_day };
    Ok(match awards::timetable(database, round).await? {
        Some(table) => {
            Length { days: table.publicity_days, count: table.publicity_count, ..length }
        }
        None => length,
    })
}
