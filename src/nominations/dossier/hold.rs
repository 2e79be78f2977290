//! How do the other rooms of nominations reach a dossier: to read all of it, or to hold it and write?

use std::collections::BTreeMap;

use entity::{
    ids::{DossierId, RoundId},
    vocabulary::NominationState,
};

use super::{
    address::Address,
    content::{Content, Value},
    create::{NewDossier, begin},
    edit::{self, DossierError, EditOutcome},
    patch::{self, Edit},
    read,
    record::Dossier,
    stand_store::in_time,
    store, views,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    nominations::forms::Form,
    persistence::WriteTx,
};

/// A dossier without its values, reached for reading or, where it is held, for writing.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Key.
    pub id: DossierId,
    /// Its round.
    pub round: RoundId,
    /// Its number among the society's dossiers of the round.
    pub number: String,
    /// Code of its society.
    pub society: String,
    /// Project name as written so far.
    pub title: String,
    /// Where it stands.
    pub state: NominationState,
    /// Its form.
    pub form: &'static Form,
    /// Its version; where it is held, the one that writing makes.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    dossier: Dossier,
}

impl Reached {
    pub(super) fn of(dossier: Dossier, form: &'static Form) -> Self {
        Self {
            id: dossier.id,
            round: dossier.round,
            number: dossier.number.clone(),
            society: dossier.society.clone(),
            title: dossier.title.clone(),
            state: dossier.state,
            form,
            version: dossier.version,
            updated_at: dossier.updated_at,
            dossier,
        }
    }

    /// Holds that it goes by this text of its form, by which something was read that is to be written into it.
    ///
    /// # Errors
    /// It goes by another.
    pub fn goes_by(&self, form: &Form) -> Result<(), DossierError> {
        if self.form.digest == form.digest {
            Ok(())
        } else {
            Err(DossierError::OtherForm(form.id.clone()))
        }
    }

    /// The fields that a correction unlocked.
    pub fn unlocked(&self) -> Vec<String> {
        self.dossier.unlocked.iter().map(ToString::to_string).collect()
    }

    /// Where it stands, as `actor` is told.
    pub fn told_state(&self, actor: &Actor) -> NominationState {
        views::told_state(actor, self.state)
    }

    /// Whether it was handed in and not taken back to be written on.
    pub fn is_handed_in(&self) -> bool {
        self.dossier.is_handed_in()
    }

    /// Whether its society recommended it to CAST, where it lies now.
    pub fn is_recommended(&self) -> bool {
        self.dossier.is_recommended()
    }

    /// Whether `actor` may change its files, as far as its state and his role go.
    pub fn may_edit(&self, actor: &Actor) -> bool {
        let permit = permit(actor, Action::WriteNominations);
        self.dossier.takes_files() && permit.is_ok_and(|permit| permit.covers(&self.society))
    }

    /// Whether `actor` may hand in what proves the society's publicity and resolution, as far as its state and
    /// his role go.
    pub fn may_prove(&self, actor: &Actor) -> bool {
        let permit = permit(actor, Action::WriteNominations);
        self.dossier.takes_proofs() && permit.is_ok_and(|permit| permit.covers(&self.society))
    }
}

/// What a dossier says, with personal data whole, and at which version each value came.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The values.
    pub content: Content,
    /// The version of each field that was ever written.
    pub versions: BTreeMap<Address, i64>,
}

impl Said {
    pub(super) fn of(standing: BTreeMap<Address, patch::Standing>) -> Self {
        let mut said = Self::default();
        for (address, now) in standing {
            said.versions.insert(address.clone(), now.version);
            if let Some(value) = now.value {
                said.content.0.insert(address, value);
            }
        }
        said
    }
}

/// A dossier that `actor` may read.
///
/// # Errors
/// No such dossier, or it is not the actor's to know.
pub async fn reach(app: &App, actor: &Actor, id: DossierId) -> Result<Reached, DossierError> {
    let (dossier, form) = read::found(app, actor, id).await?;
    Ok(Reached::of(dossier, form))
}

/// A dossier in which `actor` may write and whose files he may change, held until the transaction ends.
///
/// # Errors
/// No such dossier, it is not the actor's, or it is no draft any more and no correction is about its files.
pub async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Reached, DossierError> {
    let dossier = edit::taken(app, tx, actor, id).await?;
    with_files(app, tx, dossier).await
}

/// A dossier whose files `actor` may change, or, where its text is locked on its way through the society,
/// into which he may hand what proves that way; held until the transaction ends.
///
/// # Errors
/// No such dossier, it is not the actor's, it is too late, or it was handed in and no correction is about its
/// files.
pub async fn hold_for_proofs(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Reached, DossierError> {
    let dossier = edit::taken(app, tx, actor, id).await?;
    if !dossier.takes_proofs() {
        return with_files(app, tx, dossier).await;
    }
    in_time(app, &**tx, dossier.round, (&dossier.society, Some(id))).await?;
    let form = store::form_of(&**tx, &dossier).await?;
    Ok(Reached::of(dossier, form))
}

async fn with_files(app: &App, tx: &WriteTx, dossier: Dossier) -> Result<Reached, DossierError> {
    let (dossier, form) = edit::opened(app, tx, dossier).await?;
    if !dossier.takes_files() {
        return Err(DossierError::Closed);
    }
    Ok(Reached::of(dossier, form))
}

/// A dossier in whatever state, on which `actor` may do `action`: one version on, and held until the
/// transaction ends.
///
/// # Errors
/// No such dossier, or not the actor's to know; the action is not granted.
pub async fn hold_for(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (action, id): (Action, DossierId),
) -> Result<Reached, DossierError> {
    let permit = permit(actor, action)?;
    let dossier = store::advance(&**tx, id, app.clock.now()).await?;
    let dossier =
        dossier.filter(|dossier| permit.covers(&dossier.society)).ok_or(DossierError::NotFound)?;
    let form = store::form_of(&**tx, &dossier).await?;
    Ok(Reached::of(dossier, form))
}

/// Writes edits, of which no two are of one field, into a dossier that is held: as ordinary edits of
/// `actor`, with their history and their audit record.
///
/// # Errors
/// An edit that no dossier of the form takes, the records failing.
pub async fn write(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    dossier: &Reached,
    edits: &[Edit],
) -> Result<EditOutcome, DossierError> {
    // In parts, as the check compares all with all.
    for part in edits.chunks(100) {
        patch::check(dossier.form, part).map_err(DossierError::Bad)?;
    }
    edit::apply(app, tx, actor, (&dossier.dossier, dossier.form), (edits, None)).await
}

/// Begins an empty dossier within a transaction of the caller's; under `number` where it is one of the
/// society's and free.
///
/// # Errors
/// The actor does not write for the society, no such round, society or form, a repeated request.
pub async fn begin_in(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    place: (i32, NewDossier, Option<&str>),
    key: Option<&idempotency::Key>,
) -> Result<DossierId, DossierError> {
    begin(app, tx, actor, place, key).await
}

/// Says that `actor` saw every personal datum of a dossier whole, and why.
///
/// # Errors
/// The actor may not write in dossiers, the records failing.
pub async fn record_sight(
    app: &App,
    actor: &Actor,
    dossier: &Reached,
    reason: &str,
) -> Result<(), DossierError> {
    permit(actor, Action::WriteNominations)?;
    let tx = app.database.begin_write().await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "nominations.reveal".to_owned(),
        subject: format!("dossier/{}", dossier.id),
        reason: Some(reason.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Enough of a personal datum to recognise it.
pub fn mask(value: Value) -> Value {
    views::masked(value)
}
