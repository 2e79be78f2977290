//! What may the other rooms of nominations know of a dossier, and do with it as a whole?

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};
use sea_orm::{ConnectionTrait, DbErr};

use super::{
    address::Address,
    content::Content,
    edit::DossierError,
    faults::{Days, Fault, faults},
    hold::{Reached, Said},
    store,
    views::DossierChange,
};
use crate::{app::App, authz::Scope, awards, disciplines, persistence::WriteTx, shared::china_day};

/// A dossier whoever asks, for the program's own work.
///
/// # Errors
/// The records failing.
pub async fn find(
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Option<Reached>, DossierError> {
    let Some(dossier) = store::find(database, id).await? else { return Ok(None) };
    let form = store::form_of(database, &dossier).await?;
    Ok(Some(Reached::of(dossier, form)))
}

/// The dossiers of a round within `scope`, by number. Who may ask is the caller's to know.
///
/// # Errors
/// The records failing.
pub async fn of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
    scope: &Scope,
) -> Result<Vec<Reached>, DossierError> {
    let mut reached = Vec::new();
    for dossier in store::list(database, round, scope).await? {
        let form = store::form_of(database, &dossier).await?;
        reached.push(Reached::of(dossier, form));
    }
    Ok(reached)
}

/// What a dossier says.
///
/// # Errors
/// The records failing.
pub async fn said(
    app: &App,
    database: &impl ConnectionTrait,
    dossier: &Reached,
) -> Result<Said, DossierError> {
    let place = (dossier.id, dossier.form);
    Ok(Said::of(store::standing(database, &app.sealer, place, None).await?))
}

/// Everything that is written in a dossier.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn content(
    app: &App,
    database: &impl ConnectionTrait,
    dossier: &Reached,
) -> Result<Content, DossierError> {
    Ok(said(app, database, dossier).await?.content)
}

/// What is missing or wrong in a dossier by its form.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn faults_of(
    app: &App,
    database: &impl ConnectionTrait,
    dossier: &Reached,
    content: &Content,
) -> Result<Vec<Fault>, DossierError> {
    let days = days_of(app, database, dossier.round, &dossier.society, dossier.id).await?;
    let unknown = disciplines::unknown(database, content.disciplines(dossier.form)).await?;
    Ok(faults(dossier.form, content, &days, &|code| !unknown.contains(code)))
}

/// The days by which a dossier is judged: what the timetable of its round says, extensions counted.
///
/// # Errors
/// The records failing.
pub(super) async fn days_of(
    app: &App,
    database: &impl ConnectionTrait,
    round: RoundId,
    society: &str,
    id: DossierId,
) -> Result<Days, DbErr> {
    let timetable = awards::timetable(database, round).await?;
    let window = awards::window(database, round, society, Some(id)).await?;
    Ok(Days {
        cutoff: timetable.and_then(|timetable| timetable.cutoff),
        close: window.map(|window| window.last_day()),
        today: china_day(app.clock.now()),
    })
}

/// Refuses what comes after the end of nominating; by the server's clock, to the second.
///
/// # Errors
/// It is too late, or the records failing.
pub(in super::super) async fn in_time(
    app: &App,
    database: &impl ConnectionTrait,
    round: RoundId,
    (society, dossier): (&str, Option<DossierId>),
) -> Result<(), DossierError> {
    match awards::window(database, round, society, dossier).await? {
        Some(window) if window.at(app.clock.now()) == awards::Moment::Over => {
            Err(DossierError::Late(window.closes_at))
        }
        _ => Ok(()),
    }
}

/// Moves a dossier that is held into another state.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn set_state(
    tx: &WriteTx,
    id: DossierId,
    state: NominationState,
) -> Result<(), DossierError> {
    Ok(store::set_state(&**tx, id, state).await?)
}

/// The dossier of a nomination follows it into `state`; a nomination that came by import has none, and
/// then nothing changes.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn follow_state(
    tx: &WriteTx,
    id: entity::ids::NominationId,
    state: NominationState,
) -> Result<(), sea_orm::DbErr> {
    store::set_state(&**tx, id.0.into(), state).await
}

/// Unlocks fields of a dossier until an instant, and no others: what a correction is about. Without fields
/// everything is locked again.
///
/// # Errors
/// The records failing.
pub async fn unlock(
    app: &App,
    tx: &WriteTx,
    id: DossierId,
    (addresses, until): (&[Address], chrono::DateTime<chrono::Utc>),
) -> Result<(), sea_orm::DbErr> {
    store::unlock(&**tx, app.ids, id, (addresses, until)).await
}

/// The fields of a dossier that a correction unlocked.
///
/// # Errors
/// The records failing.
pub async fn unlocked(
    app: &App,
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Vec<String>, sea_orm::DbErr> {
    let unlocked = store::unlocked(database, id, app.clock.now()).await?;
    Ok(unlocked.iter().map(ToString::to_string).collect())
}

/// Keeps the fields that are unlocked so until another instant.
///
/// # Errors
/// The records failing.
pub async fn keep_unlocked(
    tx: &WriteTx,
    id: DossierId,
    until: chrono::DateTime<chrono::Utc>,
) -> Result<(), sea_orm::DbErr> {
    store::keep_unlocked(&**tx, id, until).await
}

/// What was changed in a dossier after `version`, oldest first; of personal data only their ends.
///
/// # Errors
/// The records failing.
pub async fn changed_since(
    app: &App,
    database: &impl ConnectionTrait,
    (dossier, version): (&Reached, i64),
) -> Result<Vec<DossierChange>, DossierError> {
    let place = (dossier.id, dossier.form);
    let changes = store::changes(database, &app.sealer, place, version).await?;
    Ok(changes.into_iter().map(|change| DossierChange::told(dossier.form, change)).collect())
}
