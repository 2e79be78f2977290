//! How is a nomination accepted, or not (X25 art. 64)?

use std::collections::BTreeMap;

use entity::{
    ids::ExaminationId,
    vocabulary::{ExaminationStanding as Standing, NominationState},
};

use super::{
    document::digest_of,
    errors::ExaminationError,
    model::Examination,
    society::objected,
    store,
    verdict::{held, keep, note},
};
use crate::{
    app::App,
    authz::Actor,
    nominations::{Guard, NextStep, Place, check_book_of, take_step},
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
};

/// Accepts a nomination of which every rule is settled for it.
///
/// # Errors
/// The role; a rule is open or settled against it; changed since; the records failing.
pub async fn accept(
    app: &App,
    actor: &Actor,
    at: (ExaminationId, i64),
) -> Result<Examination, ExaminationError> {
    let tx = app.database.begin_write().await?;
    let one = held(&tx, actor, at).await?;
    let one = accept_in(app, &tx, &actor.username, one).await?;
    tx.commit().await?;
    Ok(one)
}

/// The same within a transaction of the caller's, who has authorised it.
pub(super) async fn accept_in(
    app: &App,
    tx: &WriteTx,
    by: &str,
    one: Examination,
) -> Result<Examination, ExaminationError> {
    if one.standing != Standing::Acceptable {
        return Err(ExaminationError::Standing(one.standing));
    }
    end(app, tx, by, (one, Standing::Accepted), &[]).await
}

/// Refuses a nomination of which every rule is settled and one at least against it.
///
/// # Errors
/// The role; a rule is open, or none is settled against it; changed since; the records failing.
pub async fn refuse(
    app: &App,
    actor: &Actor,
    at: (ExaminationId, i64),
) -> Result<Examination, ExaminationError> {
    let tx = app.database.begin_write().await?;
    let one = held(&tx, actor, at).await?;
    if one.standing != Standing::Refusable {
        return Err(ExaminationError::Standing(one.standing));
    }
    let one = end(app, &tx, &actor.username, (one, Standing::Refused), &[]).await?;
    tx.commit().await?;
    Ok(one)
}

/// Ends an examination: the nomination takes its step, the society is told.
pub(super) async fn end(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (mut one, standing): (Examination, Standing),
    holds: &[Guard],
) -> Result<Examination, ExaminationError> {
    let (to, kind, deed) = match standing {
        Standing::Accepted => (NominationState::Accepted, Kind::Accepted, "accept"),
        _ => (NominationState::Rejected, Kind::NotAccepted, "refuse"),
    };
    let step = NextStep { to, holds, reason: None };
    let place = take_step(app, tx, (by, one.nomination), step).await?;
    one.standing = standing;
    one.decided_by = Some(by.to_owned());
    one.decided_at = Some(app.clock.now());
    let given = store::verdicts_of(&**tx, (one.id, one.attempt)).await?;
    let book = check_book_of(&**tx, one.round).await?;
    one.notice_digest = Some(digest_of(&one, &place.number, &objected(book, &one, &given))?);
    let one = keep(app, tx, one).await?;
    tell_society(app, tx, (kind, &place), None).await?;
    note(app, tx, by, (deed, one.id), None).await?;
    Ok(one)
}

/// Tells the nominating society what became of its nomination.
pub(super) async fn tell_society(
    app: &App,
    tx: &WriteTx,
    (kind, place): (Kind, &Place),
    until: Option<String>,
) -> Result<(), ExaminationError> {
    let Some(society) = place.society.clone() else { return Ok(()) };
    let mut facts = BTreeMap::from([
        ("number".to_owned(), place.number.clone()),
        ("title".to_owned(), place.title.clone()),
    ]);
    facts.extend(until.map(|until| ("until".to_owned(), until)));
    let notice = Notice {
        kind,
        subject: format!("nomination/{}", place.id),
        facts,
        link: Some(format!("/dossiers/{}/examination", place.id)),
    };
    notifications::tell(app, tx, &To::Society(society), &notice).await?;
    Ok(())
}
