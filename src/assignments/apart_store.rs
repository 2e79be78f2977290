//! Who keeps out of which nomination of a round, whoever sits where?

use std::collections::BTreeSet;

use entity::ids::{ExpertId, MatchRunId, NominationId, RoundId};
use sea_orm::{ConnectionTrait, DbErr};

use super::store;
use crate::matching;

/// The pairs that recusal keeps apart in a round, of these nominations or of all: by the run of the applied plan, else by
/// the newest, and where there is none by declarations and decisions alone.
///
/// # Errors
/// The records failing.
pub async fn kept_apart(
    database: &impl ConnectionTrait,
    round: RoundId,
    about: Option<&[NominationId]>,
) -> Result<BTreeSet<(NominationId, ExpertId)>, DbErr> {
    let run = match store::applied_plan(database, round).await? {
        Some(plan) => Some(plan.run_id),
        None => matching::newest_done(database, round).await?,
    };
    // The key of no run: no conflict was found by it.
    let run = run.unwrap_or(MatchRunId(uuid::Uuid::nil()));
    store::kept_apart(database, (round, run), about).await
}
