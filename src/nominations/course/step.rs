//! How does a nomination take a step after its submission? The table allows it, its guards hold, nobody
//! moved it meanwhile; then nomination, dossier and history change in the caller's transaction.

use entity::{ids::NominationId, vocabulary::NominationState};

use super::{
    record::{CourseStep, NextStep, Place},
    store,
};
use crate::{
    app::App,
    audit,
    nominations::{
        dossier,
        process::states::{self, Guard},
        store::set_nomination_state,
    },
    persistence::{ReadTx, WriteTx},
};

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum CourseError {
    /// No such nomination.
    #[error("没有该提名 / there is no such nomination")]
    NotFound,
    /// The table has no such step from where it stands.
    #[error("提名现为 {0:?}，没有这一步 / there is no such step from {0:?}")]
    NoWay(NominationState),
    /// Something does not hold.
    #[error("不满足条件：{} / this does not hold: {}", .0.zh(), .0.en())]
    Guard(Guard),
    /// Somebody else moved it meanwhile.
    #[error("状态已被他人改变 / somebody else moved it")]
    Stale,
    /// The records failing.
    #[error(transparent)]
    Records(#[from] sea_orm::DbErr),
}

/// Takes a step and says where the nomination stood. The caller authorises it and commits.
///
/// # Errors
/// No such nomination or step, a guard that does not hold, the records failing.
pub async fn take(
    app: &App,
    tx: &WriteTx,
    (by, id): (&str, NominationId),
    next: NextStep<'_>,
) -> Result<Place, CourseError> {
    let place = store::held(&**tx, id).await?.ok_or(CourseError::NotFound)?;
    let way = states::find(&place.category, place.state, next.to)
        .ok_or(CourseError::NoWay(place.state))?;
    let reason = next.reason.map(str::trim).filter(|reason| !reason.is_empty());
    for &guard in way.guards {
        let is_held = next.holds.contains(&guard) || guard == Guard::Reason && reason.is_some();
        if !is_held {
            return Err(CourseError::Guard(guard));
        }
    }
    let now = app.clock.now();
    let step = CourseStep {
        number: store::last_number(&**tx, id).await? + 1,
        from: place.state,
        to: next.to,
        by: by.to_owned(),
        at: now,
        reason: reason.map(str::to_owned),
        clause: way.clause.to_owned(),
    };
    store::insert(&**tx, app.ids, id, &step).await?;
    set_nomination_state(&**tx, id, (next.to, now)).await?;
    // A nomination that came by import has no dossier; then this changes nothing.
    dossier::follow_state(tx, id, next.to).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("nominations.to_{}", next.to.as_str()),
        subject: format!("nomination/{id}"),
        reason: step.reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(place)
}

/// Where a nomination stands, held until the transaction ends.
///
/// # Errors
/// The records failing.
pub async fn held(tx: &WriteTx, id: NominationId) -> Result<Option<Place>, sea_orm::DbErr> {
    store::held(&**tx, id).await
}

/// Where a nomination stands.
///
/// # Errors
/// The records failing.
pub async fn place(tx: &ReadTx, id: NominationId) -> Result<Option<Place>, sea_orm::DbErr> {
    store::place(&**tx, id).await
}

/// The steps of a nomination since its submission, oldest first.
///
/// # Errors
/// The records failing.
pub async fn course(tx: &ReadTx, id: NominationId) -> Result<Vec<CourseStep>, sea_orm::DbErr> {
    store::steps(&**tx, id).await
}
