//! How is somebody reminded of what is due? Before and after the instant, until it is done.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::ReminderId;
use sea_orm::DbErr;

use super::{
    notice::{Kind, Notice, To},
    store::{self, Due, NewReminder},
    tell::{tell, word_of, word_of_address},
    templates::templates,
    timing::{distance, next_reminder},
};
use crate::{app::App, persistence::WriteTx, shared::beijing};

/// Something that is due.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// Which kind, one whose template has offsets.
    pub kind: Kind,
    /// Whom it is for. A role or a society is looked up when the time comes.
    pub to: To,
    /// What it is about, such as `nomination/<key>`.
    pub subject: String,
    /// The first instant that is too late.
    pub due_at: DateTime<Utc>,
    /// What the template is filled with; `until` and the distance are added.
    pub facts: BTreeMap<String, String>,
    /// Where in Laurel it leads.
    pub link: Option<String>,
}

/// So many reminders are looked at in one round.
const MOST: u64 = 500;

fn place_of(id: ReminderId) -> String {
    format!("reminder/{id}")
}

fn custom(error: &dyn std::fmt::Display) -> DbErr {
    DbErr::Custom(error.to_string())
}

/// Reminds of something, at the offsets of its kind. Asked again for the same thing, kind and recipient, it
/// follows the new instant: an extension moves the reminders with it.
///
/// # Errors
/// A kind without offsets, the records failing.
pub async fn remind(app: &App, tx: &WriteTx, new: &Reminder) -> Result<(), DbErr> {
    let templates = templates().map_err(|error| custom(&error))?;
    let offsets = templates.of(new.kind).map_or(&[][..], |template| &template.offsets);
    if offsets.is_empty() {
        return Err(custom(&format_args!("{} is no kind of reminder", new.kind.as_str())));
    }
    let now = app.clock.now();
    let id = app.ids.next();
    let (recipient, to) = match &new.to {
        To::Account(account) => (word_of(*account), ("account", account.to_string())),
        To::Role(role) => (format!("role/{}", role.as_str()), ("role", role.as_str().to_owned())),
        To::Society(code) => (format!("society/{code}"), ("society", code.clone())),
        To::Head(code) => (format!("head/{code}"), ("head", code.clone())),
        To::Address(address) => {
            let sealed = app.sealer.seal(&place_of(id), address).map_err(|error| custom(&error))?;
            (word_of_address(app, address), ("address", sealed))
        }
    };
    let reminder = NewReminder {
        id,
        subject: &new.subject,
        kind: new.kind,
        recipient: &recipient,
        to,
        facts: &new.facts,
        link: new.link.as_deref(),
        due_at: new.due_at,
        next_at: next_reminder(new.due_at, offsets, now),
        now,
    };
    store::keep_reminder(&**tx, reminder).await
}

/// Stops every reminder about a thing: it is done. Returns how many ran.
///
/// # Errors
/// The records failing.
pub async fn stop_reminders(app: &App, tx: &WriteTx, subject: &str) -> Result<u64, DbErr> {
    store::stop(&**tx, subject, None, app.clock.now()).await
}

/// Stops the reminders of one kind about a thing, and no other.
///
/// # Errors
/// The records failing.
pub async fn stop_reminders_of(
    app: &App,
    tx: &WriteTx,
    subject: &str,
    kind: Kind,
) -> Result<u64, DbErr> {
    store::stop(&**tx, subject, Some(kind), app.clock.now()).await
}

/// Whom a reminder is for; none where that cannot be read any more.
fn recipient(app: &App, one: &Due) -> Option<To> {
    let (kind, value) = (one.to.0.as_str(), one.to.1.as_str());
    match kind {
        "account" => Some(To::Account(uuid::Uuid::parse_str(value).ok()?.into())),
        "role" => Some(To::Role(value.parse().ok()?)),
        "society" => Some(To::Society(value.to_owned())),
        "head" => Some(To::Head(value.to_owned())),
        "address" => app.sealer.open_sealed(&place_of(one.id), value).ok().map(To::Address),
        _ => None,
    }
}

/// Tells of what is due, but for the kinds that their room tells. Each time is told once, whichever node
/// comes first and however often: the reminder moves on in the transaction that tells.
///
/// # Errors
/// The records failing.
pub(super) async fn remind_due(app: &App) -> Result<u32, DbErr> {
    let mut told = 0;
    for one in store::due(app.database.reader(), None, app.clock.now(), MOST).await? {
        let to: Vec<To> = recipient(app, &one).into_iter().collect();
        told += u32::from(tell_one(app, &one, &to).await?);
    }
    Ok(told)
}

/// A reminder whose time has come, of a kind that its room tells ([`Kind::is_told_by_room`]).
#[derive(Clone, Debug)]
pub struct DueReminder {
    due: Due,
    to: To,
}

impl DueReminder {
    /// What it is about.
    pub fn subject(&self) -> &str {
        &self.due.subject
    }

    /// For whom it was set.
    pub fn to(&self) -> &To {
        &self.to
    }

    /// The first instant that is too late.
    pub fn due_at(&self) -> DateTime<Utc> {
        self.due.at
    }
}

/// The reminders of `kind` whose time has come, for the room that tells them.
///
/// # Errors
/// The records failing.
pub async fn due_reminders(app: &App, kind: Kind) -> Result<Vec<DueReminder>, DbErr> {
    let all = store::due(app.database.reader(), Some(kind), app.clock.now(), MOST).await?;
    let with_recipient =
        all.into_iter().filter_map(|due| Some(DueReminder { to: recipient(app, &due)?, due }));
    Ok(with_recipient.collect())
}

/// Tells those whom a due reminder still concerns, and moves it on; nobody where it concerns nobody now. Its
/// next time is asked about anew. Says whether somebody was told.
///
/// # Errors
/// The records failing.
pub async fn tell_due(app: &App, one: &DueReminder, to: &[To]) -> Result<bool, DbErr> {
    tell_one(app, &one.due, to).await
}

async fn tell_one(app: &App, one: &Due, to: &[To]) -> Result<bool, DbErr> {
    let templates = templates().map_err(|error| custom(&error))?;
    let now = app.clock.now();
    let offsets = one.kind.and_then(|kind| templates.of(kind)).map(|found| &found.offsets);
    let next = offsets.and_then(|offsets| next_reminder(one.at, offsets, now));
    let is_told = one.kind.is_some() && !to.is_empty();
    let tx = app.database.begin_write().await?;
    if !store::move_on(&*tx, one, (next, is_told)).await? {
        return Ok(false);
    }
    if let Some(kind) = one.kind {
        let (zh, en) = distance(one.at, now);
        let mut facts = one.facts.clone();
        facts.insert("until".to_owned(), beijing(one.at));
        facts.insert("distance_zh".to_owned(), zh);
        facts.insert("distance_en".to_owned(), en);
        let (subject, link) = (one.subject.clone(), one.link.clone());
        let notice = Notice { kind, subject, facts, link };
        for to in to {
            tell(app, &tx, to, &notice).await?;
        }
    }
    tx.commit().await?;
    Ok(is_told)
}
