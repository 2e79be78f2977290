//! How is what is public corrected? By a notice that a second person releases; what stood before stays to be
//! read, and nothing is ever closed early.

use entity::ids::PublicityId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    content::Content,
    corrected::{Replaced, replaced},
    draft::PublicityError,
    private_data::is_private,
    record::{Correction, Publicity},
    rules::Rule,
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    persistence::WriteTx,
};

/// A correction to be drafted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPublicityCorrection)]
pub struct NewCorrection {
    /// What it says.
    #[validate(length(min = 1, max = 500))]
    pub text: String,
    /// Position of the entry that it corrects; none for the publicity as a whole.
    #[serde(default)]
    pub position: Option<i32>,
    /// Fields of the entry as they are from now on.
    #[serde(default)]
    #[validate(length(max = 30))]
    pub replaced: Vec<Replaced>,
}

async fn held(tx: &WriteTx, (id, seen): (PublicityId, i64)) -> Result<Publicity, PublicityError> {
    let (one, _) = store::find(&**tx, id).await?.ok_or(PublicityError::NotFound)?;
    if one.released_at.is_none() {
        return Err(Rule::NotReleased.into());
    }
    // The version is raised first: of two who act at once, one is told that it moved on.
    if one.version != seen || !store::touch(&**tx, (id, seen)).await? {
        return Err(PublicityError::Stale);
    }
    Ok(one)
}

async fn note(
    app: &App,
    tx: &WriteTx,
    (actor, action): (&Actor, &str),
    (id, correction): (PublicityId, &Correction),
) -> Result<(), PublicityError> {
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("notices.{action}"),
        subject: format!("publicity/{id}"),
        after_digest: Some(super::digest_of(&format!(
            "{}\n{}",
            correction.text,
            correction.content.as_deref().unwrap_or_default()
        ))),
        reason: Some(format!("#{}", correction.number)),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Drafts a correction of a released publicity of the version seen, and says its number.
///
/// # Errors
/// The role, none, not released, changed since, no such entry or field, nothing new, a personal datum, a
/// repeated request, the records failing.
pub async fn draft_correction(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
    new: &NewCorrection,
    key: Option<&idempotency::Key>,
) -> Result<(), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    if is_private(&new.text) {
        return Err(Rule::Private("/text").into());
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(PublicityError::Repeated);
    }
    held(&tx, (id, seen)).await?;
    let before = store::corrections_of(&*tx, id).await?;
    let entry = match new.position {
        None if new.replaced.is_empty() => None,
        None => return Err(Rule::NoField("position".to_owned()).into()),
        Some(position) => {
            let entry = store::entry_at(&*tx, id, position).await?;
            Some(entry.ok_or(PublicityError::NotFound)?)
        }
    };
    let content = match &entry {
        Some(entry) if !new.replaced.is_empty() => {
            let mut said: Content = serde_json::from_str(&entry.content)
                .map_err(|error| PublicityError::Broken(error.to_string()))?;
            for known in before.iter().filter(|one| one.entry == Some(entry.id)) {
                super::corrected::apply(&mut said, known);
            }
            replaced(&said, &new.replaced)?;
            serde_json::to_string(&new.replaced).ok()
        }
        _ => None,
    };
    let correction = Correction {
        id: app.ids.next(),
        entry: entry.map(|entry| entry.id),
        number: before.last().map_or(1, |last| last.number + 1),
        text: new.text.trim().to_owned(),
        content,
        drafted_by: actor.username.clone(),
        drafted_at: now,
        released_by: None,
        released_at: None,
    };
    store::insert_correction(&*tx, id, &correction).await?;
    note(app, &tx, (actor, "draft_correction"), (id, &correction)).await?;
    tx.commit().await?;
    Ok(())
}

/// A correction that nobody released, of a publicity of the version seen.
async fn drafted(
    tx: &WriteTx,
    (id, seen): (PublicityId, i64),
    number: i32,
) -> Result<Correction, PublicityError> {
    held(tx, (id, seen)).await?;
    let found = store::correction(&**tx, id, number).await?.ok_or(PublicityError::NotFound)?;
    if found.released_at.is_some() {
        return Err(Rule::Released.into());
    }
    Ok(found)
}

/// Releases a correction that somebody else drafted: it is public at once.
///
/// # Errors
/// The role, none, the drafter himself, released or changed since, the records failing.
pub async fn release_correction(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
    number: i32,
) -> Result<(), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = drafted(&tx, (id, seen), number).await?;
    if found.drafted_by == actor.username {
        return Err(Rule::SamePerson.into());
    }
    if !store::release_correction(&*tx, found.id, (&actor.username, now)).await? {
        return Err(PublicityError::Stale);
    }
    note(app, &tx, (actor, "release_correction"), (id, &found)).await?;
    tx.commit().await?;
    app.edition.turn();
    Ok(())
}

/// Throws the draft of a correction away.
///
/// # Errors
/// The role, none, released or changed since, the records failing.
pub async fn discard_correction(
    app: &App,
    actor: &Actor,
    (id, seen): (PublicityId, i64),
    number: i32,
) -> Result<(), PublicityError> {
    permit(actor, Action::ManagePublicities)?;
    let tx = app.database.begin_write().await?;
    let found = drafted(&tx, (id, seen), number).await?;
    if !store::delete_correction(&*tx, found.id).await? {
        return Err(PublicityError::Stale);
    }
    note(app, &tx, (actor, "discard_correction"), (id, &found)).await?;
    tx.commit().await?;
    Ok(())
}
