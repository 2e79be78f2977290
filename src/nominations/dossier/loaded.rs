//! What does a room that makes something of a dossier need of it?

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

use super::{content::Content, edit::DossierError, read, record::Dossier, store};
use crate::{app::App, authz::Actor, nominations::forms::Form};

/// A dossier with everything that is written in it, personal data whole.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Key.
    pub id: DossierId,
    /// Key of the round.
    pub round: RoundId,
    /// Its number among the society's dossiers of the round.
    pub number: String,
    /// Code of the society.
    pub society: String,
    /// State.
    pub state: NominationState,
    /// Counts the changes.
    pub version: i64,
    /// The version at which a value was last written; 0 where none ever was.
    pub written: i64,
    /// Its form.
    pub form: &'static Form,
    /// What is written in it.
    pub content: Content,
}

/// A dossier that `actor` may read, whole. Whoever shows it to a person masks the personal data.
///
/// # Errors
/// No such dossier, or it is not the actor's to know; the records failing.
pub async fn load(app: &App, actor: &Actor, id: DossierId) -> Result<Loaded, DossierError> {
    whole(app, read::found(app, actor, id).await?).await
}

/// The same, for whoever has asked whether it may be read.
///
/// # Errors
/// No such dossier, the records failing.
pub(in crate::nominations) async fn load_known(
    app: &App,
    id: DossierId,
) -> Result<Loaded, DossierError> {
    whole(app, read::known(app, id).await?).await
}

async fn whole(
    app: &App,
    (dossier, form): (Dossier, &'static Form),
) -> Result<Loaded, DossierError> {
    let id = dossier.id;
    let standing = store::standing(app.database.reader(), &app.sealer, (id, form), None).await?;
    let written = standing.values().map(|now| now.version).max().unwrap_or_default();
    let values = standing.into_iter().filter_map(|(address, now)| Some((address, now.value?)));
    Ok(Loaded {
        id,
        round: dossier.round,
        number: dossier.number,
        society: dossier.society,
        state: dossier.state,
        version: dossier.version,
        written,
        form,
        content: Content(values.collect()),
    })
}
