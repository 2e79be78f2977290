//! What did a run keep of one pair?

use entity::{
    affinity, conflict, expert,
    ids::{ExpertId, MatchRunId, NominationId, PanelDivisionId},
    match_run, nomination,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _,
    QueryFilter as _,
};

use super::{
    super::{assignment::Score, parameters::MatchParameters, report::MatchReport},
    divisions::keeps_out,
};
use crate::conflicts::Severity;

/// A pair as a run knew it.
pub(in super::super) struct PairOfRun {
    /// The number that people quote.
    pub(in super::super) nomination: String,
    /// The pool's key.
    pub(in super::super) expert: String,
    /// Affinity in millionths, where the run kept one.
    pub(in super::super) score: Option<i32>,
    /// Whether the run found that recusal keeps the two apart.
    pub(in super::super) is_barred: bool,
    /// Whether the run kept to the panels, and the expert sits on none of the seats of the one in which the nomination
    /// was by the division that the run knew.
    pub(in super::super) is_outside: bool,
    /// The run assigns nobody below this affinity, in millionths.
    pub(in super::super) least: i64,
}

/// The pair, where run, nomination and expert are there and of one round.
pub(in super::super) async fn pair_of(
    database: &impl ConnectionTrait,
    run: MatchRunId,
    (nomination, expert): (NominationId, ExpertId),
) -> Result<Option<PairOfRun>, DbErr> {
    let Some(run_row) = match_run::Entity::find_by_id(run).one(database).await? else {
        return Ok(None);
    };
    let found = nomination::Entity::find_by_id(nomination).one(database).await?;
    let found = found.filter(|row| row.round_id == run_row.round_id);
    let (Some(found), Some(person)) =
        (found, expert::Entity::find_by_id(expert).one(database).await?)
    else {
        return Ok(None);
    };
    let kept = affinity::Entity::find_by_id((run, nomination, expert)).one(database).await?;
    let bars = conflict::Entity::find()
        .filter(conflict::Column::RunId.eq(run))
        .filter(conflict::Column::NominationId.eq(nomination))
        .filter(conflict::Column::ExpertId.eq(expert))
        .filter(conflict::Column::Severity.eq(Severity::Bar.code()))
        .count(database)
        .await?;
    let parameters: MatchParameters =
        serde_json::from_value(run_row.parameters).unwrap_or_default();
    let division = run_row
        .report
        .filter(|_| parameters.within_panels)
        .and_then(|report| serde_json::from_value::<MatchReport>(report).ok())
        .and_then(|report| report.panels)
        .map(|panels| PanelDivisionId(panels.division));
    let is_outside = match division {
        Some(division) => keeps_out(database, division, (nomination, &person.code)).await?,
        None => false,
    };
    let least = Score::from_f64(parameters.least_score).unwrap_or_default();
    Ok(Some(PairOfRun {
        nomination: found.number,
        expert: person.code,
        score: kept.map(|row| row.score),
        is_barred: bars > 0,
        is_outside,
        least: least.micro(),
    }))
}
