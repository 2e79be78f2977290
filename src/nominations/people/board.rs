//! Where do the people of a dossier stand, for its society and for the rooms above?

use entity::ids::DossierId;

use super::{
    delivery::next_letter_at,
    issue::{PeopleError, may_ask, people_of},
    reply::Relation,
    standing::{ConfirmationState, last_answer, standing},
    statements::CONSENT,
    store,
    views::{NomineeBoard, NomineeRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards,
    nominations::dossier,
};

/// The people of a dossier with where each stands, what was refused and why, and the newest link.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(super) async fn board(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<NomineeBoard, PeopleError> {
    let permit_to_read = permit(actor, Action::ReadDossiers)?;
    let tx = app.database.begin_read().await?;
    let whole = dossier::whole(&*tx, &app.sealer, id)
        .await?
        .filter(|whole| permit_to_read.covers(&whole.society))
        .ok_or(PeopleError::NotFound)?;
    let rounds = awards::list_rounds(&*tx).await?;
    let (links, answers) = (store::links(&*tx, id).await?, store::answers(&*tx, id).await?);
    let people = people_of(app, &whole);
    let letters = store::letters(app, &*tx, &links, &people).await?;
    let now = app.clock.now();
    let written = store::written_to(app, &*tx, &people, now).await?;
    drop(tx);
    let stand = standing(&people, &links, &answers, (now, CONSENT.link.tries));
    let rows: Vec<NomineeRow> = people
        .iter()
        .zip(stand)
        .map(|(nominee, stands)| {
            let newest = links.iter().rfind(|link| link.row == nominee.row);
            let link = newest.map(|link| {
                let letter = letters.iter().rfind(|letter| letter.link == link.id);
                (link, link.state(now, CONSENT.link.tries), letter)
            });
            let address = nominee.email.as_ref().and_then(|one| written.get(one.expose()));
            let to_address = address.map(Vec::as_slice).unwrap_or_default();
            let of_row = (&*letters, &*nominee.row);
            let mail_from = next_letter_at(of_row, to_address, now, &CONSENT.letter);
            let answer = last_answer(&answers, &nominee.row);
            NomineeRow::of((nominee, stands), answer, link, mail_from)
        })
        .collect();
    let may_write =
        permit(actor, Action::WriteNominations).is_ok_and(|permit| permit.covers(&whole.society));
    Ok(NomineeBoard {
        may_ask: may_write && may_ask(whole.state),
        link_days: CONSENT.link.days,
        number: whole.number,
        title: whole.content.text("project", "title").to_owned(),
        round: rounds.into_iter().find(|one| one.id == whole.round).map_or(0, |one| one.year),
        confirmed: rows.iter().filter(|row| row.state == ConfirmationState::Confirmed).count(),
        people: rows,
    })
}

/// The relations to possible reviewers that the people of a dossier declared in their newest answers,
/// by row. They are for the award office, which arranges recusals (T24 art 18; X25 art 82).
///
/// # Errors
/// The records failing.
pub async fn declared_relations(
    app: &App,
    id: DossierId,
) -> Result<Vec<(String, Vec<Relation>)>, PeopleError> {
    Ok(store::relations(app.database.reader(), &app.sealer, id).await?)
}
