//! How is a dossier put together for its readers?

use std::collections::BTreeMap;

use entity::{ids::DossierId, vocabulary::NominationState};

use super::{
    content::Content,
    edit::DossierError,
    faults::faults,
    record::Dossier,
    stand_store::days_of,
    store,
    views::{ChangesMeta, ChangesPage, DossierChange, DossierDetail, DossierField, DossierRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, disciplines,
    nominations::forms::Form,
};

/// Whether `actor` may read a dossier: one of his society, one that was handed in where he examines, or one
/// that was recommended where he chooses.
fn is_known(actor: &Actor, dossier: &Dossier) -> bool {
    let covers = |action| permit(actor, action).is_ok_and(|permit| permit.covers(&dossier.society));
    covers(Action::ReadDossiers)
        || dossier.is_handed_in() && covers(Action::ReadExaminations)
        || dossier.is_recommended() && covers(Action::AnswerRecommendations)
}

/// A dossier that `actor` may read, with its form.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn found(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<(Dossier, &'static Form), DossierError> {
    let own = permit(actor, Action::ReadDossiers);
    let examined = permit(actor, Action::ReadExaminations);
    let database = app.database.reader();
    let found = store::find(database, id).await?.filter(|dossier| is_known(actor, dossier));
    // Whoever chooses among what is recommended knows of no other dossiers.
    if let (None, Err(denied), Err(_)) = (&found, &own, &examined) {
        return Err((*denied).into());
    }
    with_form(app, found.ok_or(DossierError::NotFound)?).await
}

/// A dossier with its form, for whoever has asked whether it may be read.
///
/// # Errors
/// No such dossier, the records failing.
pub(super) async fn known(
    app: &App,
    id: DossierId,
) -> Result<(Dossier, &'static Form), DossierError> {
    let found = store::find(app.database.reader(), id).await?;
    with_form(app, found.ok_or(DossierError::NotFound)?).await
}

async fn with_form(
    app: &App,
    mut dossier: Dossier,
) -> Result<(Dossier, &'static Form), DossierError> {
    let database = app.database.reader();
    if dossier.state == NominationState::CorrectionRequired {
        dossier.unlocked = store::unlocked(database, dossier.id, app.clock.now()).await?;
    }
    let form = store::form_of(database, &dossier).await?;
    Ok((dossier, form))
}

/// The dossiers of a round that `actor` may read, by number.
///
/// # Errors
/// No such round, the records failing.
pub(in super::super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<DossierRow>, DossierError> {
    let permit = permit(actor, Action::ReadDossiers)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(DossierError::NotFound)?;
    let dossiers = store::list(database, round.id, &permit.scope).await?;
    let mut rows = Vec::with_capacity(dossiers.len());
    for dossier in &dossiers {
        rows.push(DossierRow::told(actor, dossier, store::form_of(database, dossier).await?));
    }
    Ok(rows)
}

/// A dossier with everything that is written in it and what is wrong with it.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn detail(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<DossierDetail, DossierError> {
    let (dossier, form) = found(app, actor, id).await?;
    let tx = app.database.begin_read().await?;
    let standing = store::standing(&*tx, &app.sealer, (id, form), None).await?;
    let round = awards::list_rounds(&*tx).await?.into_iter().find(|one| one.id == dossier.round);
    let values = standing
        .iter()
        .filter_map(|(address, now)| now.value.clone().map(|value| (address.clone(), value)));
    let content = Content(values.collect());
    let unknown = disciplines::unknown(&*tx, content.disciplines(form)).await?;
    let days = days_of(app, &*tx, dossier.round, &dossier.society, id).await?;
    let window = awards::window(&*tx, dossier.round, &dossier.society, Some(id)).await?;
    drop(tx);
    let is_over = window.is_some_and(|one| one.at(app.clock.now()) == awards::Moment::Over);
    let is_correction = !dossier.unlocked.is_empty();
    let may_edit = dossier.is_open()
        && (is_correction || !is_over)
        && permit(actor, Action::WriteNominations)
            .is_ok_and(|permit| permit.covers(&dossier.society));
    let fields: BTreeMap<String, DossierField> = standing
        .into_iter()
        .map(|(address, now)| {
            let is_secret = address.of(form).is_some_and(|field| field.secret);
            (address.to_string(), DossierField::of(now, is_secret))
        })
        .collect();
    Ok(DossierDetail {
        row: DossierRow::told(actor, &dossier, form),
        round: round.map(|round| round.year).unwrap_or_default(),
        may_edit,
        unlocked: dossier.unlocked.iter().map(ToString::to_string).collect(),
        digest: content.digest(form),
        faults: faults(form, &content, &days, &|code| !unknown.contains(code)),
        fields,
    })
}

/// The changes of a dossier before a version, or the newest: as many as a page shows, newest first.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn changes(
    app: &App,
    actor: &Actor,
    (id, before): (DossierId, Option<i64>),
) -> Result<ChangesPage, DossierError> {
    const SHOWN: u64 = 500;
    let (_, form) = found(app, actor, id).await?;
    let asked = (before.unwrap_or(i64::MAX), SHOWN);
    let database = app.database.reader();
    let (changes, earlier) =
        store::changes_before(database, &app.sealer, (id, form), asked).await?;
    let told = changes.into_iter().map(|change| DossierChange::told(form, change));
    Ok(ChangesPage { data: told.collect(), meta: ChangesMeta { before: earlier } })
}

/// The form that a dossier is bound to, as it was when the dossier was begun.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn form(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<&'static Form, DossierError> {
    let (_, form) = found(app, actor, id).await?;
    Ok(form)
}
