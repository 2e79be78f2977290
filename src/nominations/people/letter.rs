//! How does a personal link go to its person by mail? To the address that the dossier names at that moment, and
//! past the eyes of whoever sends it: the word is in the letter and nowhere else.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::DossierId;

use super::{
    delivery::{Letter, next_letter_at, subject_of},
    issue::{PeopleError, chosen, held, make, path_of, people_of, record},
    nominee::Nominee,
    statements::CONSENT,
    store,
    views::LetterPreview,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    mail::masked,
    nominations::dossier,
    notifications::{self, Kind, Notice},
    persistence::WriteTx,
    shared::{Secret, end_of_day_after},
};

/// What stands in the place of the word where somebody else looks at the letter.
const HIDDEN: &str = "…";

/// Makes a link for each person that `rows` name and sends it to the person's own address. An earlier link is
/// taken back, with its letter where that has not gone. All are sent, or none.
///
/// # Errors
/// The dossier is not the actor's or was submitted; a row is no person, or has no name or address, or was written
/// to lately; a repeated request.
pub(super) async fn send(
    app: &App,
    actor: &Actor,
    id: DossierId,
    rows: &[String],
    key: Option<&idempotency::Key>,
) -> Result<(), PeopleError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let whole = held(app, &tx, actor, id).await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, "", now).await?
    {
        return Err(PeopleError::Repeated);
    }
    let all = people_of(app, &whole);
    let links = store::links(&*tx, id).await?;
    let letters = store::letters(app, &*tx, &links, &all).await?;
    let people = chosen(app, &tx, id, all, Some(rows)).await?;
    let from = store::from_whom(&*tx, (whole.round, &whole.society)).await?;
    for nominee in &people {
        // Asked for each: of two who share an address the second comes after the first.
        let written = store::written_to(app, &*tx, std::slice::from_ref(nominee), now).await?;
        let address = address_of(nominee, rows, (&letters, &written), now)?;
        post(app, &tx, (actor, id), (nominee, address), &from).await?;
    }
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

/// The address of a person to whom a letter may go now.
fn address_of<'a>(
    nominee: &'a Nominee,
    rows: &[String],
    (letters, written): (&[Letter], &BTreeMap<String, Vec<DateTime<Utc>>>),
    now: DateTime<Utc>,
) -> Result<&'a Secret, PeopleError> {
    let place = rows.iter().position(|row| *row == nominee.row).unwrap_or_default();
    let address = nominee.email.as_ref().ok_or(PeopleError::NoAddress(place))?;
    let to_address = written.get(address.expose()).map(Vec::as_slice).unwrap_or_default();
    match next_letter_at((letters, &nominee.row), to_address, now, &CONSENT.letter) {
        Some(from) => {
            let seconds = (from - now).num_seconds().saturating_add(1);
            Err(PeopleError::TooSoon { place, from, seconds })
        }
        None => Ok(address),
    }
}

/// Writes one letter.
async fn post(
    app: &App,
    tx: &WriteTx,
    (actor, id): (&Actor, DossierId),
    (nominee, address): (&Nominee, &Secret),
    from: &(String, i32),
) -> Result<(), PeopleError> {
    let (link, token) = make(app, tx, (actor, id), &nominee.row).await?;
    let digest = Some(nominee.facts.digest.clone());
    let deed = (actor.username.as_str(), "mail_nominee_link");
    record(app, tx, deed, (id, &nominee.row), digest).await?;
    let notice = notice(nominee, from, (subject_of(link.id), link.expires_at));
    let path = Secret::new(path_of(&token));
    notifications::send_link(app, tx, (address.expose(), &path), &notice).await?;
    Ok(())
}

/// What a letter says: of the person, and of nobody else.
fn notice(
    nominee: &Nominee,
    (society, round): &(String, i32),
    (subject, until): (String, DateTime<Utc>),
) -> Notice {
    let facts = [
        ("name", nominee.name.clone()),
        ("title", nominee.facts.title.text.zh.clone()),
        ("society", society.clone()),
        ("round", round.to_string()),
        ("until", until.to_rfc3339()),
    ];
    Notice {
        kind: Kind::NomineeAsked,
        subject,
        facts: facts.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        link: Some(path_of(HIDDEN)),
    }
}

/// The letter as it would go to the person in `row` now.
///
/// # Errors
/// The dossier is not the actor's, there is no such person.
pub(super) async fn preview(
    app: &App,
    actor: &Actor,
    id: DossierId,
    row: &str,
) -> Result<LetterPreview, PeopleError> {
    let permit = permit(actor, Action::WriteNominations)?;
    let tx = app.database.begin_read().await?;
    let whole = dossier::whole(&*tx, &app.sealer, id)
        .await?
        .filter(|whole| permit.covers(&whole.society))
        .ok_or(PeopleError::NotFound)?;
    let from = store::from_whom(&*tx, (whole.round, &whole.society)).await?;
    drop(tx);
    let people = people_of(app, &whole);
    let nominee = people.iter().find(|one| one.row == row).ok_or(PeopleError::NotFound)?;
    let until = end_of_day_after(app.clock.now(), CONSENT.link.days);
    let [zh, en] = notifications::preview(app, &notice(nominee, &from, (String::new(), until)))?;
    Ok(LetterPreview { to: nominee.email.as_ref().map(|one| masked(one.expose())), zh, en })
}
