//! How are supervision meetings held, and how is what they ask for followed?

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{ActionItemId, SupervisionMeetingId, TaskbookId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::SupervisionError,
    sides::must_act_for,
    store::{self, ActionItem, Meeting},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    persistence::WriteTx,
    shared::hex_sha256,
};

/// A meeting as CAST writes it down.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct MeetingText {
    /// Its title.
    #[validate(length(min = 1, max = 200))]
    pub title: String,
    /// When it is held.
    pub held_at: DateTime<Utc>,
    /// Where.
    #[validate(length(min = 1, max = 200))]
    pub place: String,
    /// The taskbook that it is about, if it is about one.
    #[schema(value_type = Option<String>)]
    pub taskbook_id: Option<uuid::Uuid>,
    /// Codes of the societies that attend; their people see the meeting.
    #[validate(length(max = 300))]
    pub society_ids: Vec<String>,
    /// Who attends.
    #[validate(length(max = 200))]
    pub participants: Vec<String>,
    /// The minutes; empty until they are written.
    #[serde(default)]
    #[validate(length(max = 20_000))]
    pub minutes: String,
}

async fn note(
    tx: &WriteTx,
    now: DateTime<Utc>,
    deed: (&str, &str),
    subject: String,
    body: &impl Serialize,
) -> Result<(), SupervisionError> {
    let (by, deed) = deed;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("supervision.{deed}"),
        subject,
        after_digest: Some(hex_sha256(&serde_json::to_vec(body).unwrap_or_default())),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

/// Checks that the taskbook and the societies are there; the taskbook's society always attends.
async fn societies_of(tx: &WriteTx, text: &MeetingText) -> Result<Vec<String>, SupervisionError> {
    let mut codes = text.society_ids.clone();
    if let Some(id) = text.taskbook_id {
        let taskbook =
            store::find(&**tx, TaskbookId(id)).await?.ok_or(SupervisionError::NotFound)?;
        codes.push(taskbook.draft.society_id);
    }
    codes.sort_unstable();
    codes.dedup();
    let names = store::society_names(&**tx).await?;
    match codes.iter().find(|code| !names.contains_key(*code)) {
        Some(code) => Err(SupervisionError::NoSociety(code.clone())),
        None => Ok(codes),
    }
}

/// Writes a meeting down.
///
/// # Errors
/// The actor is not CAST, a society or the taskbook is unknown, a repeated request.
pub async fn hold(
    app: &App,
    actor: &Actor,
    text: MeetingText,
    key: Option<&idempotency::Key>,
) -> Result<SupervisionMeetingId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let id: SupervisionMeetingId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    let societies = societies_of(&tx, &text).await?;
    let subject = format!("supervision_meeting/{id}");
    note(&tx, now, (&actor.username, "hold_meeting"), subject, &text).await?;
    let meeting = Meeting {
        id,
        title: text.title,
        held_at: text.held_at,
        place: text.place,
        taskbook: text.taskbook_id.map(TaskbookId),
        societies,
        participants: text.participants,
        minutes: text.minutes,
        version: 1,
        created_by: actor.username.clone(),
        created_at: now,
        updated_at: now,
    };
    store::insert_meeting(&*tx, meeting).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes a meeting: its minutes above all.
///
/// # Errors
/// The actor is not CAST, the meeting is not there, somebody was faster.
pub(super) async fn rewrite(
    app: &App,
    actor: &Actor,
    id: SupervisionMeetingId,
    seen: i64,
    text: MeetingText,
) -> Result<(), SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let before = store::find_meeting(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    let societies = societies_of(&tx, &text).await?;
    let subject = format!("supervision_meeting/{id}");
    note(&tx, now, (&actor.username, "change_meeting"), subject, &text).await?;
    let meeting = Meeting {
        title: text.title,
        held_at: text.held_at,
        place: text.place,
        taskbook: text.taskbook_id.map(TaskbookId),
        societies,
        participants: text.participants,
        minutes: text.minutes,
        updated_at: now,
        ..before
    };
    if !store::save_meeting(&*tx, meeting, seen).await? {
        return Err(SupervisionError::Stale);
    }
    tx.commit().await?;
    Ok(())
}

/// An action item as a meeting asks for it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewActionItem {
    /// What is to be done.
    #[validate(length(min = 1, max = 500))]
    pub text: String,
    /// Who answers for it.
    #[validate(length(min = 1, max = 100))]
    pub owner: String,
    /// Code of the society that is to do it; none for CAST.
    pub society_id: Option<String>,
    /// The day by which it is done.
    pub due_on: NaiveDate,
}

/// Adds an action item to a meeting.
///
/// # Errors
/// The actor is not CAST, the meeting is not there, the society does not attend it.
pub async fn ask(
    app: &App,
    actor: &Actor,
    meeting: SupervisionMeetingId,
    new: NewActionItem,
    key: Option<&idempotency::Key>,
) -> Result<ActionItemId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let held = store::find_meeting(&*tx, meeting).await?.ok_or(SupervisionError::NotFound)?;
    if let Some(code) = &new.society_id
        && !held.societies.contains(code)
    {
        return Err(SupervisionError::NoSociety(code.clone()));
    }
    let id: ActionItemId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    let subject = format!("action_item/{id}");
    note(&tx, now, (&actor.username, "ask_action_item"), subject, &new).await?;
    let there = store::action_items(&*tx).await?;
    let of_meeting = there.iter().filter(|item| item.meeting == meeting).count();
    let item = ActionItem {
        id,
        meeting,
        position: i32::try_from(of_meeting + 1).unwrap_or(i32::MAX),
        text: new.text,
        owner: new.owner,
        society: new.society_id,
        due_on: new.due_on,
        done_at: None,
        done_by: None,
        done_note: None,
        version: 1,
    };
    store::insert_action_item(&*tx, item).await?;
    tx.commit().await?;
    Ok(id)
}

/// What was done about an action item.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionItemDone)]
pub struct Done {
    /// What was done, and what proves it.
    #[validate(length(min = 1, max = 2_000))]
    pub note: String,
}

/// Marks an action item as done.
///
/// # Errors
/// The item is not the actor's, it is done already, somebody was faster.
pub async fn finish(
    app: &App,
    actor: &Actor,
    id: ActionItemId,
    seen: i64,
    done: Done,
) -> Result<SupervisionMeetingId, SupervisionError> {
    permit(actor, Action::ReadSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let item = store::find_action_item(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    must_act_for(actor, item.society.as_deref())?;
    if item.version != seen {
        return Err(SupervisionError::Stale);
    }
    if item.done_at.is_some() {
        return Err(SupervisionError::Done);
    }
    let subject = format!("action_item/{id}");
    note(&tx, now, (&actor.username, "finish_action_item"), subject, &done).await?;
    let words = (actor.username.as_str(), done.note.as_str(), now);
    if !store::finish_action_item(&*tx, id, seen, words).await? {
        return Err(SupervisionError::Stale);
    }
    tx.commit().await?;
    Ok(item.meeting)
}
