//! How is the end of a phase put off?

use chrono::{DateTime, Utc};
use entity::{ids::ReviewPhaseId, vocabulary::ReviewPhaseState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    draft::{held, note},
    open::remind,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards,
    reviews::ReviewError,
};

/// A later end of a phase.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ExtendReviewPhase)]
pub struct LaterEnd {
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub reason: String,
}

/// Puts the end of an open phase off; its reminders move with it.
///
/// # Errors
/// Not the actor's to do, no such phase, none that is open by the clock, an end that is no later, somebody was faster.
pub async fn extend(
    app: &App,
    actor: &Actor,
    of: (ReviewPhaseId, i64),
    text: &LaterEnd,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let tx = app.database.begin_write().await?;
    let mut row = held(&tx, actor, of).await?;
    // What is over is over, whether the clock has come by or not.
    if row.state != ReviewPhaseState::Open || row.closes_at <= app.clock.now() {
        return Err(ReviewError::refused("阶段未开启或者已结束", "the phase is not open, or over"));
    }
    if text.closes_at <= row.closes_at {
        let (zh, en) = ("须晚于现在的截止时间", "must be later than the present end");
        return Err(ReviewError::field("/closes_at", "later", zh, en));
    }
    row.closes_at = text.closes_at;
    store::save(&*tx, &mut row).await?;
    let rounds = awards::list_rounds(&*tx).await?;
    let round = rounds.iter().find(|one| one.id == row.round_id);
    let year = round.map(|one| one.year).ok_or(ReviewError::NotFound)?;
    remind(app, &tx, &row, year).await?;
    let reason = format!("{} {}", row.closes_at.to_rfc3339(), text.reason.trim());
    note(app, &tx, (&actor.username, "extend_phase"), &row, (None, Some(reason))).await?;
    tx.commit().await?;
    Ok(())
}
