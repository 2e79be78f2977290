//! How is an edit kept? Field by field, in one transaction, so that what is acknowledged is there.

use std::collections::BTreeMap;

use entity::{ids::DossierId, vocabulary::NominationState};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{
    address::Address,
    content::Value,
    patch::{self, BadEdit, Edit, Standing, Verdict},
    record::{Change, Dossier},
    stand_store::in_time,
    store::{self, StoreFault},
    views::masked,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Denied, permit},
    idempotency,
    nominations::forms::Form,
    persistence::WriteTx,
    shared::hex_sha256,
};

/// Most addresses that are asked for by name.
const MOST_NAMED: usize = 1_000;

/// Why nothing was done with a dossier.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    /// The actor's role may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// No such dossier, round or society, or it is not the actor's to know.
    #[error("未找到 / not found")]
    NotFound,
    /// A form on which the round begins no dossiers.
    #[error(
        "本年度不使用提名书 {form}，可用 {} / the round has no form {form}; it has {}",
        .offered.join("、"),
        .offered.join(", ")
    )]
    NoForm {
        /// The form that was asked for.
        form: String,
        /// Those that the round has.
        offered: Vec<String>,
    },
    /// What was read by one text of a form is to go into a dossier that goes by another.
    #[error("本年度的提名书 {0} 用另一文本 / the round goes by another text of the form {0}")]
    OtherForm(String),
    /// It is no draft any more.
    #[error("提名材料已不在起草中 / the dossier is no draft any more")]
    Closed,
    /// It is being corrected, and this field is not to be.
    #[error("补正不涉及 {0} / {0} is not to be corrected")]
    Locked(Address),
    /// Nominating ended at this instant, for the society and with every extension.
    #[error("提名已于 {0} 截止 / nominating ended at {0}")]
    Late(chrono::DateTime<chrono::Utc>),
    /// An edit that no dossier of the form takes.
    #[error("{0:?}")]
    Bad(BadEdit),
    /// The version is none that the dossier had.
    #[error("没有该版本 / there is no such version")]
    NoVersion,
    /// Somebody changed it since it was seen.
    #[error("已被他人修改 / changed in the meantime")]
    Stale,
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records failing.
    #[error(transparent)]
    Store(#[from] StoreFault),
}

impl From<sea_orm::DbErr> for DossierError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// A field that somebody else changed after it was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DossierClash)]
pub struct Clash {
    /// The field.
    #[schema(value_type = String)]
    pub address: Address,
    /// What stands there; of a personal datum only its ends.
    pub value: Option<Value>,
    /// Its version, to be named as seen next time.
    pub version: i64,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
}

/// What became of an edit, as it is told and kept under its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DossierEditOutcome)]
pub struct EditOutcome {
    /// Version of the dossier now.
    pub version: i64,
    /// When it was kept.
    pub saved_at: chrono::DateTime<chrono::Utc>,
    /// The version of each field that stands as it was sent.
    pub saved: BTreeMap<String, i64>,
    /// Lists that were put together from this edit and another's, as they stand now.
    pub merged: BTreeMap<String, Vec<String>>,
    /// The fields that were not written, as somebody else had been there.
    pub met: Vec<Clash>,
}

