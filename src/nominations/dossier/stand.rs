//! What may the other rooms of nominations know of a dossier, and do with it as a whole?

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

use super::{
    content::Content,
    edit::DossierError,
    faults::{Days, Fault, faults},
    record::Dossier,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards, disciplines,
    nominations::forms::Form,
    persistence::WriteTx,
    shared::china_day,
};

/// A dossier without its values, and its form.
#[derive(Clone, Debug)]
pub(in super::super) struct Known {
    pub(in super::super) id: DossierId,
    pub(in super::super) round: RoundId,
    pub(in super::super) number: String,
    pub(in super::super) society: String,
    pub(in super::super) title: String,
    pub(in super::super) state: NominationState,
    pub(in super::super) version: i64,
    pub(in super::super) form: &'static Form,
}

impl Known {
    fn of(dossier: Dossier, form: &'static Form) -> Self {
        Self {
            id: dossier.id,
            round: dossier.round,
            number: dossier.number,
            society: dossier.society,
            title: dossier.title,
            state: dossier.state,
            version: dossier.version,
            form,
        }
    }
}

/// A dossier that `actor` may read.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(in super::super) async fn known(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<Known, DossierError> {
    let (dossier, form) = super::read::found(app, actor, id).await?;
    Ok(Known::of(dossier, form))
}

/// A dossier whoever asks, for the program's own work.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn known_to_us(
    database: &impl sea_orm::ConnectionTrait,
    id: DossierId,
) -> Result<Option<Known>, DossierError> {
    let Some(dossier) = store::find(database, id).await? else { return Ok(None) };
    let form = store::form_of(database, &dossier).await?;
    Ok(Some(Known::of(dossier, form)))
}

/// The dossiers of a round within reach, by number.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn known_of_round(
    database: &impl sea_orm::ConnectionTrait,
    round: RoundId,
    scope: &Scope,
) -> Result<Vec<Known>, DossierError> {
    let mut all = Vec::new();
    for dossier in store::list(database, round, scope).await? {
        let form = store::form_of(database, &dossier).await?;
        all.push(Known::of(dossier, form));
    }
    Ok(all)
}

/// A dossier in whatever state, on which `actor` may do `action`: one version on, and held until the
/// transaction ends.
///
/// # Errors
/// No such dossier, or not the actor's to know; the action is not granted.
pub(in super::super) async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (action, id): (Action, DossierId),
) -> Result<Known, DossierError> {
    let permit = permit(actor, action)?;
    let dossier = store::advance(&**tx, id, app.clock.now()).await?;
    let dossier =
        dossier.filter(|dossier| permit.covers(&dossier.society)).ok_or(DossierError::NotFound)?;
    let form = store::form_of(&**tx, &dossier).await?;
    Ok(Known::of(dossier, form))
}

/// Everything that is written in a dossier.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn content(
    app: &App,
    database: &impl sea_orm::ConnectionTrait,
    known: &Known,
) -> Result<Content, DossierError> {
    let standing = store::standing(database, &app.sealer, (known.id, known.form), None).await?;
    let values = standing.into_iter().filter_map(|(address, now)| Some((address, now.value?)));
    Ok(Content(values.collect()))
}

/// What is missing or wrong in a dossier by its form.
///
/// # Errors
/// The records failing.
pub(in super::super) async fn faults_of(
    app: &App,
    database: &impl sea_orm::ConnectionTrait,
    known: &Known,
    content: &Content,
) -> Result<Vec<Fault>, DossierError> {
    let days = days_of(app, database, known.round, &known.society, known.id).await?;
    let unknown = disciplines::unknown(database, content.disciplines(known.form)).await?;
    Ok(faults(known.form, content, &days, &|code| !unknown.contains(code)))
}

/// The days by which a dossier is judged: what the timetable of its round says, extensions counted.
///
/// # Errors
/// The records failing.
pub(super) async fn days_of(
    app: &App,
    database: &impl sea_orm::ConnectionTrait,
    round: RoundId,
    society: &str,
    id: DossierId,
) -> Result<Days, sea_orm::DbErr> {
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
    database: &impl sea_orm::ConnectionTrait,
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
