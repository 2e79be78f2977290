//! What may the other rooms of a nomination do with a dossier? Read it, hold it, write into it: by the
//! same permission and the same record as its own routes.

use std::collections::BTreeMap;

use entity::ids::{DossierId, RoundId};

use super::{
    content::Content,
    edit::{self, DossierError, EditOutcome},
    patch::Edit,
    read,
    record::Dossier,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    nominations::forms::Form,
    persistence::WriteTx,
};

/// A dossier that an actor reached.
#[derive(Clone, Debug)]
pub(in crate::nominations) struct Reached {
    dossier: Dossier,
    /// The form that it is bound to.
    pub form: &'static Form,
}

impl Reached {
    /// Its key.
    pub(in crate::nominations) fn id(&self) -> DossierId {
        self.dossier.id
    }

    /// Its round.
    pub(in crate::nominations) fn round(&self) -> RoundId {
        self.dossier.round
    }

    /// Its project name as written so far.
    pub(in crate::nominations) fn title(&self) -> &str {
        &self.dossier.title
    }

    /// Whether `actor` may change it.
    pub(in crate::nominations) fn may_edit(&self, actor: &Actor) -> bool {
        let permit = permit(actor, Action::WriteNominations);
        self.dossier.is_open() && permit.is_ok_and(|permit| permit.covers(&self.dossier.society))
    }
}

/// A dossier that `actor` may read.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub(in crate::nominations) async fn reach(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<Reached, DossierError> {
    let (dossier, form) = read::found(app, actor, id).await?;
    Ok(Reached { dossier, form })
}

/// A dossier that `actor` may change, held until the transaction ends: nobody else writes into it.
///
/// # Errors
/// No such dossier, it is not the actor's to know, or is no draft any more.
pub(in crate::nominations) async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Reached, DossierError> {
    let (dossier, form) = edit::held(app, tx, actor, id).await?;
    Ok(Reached { dossier, form })
}

/// Writes into a dossier that is held, as an edit of the actor's.
///
/// # Errors
/// The records failing.
pub(in crate::nominations) async fn write(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    held: &Reached,
    edits: &[Edit],
) -> Result<EditOutcome, DossierError> {
    edit::apply(app, tx, actor, (&held.dossier, held.form), edits).await
}

/// What a dossier says, personal data included: not to be told as it is. Read within `tx` where one is
/// under way.
///
/// # Errors
/// The records failing.
pub(in crate::nominations) async fn content(
    app: &App,
    tx: Option<&WriteTx>,
    reached: &Reached,
) -> Result<Content, DossierError> {
    let place = (reached.dossier.id, reached.form);
    let standing = match tx {
        Some(tx) => store::standing(&**tx, &app.sealer, place, None).await?,
        None => store::standing(app.database.reader(), &app.sealer, place, None).await?,
    };
    let values: BTreeMap<_, _> = standing
        .into_iter()
        .filter_map(|(address, now)| now.value.map(|value| (address, value)))
        .collect();
    Ok(Content(values))
}
