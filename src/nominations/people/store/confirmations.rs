//! Where do the people of a dossier stand, for the rooms above?

use entity::ids::DossierId;
use sea_orm::ConnectionTrait;

use super::{
    super::{
        issue::{PeopleError, people_of},
        standing::{Confirmation, standing},
        statements::CONSENT,
    },
    answers, links,
};
use crate::{app::App, nominations::dossier};

/// Where each person of a dossier stands now: nobody's right to read is asked for, whoever calls it did.
///
/// # Errors
/// No such dossier, the records failing.
pub async fn confirmations(
    app: &App,
    database: &impl ConnectionTrait,
    id: DossierId,
) -> Result<Vec<Confirmation>, PeopleError> {
    let whole = dossier::whole(database, &app.sealer, id).await?.ok_or(PeopleError::NotFound)?;
    let (links, answers) = (links(database, id).await?, answers(database, id).await?);
    let now = (app.clock.now(), CONSENT.link.tries);
    Ok(standing(&people_of(app, &whole), &links, &answers, now))
}
