//! How is something disclosed or put into the library, and how is it withdrawn?

use chrono::{DateTime, Utc};
use entity::{
    ids::{DisclosureId, LibraryEntryId, TaskbookId},
    vocabulary::{DisclosureKind, LibraryKind},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::SupervisionError,
    model::{Fault, Rule},
    sides::must_act_for,
    store::{self, Disclosure, Entry, Withdrawal},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    persistence::WriteTx,
    shared::hex_sha256,
};

/// Something to disclose.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewDisclosure {
    /// Code of the society.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// The taskbook that it belongs to.
    #[schema(value_type = Option<String>)]
    pub taskbook_id: Option<uuid::Uuid>,
    /// `progress`, `taskbook`, `rules`, `selection`, `report` or `notice`.
    #[schema(value_type = String)]
    pub kind: DisclosureKind,
    /// Its title.
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    /// Its English title.
    #[validate(length(min = 1, max = 200))]
    pub title_en: Option<String>,
    /// Its text.
    #[validate(length(min = 1, max = 20_000))]
    pub body: String,
    /// Where more is to be read: an `https` address.
    #[validate(length(min = 9, max = 500))]
    pub link: Option<String>,
}

/// What is published, by whom and under which name.
struct Deed<'d> {
    by: &'d str,
    action: &'static str,
    subject: String,
    digest: Option<String>,
    reason: Option<String>,
}

async fn note(tx: &WriteTx, now: DateTime<Utc>, deed: Deed<'_>) -> Result<(), SupervisionError> {
    let entry = audit::Entry {
        actor: deed.by.to_owned(),
        action: deed.action.to_owned(),
        subject: deed.subject,
        after_digest: deed.digest,
        reason: deed.reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

fn digest(value: &impl Serialize) -> String {
    hex_sha256(&serde_json::to_vec(value).unwrap_or_default())
}

/// Only web addresses are shown as links: any other scheme may run something.
fn check_link(link: Option<&str>) -> Result<(), SupervisionError> {
    let is_safe = |link: &str| {
        (link.starts_with("https://") || link.starts_with("http://"))
            && !link.chars().any(|one| one.is_whitespace() || one.is_control())
    };
    match link {
        Some(link) if !is_safe(link) => {
            let fault = Fault { pointer: "/link".to_owned(), rule: Rule::WebAddress };
            Err(SupervisionError::Faults(vec![fault]))
        }
        _ => Ok(()),
    }
}

/// Discloses something; it is public at once.
///
/// # Errors
/// The society is not the actor's, the taskbook is not the society's, a repeated request.
pub async fn disclose(
    app: &App,
    actor: &Actor,
    new: NewDisclosure,
    key: Option<&idempotency::Key>,
) -> Result<DisclosureId, SupervisionError> {
    must_act_for(actor, Some(&new.society_id))?;
    check_link(new.link.as_deref())?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let id: DisclosureId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    if store::society_name(&*tx, &new.society_id).await?.is_none() {
        return Err(SupervisionError::NoSociety(new.society_id));
    }
    let taskbook = new.taskbook_id.map(TaskbookId);
    if let Some(taskbook) = taskbook {
        let found = store::find(&*tx, taskbook).await?.ok_or(SupervisionError::NotFound)?;
        if found.draft.society_id != new.society_id {
            return Err(SupervisionError::NotFound);
        }
    }
    let deed = Deed {
        by: &actor.username,
        action: "supervision.disclose",
        subject: format!("disclosure/{id}"),
        digest: Some(digest(&new)),
        reason: None,
    };
    note(&tx, now, deed).await?;
    let disclosure = Disclosure {
        id,
        society: new.society_id,
        taskbook,
        kind: new.kind,
        title: new.title,
        title_en: new.title_en,
        body: new.body,
        link: new.link,
        published_by: actor.username.clone(),
        published_at: now,
        withdrawal: None,
    };
    store::insert_disclosure(&*tx, disclosure).await?;
    tx.commit().await?;
    Ok(id)
}

/// Why something is withdrawn.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalText {
    /// Why.
    #[validate(length(min = 1, max = 1_000))]
    pub reason: String,
}

/// Withdraws a disclosure: its title and the reason stay to be seen, its text does not.
///
/// # Errors
/// The disclosure is not the actor's society's, or is withdrawn already.
pub async fn withdraw_disclosure(
    app: &App,
    actor: &Actor,
    id: DisclosureId,
    text: WithdrawalText,
) -> Result<(), SupervisionError> {
    permit(actor, Action::ReadSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = store::find_disclosure(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    must_act_for(actor, Some(&found.society))?;
    let why = Withdrawal { by: actor.username.clone(), at: now, reason: text.reason };
    if !store::withdraw_disclosure(&*tx, id, &why).await? {
        return Err(SupervisionError::Done);
    }
    let deed = Deed {
        by: &actor.username,
        action: "supervision.withdraw_disclosure",
        subject: format!("disclosure/{id}"),
        digest: None,
        reason: Some(why.reason),
    };
    note(&tx, now, deed).await?;
    tx.commit().await?;
    Ok(())
}

/// Something for the library.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLibraryEntry)]
pub struct NewEntry {
    /// `briefing`, `case` or `norm`.
    #[schema(value_type = String)]
    pub kind: LibraryKind,
    /// Its title.
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    /// Its English title.
    #[validate(length(min = 1, max = 200))]
    pub title_en: Option<String>,
    /// Its text.
    #[validate(length(min = 1, max = 50_000))]
    pub body: String,
    /// Code of the society that it is about.
    pub society_id: Option<String>,
}

/// Puts a briefing, a typical case or a norm into the library.
///
/// # Errors
/// The actor is not CAST, the society is unknown, a repeated request.
pub async fn put_into_library(
    app: &App,
    actor: &Actor,
    new: NewEntry,
    key: Option<&idempotency::Key>,
) -> Result<LibraryEntryId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let id: LibraryEntryId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    if let Some(code) = &new.society_id
        && store::society_name(&*tx, code).await?.is_none()
    {
        return Err(SupervisionError::NoSociety(code.clone()));
    }
    let deed = Deed {
        by: &actor.username,
        action: "supervision.put_into_library",
        subject: format!("library_entry/{id}"),
        digest: Some(digest(&new)),
        reason: None,
    };
    note(&tx, now, deed).await?;
    let entry = Entry {
        id,
        kind: new.kind,
        title: new.title,
        title_en: new.title_en,
        body: new.body,
        society: new.society_id,
        published_by: actor.username.clone(),
        published_at: now,
        withdrawal: None,
    };
    store::insert_entry(&*tx, entry).await?;
    tx.commit().await?;
    Ok(id)
}

/// Withdraws an entry of the library; its title and the reason stay.
///
/// # Errors
/// The actor is not CAST, the entry is not there or withdrawn already.
pub(super) async fn withdraw_from_library(
    app: &App,
    actor: &Actor,
    id: LibraryEntryId,
    text: WithdrawalText,
) -> Result<(), SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    store::find_entry(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    let why = Withdrawal { by: actor.username.clone(), at: now, reason: text.reason };
    if !store::withdraw_entry(&*tx, id, &why).await? {
        return Err(SupervisionError::Done);
    }
    let deed = Deed {
        by: &actor.username,
        action: "supervision.withdraw_from_library",
        subject: format!("library_entry/{id}"),
        digest: None,
        reason: Some(why.reason),
    };
    note(&tx, now, deed).await?;
    tx.commit().await?;
    Ok(())
}
