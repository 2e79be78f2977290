//! How do the other rooms of nominations reach a dossier: to read all of it, or to hold it and write?

use std::collections::BTreeMap;

use entity::ids::{DossierId, RoundId};

use super::{
    address::Address,
    content::{Content, Value},
    create::{NewDossier, begin},
    edit::{self, DossierError, EditOutcome},
    patch::{self, Edit},
    read,
    record::Dossier,
    store, views,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Scope, permit},
    idempotency,
    nominations::forms::Form,
    persistence::WriteTx,
};

/// A dossier that somebody may read or, where it is held, write.
#[derive(Clone, Debug)]
pub struct Reached {
    /// Key.
    pub id: DossierId,
    /// Code of its society.
    pub society: String,
    /// Its number among the society's dossiers of the round.
    pub number: String,
    /// Its round.
    pub round: RoundId,
    /// Its form.
    pub form: &'static Form,
    /// Its version; where it is held, the one that writing makes.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: chrono::DateTime<chrono::Utc>,
    dossier: Dossier,
}

impl Reached {
    fn of(dossier: Dossier, form: &'static Form) -> Self {
        Self {
            id: dossier.id,
            society: dossier.society.clone(),
            number: dossier.number.clone(),
            round: dossier.round,
            form,
            version: dossier.version,
            updated_at: dossier.updated_at,
            dossier,
        }
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
    fn of(standing: BTreeMap<Address, patch::Standing>) -> Self {
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

/// A dossier in which `actor` may write, held until the transaction ends.
///
/// # Errors
/// No such dossier, it is not the actor's, or it is no draft any more.
pub async fn hold(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Reached, DossierError> {
    let (dossier, form) = edit::held(app, tx, actor, id).await?;
    Ok(Reached::of(dossier, form))
}

/// The dossiers of a society in a round, by number. Who may ask is the caller's to know.
///
/// # Errors
/// The records failing.
pub async fn of_society(
    app: &App,
    round: RoundId,
    society: &str,
) -> Result<Vec<Reached>, DossierError> {
    let scope = Scope::Societies(vec![society.to_owned()]);
    let database = app.database.reader();
    let mut reached = Vec::new();
    for dossier in store::list(database, round, &scope).await? {
        let form = store::form_of(database, &dossier).await?;
        reached.push(Reached::of(dossier, form));
    }
    Ok(reached)
}

/// What a dossier says.
///
/// # Errors
/// The records failing.
pub async fn said(app: &App, dossier: &Reached) -> Result<Said, DossierError> {
    let place = (dossier.id, dossier.form);
    let standing = store::standing(app.database.reader(), &app.sealer, place, None).await?;
    Ok(Said::of(standing))
}

/// What a dossier says that is held.
///
/// # Errors
/// The records failing.
pub async fn said_in(app: &App, tx: &WriteTx, dossier: &Reached) -> Result<Said, DossierError> {
    let place = (dossier.id, dossier.form);
    Ok(Said::of(store::standing(&**tx, &app.sealer, place, None).await?))
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
    edit::apply(app, tx, actor, (&dossier.dossier, dossier.form), edits).await
}

/// Begins an empty dossier within a transaction of the caller's.
///
/// # Errors
/// The actor does not write for the society, no such round, society or form, a repeated request.
pub async fn begin_in(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (year, new): (i32, NewDossier),
    key: Option<&idempotency::Key>,
) -> Result<DossierId, DossierError> {
    begin(app, tx, actor, (year, new), key).await
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