/// A dossier on which `actor` may write, one version on and held until the transaction ends.
pub(super) async fn held(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<(Dossier, &'static Form), DossierError> {
    let dossier = taken(app, tx, actor, id).await?;
    opened(app, tx, dossier).await
}

/// A dossier of the actor's society in whatever state, one version on and held until the transaction ends.
pub(super) async fn taken(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: DossierId,
) -> Result<Dossier, DossierError> {
    let permit = permit(actor, Action::WriteNominations)?;
    let dossier = store::advance(&**tx, id, app.clock.now()).await?;
    dossier.filter(|dossier| permit.covers(&dossier.society)).ok_or(DossierError::NotFound)
}

/// A dossier that was taken, where it may be written in now, be it in some fields only.
pub(super) async fn opened(
    app: &App,
    tx: &WriteTx,
    mut dossier: Dossier,
) -> Result<(Dossier, &'static Form), DossierError> {
    if dossier.state == NominationState::Draft {
        in_time(app, &**tx, dossier.round, (&dossier.society, Some(dossier.id))).await?;
    } else {
        // A correction has a time of its own: what is over it is locked again.
        dossier.unlocked = store::unlocked(&**tx, dossier.id, app.clock.now()).await?;
    }
    if !dossier.is_open() {
        return Err(DossierError::Closed);
    }
    let form = store::form_of(&**tx, &dossier).await?;
    Ok((dossier, form))
}

/// Title and grade as the list shows them, where these edits change one of them.
fn cover(standing: &BTreeMap<Address, Standing>, written: &[Change]) -> (String, Option<String>) {
    let text = |field: &str| {
        let address = Address::field("project", field);
        let new = written.iter().find(|change| change.address == address);
        let value = match new {
            Some(change) => change.after.as_ref(),
            None => standing.get(&address).and_then(|now| now.value.as_ref()),
        };
        value.map(|value| value.text().to_owned()).filter(|text| !text.trim().is_empty())
    };
    (text("title").unwrap_or_default(), text("grade"))
}

/// Keeps edits. Fields that nobody else touched are written; one that somebody else changed since it
/// was seen is not, and is told with what stands there. Under the same key the same answer is given
/// and nothing is done again.
///
/// # Errors
/// The dossier is not the actor's or no draft, an edit that the form does not take, the records failing.
pub async fn edit(
    app: &App,
    actor: &Actor,
    id: DossierId,
    edits: &[Edit],
    key: Option<&idempotency::Key>,
) -> Result<EditOutcome, DossierError> {
    let tx = app.database.begin_write().await?;
    let (dossier, form) = held(app, &tx, actor, id).await?;
    patch::check(form, edits).map_err(DossierError::Bad)?;
    let mut outcome = apply(app, &tx, actor, (&dossier, form), (edits, key)).await?;
    if !outcome.saved.values().any(|version| *version == dossier.version) {
        // Nothing was written: the version that was taken is given back with the transaction.
        outcome.version = dossier.version - 1;
        return Ok(outcome);
    }
    tx.commit().await?;
    Ok(outcome)
}

/// Keeps what was answered under the key of its request.
async fn keep(
    tx: &WriteTx,
    key: Option<&idempotency::Key>,
    outcome: &EditOutcome,
) -> Result<(), DossierError> {
    let Some(key) = key else { return Ok(()) };
    let reply = serde_json::to_string(outcome).unwrap_or_default();
    if idempotency::keep(&**tx, key, &reply, outcome.saved_at).await? {
        Ok(())
    } else {
        Err(DossierError::Repeated)
    }
}

/// Writes what can be written of `edits` into a dossier that is held, with the answer under the key of its
/// request.
pub(super) async fn apply(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (dossier, form): (&Dossier, &'static Form),
    (edits, key): (&[Edit], Option<&idempotency::Key>),
) -> Result<EditOutcome, DossierError> {
    let now = app.clock.now();
    if let Some(locked) = edits.iter().find(|edit| !dossier.is_open_at(&edit.address)) {
        return Err(DossierError::Locked(locked.address.clone()));
    }
    let place = (dossier.id, form);
    let mut wanted: Vec<Address> = edits.iter().map(|edit| edit.address.clone()).collect();
    wanted.extend(["title", "grade"].map(|field| Address::field("project", field)));
    // So many addresses are more than a statement takes: all are read then.
    let only = (wanted.len() <= MOST_NAMED).then_some(wanted.as_slice());
    let standing = store::standing(&**tx, &app.sealer, place, only).await?;
    let mut outcome = EditOutcome {
        version: dossier.version,
        saved_at: now,
        saved: BTreeMap::new(),
        merged: BTreeMap::new(),
        met: Vec::new(),
    };
    let mut written = Vec::new();
    for (edit, verdict) in edits.iter().zip(patch::judge(&standing, edits)) {
        let address = edit.address.to_string();
        let before = standing.get(&edit.address);
        let after = match verdict {
            Verdict::Same => {
                outcome.saved.insert(address, before.map_or(0, |before| before.version));
                continue;
            }
            Verdict::Meets(now) => {
                outcome.met.push(clash(&edit.address, form, now));
                continue;
            }
            Verdict::Merge(words) => {
                outcome.merged.insert(address.clone(), words.clone());
                Some(Value::List(words))
            }
            Verdict::Write => edit.value.clone(),
        };
        outcome.saved.insert(address, dossier.version);
        written.push(Change {
            version: dossier.version,
            address: edit.address.clone(),
            before: before.and_then(|before| before.value.clone()),
            after,
            by: actor.username.clone(),
            at: now,
        });
    }
    if written.iter().any(|change| change.address.section() == "project") {
        let (title, grade) = cover(&standing, &written);
        store::set_cover(&**tx, dossier.id, title, grade).await?;
    }
    // The record last: from it on all other writers wait.
    keep(tx, key, &outcome).await?;
    record(app, tx, actor, (dossier, form), written).await?;
    Ok(outcome)
}

/// What stands where an edit meets another's; a personal datum masked.
fn clash(address: &Address, form: &Form, now: Standing) -> Clash {
    let is_secret = address.of(form).is_none_or(|field| field.secret);
    Clash {
        address: address.clone(),
        value: if is_secret { now.value.map(masked) } else { now.value },
        version: now.version,
        by: now.by,
        at: now.at,
    }
}

/// Writes changes down, with one audit record. What a personal datum says is left out of its digest.
async fn record(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (dossier, form): (&Dossier, &'static Form),
    written: Vec<Change>,
) -> Result<(), DossierError> {
    if written.is_empty() {
        return Ok(());
    }
    let said: Vec<_> = written
        .iter()
        .map(|change| {
            let is_secret = change.address.of(form).is_none_or(|field| field.secret);
            json!([change.address, change.version, (!is_secret).then_some(&change.after)])
        })
        .collect();
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "nominations.edit_dossier".to_owned(),
        subject: format!("dossier/{}", dossier.id),
        after_digest: Some(hex_sha256(json!(said).to_string().as_bytes())),
        ..audit::Entry::default()
    };
    store::write(&**tx, &app.sealer, (dossier.id, form), app.ids, written).await?;
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}
