//! How is an integrity event recorded, confirmed by another person, and closed?

use chrono::NaiveDate;
use entity::vocabulary::{IntegrityKind, IntegrityState, Sanction};
use serde_json::json;

use super::{
    event::Event,
    file_dispute::RecordError,
    integrity::{Effect, Step, after, first_state, takes_two},
    store::{self, Moved},
};
use crate::{
    app::App,
    audit, idempotency,
    shared::{Bilingual, china_day, hex_sha256},
    societies,
};

/// What is to be recorded.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Code of the society.
    pub society_id: String,
    /// The round to which it belongs.
    pub round: i32,
    /// What it is about.
    pub kind: IntegrityKind,
    /// The sanction.
    pub sanction: Sanction,
    /// What it is called.
    pub title: String,
    /// What was found.
    pub finding: String,
    /// The article on which the sanction rests.
    pub basis: String,
    /// What was decided.
    pub decision: String,
    /// How the society may appeal.
    pub appeal: String,
    /// First day of the term.
    pub starts_on: NaiveDate,
    /// Last day of the term.
    pub ends_on: Option<NaiveDate>,
}

/// A suspension ends on a day, and the others do not.
fn check_term(new: &NewEvent) -> Result<(), RecordError> {
    let wrong = |zh: &str, en: &str| Err(RecordError::BadTerm(Bilingual::new(zh, en)));
    match (new.sanction, new.ends_on) {
        (Sanction::Suspension, None) => {
            wrong("暂停须有截止日期", "a suspension needs its last day")
        }
        (Sanction::Suspension, Some(last)) if last < new.starts_on => {
            wrong("截止日期不得早于起始日期", "the last day is before the first")
        }
        (Sanction::Suspension, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => wrong("只有暂停有截止日期", "only a suspension has a last day"),
    }
}

/// Records an event: a reminder or a talk is in force at once, what takes the right to nominate
/// away waits for another person.
///
/// # Errors
/// No such society, a term that does not fit, a repeated request, the records failing.
pub async fn record(
    app: &App,
    by: &str,
    new: NewEvent,
    key: Option<&idempotency::Key>,
) -> Result<Event, RecordError> {
    check_term(&new)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let known = societies::all(&*tx).await?;
    if !known.iter().any(|society| society.society_id == new.society_id) {
        return Err(RecordError::NoSociety);
    }
    let prefix = format!("IE-{}-", now.format("%Y"));
    let number = format!("{prefix}{:03}", store::numbered(&*tx, &prefix).await? + 1);
    let event = Event {
        id: app.ids.next(),
        number,
        society_id: new.society_id,
        effect: Effect {
            kind: new.kind,
            sanction: new.sanction,
            state: first_state(new.sanction),
            round: new.round,
            starts_on: new.starts_on,
            ends_on: new.ends_on,
            closed_on: None,
        },
        title: new.title,
        finding: new.finding,
        basis: new.basis,
        decision: new.decision,
        appeal: new.appeal,
        recorded_by: by.to_owned(),
        recorded_at: now,
        confirmed_by: None,
        confirmed_at: None,
        explanation: None,
        closed_by: None,
        version: 1,
    };
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &event.id.to_string(), now).await?
    {
        return Err(RecordError::Repeated);
    }
    store::insert_event(&*tx, &event).await?;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "track_record.record_event".to_owned(),
        subject: format!("integrity_event/{}", event.number),
        after_digest: Some(digest(&event)),
        reason: Some(event.basis.clone()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(event)
}

fn digest(event: &Event) -> String {
    let effect = &event.effect;
    let content = json!({
        "society": event.society_id, "round": effect.round, "kind": effect.kind,
        "sanction": effect.sanction, "title": event.title, "finding": event.finding,
        "basis": event.basis, "decision": event.decision, "appeal": event.appeal,
        "starts_on": effect.starts_on, "ends_on": effect.ends_on,
    });
    hex_sha256(content.to_string().as_bytes())
}

/// Takes the next step with an event.
///
/// # Errors
/// Not in this state, not by whoever recorded it, it moved on meanwhile, the records failing.
pub async fn step(
    app: &App,
    by: &str,
    event: &Event,
    step: Step,
    explanation: Option<&str>,
) -> Result<(), RecordError> {
    let state = after(event.effect.state, step).ok_or(RecordError::WrongState)?;
    let is_deciding = matches!(step, Step::Confirm | Step::Refuse);
    if is_deciding && takes_two(event.effect.sanction) && event.recorded_by == by {
        return Err(RecordError::SamePerson);
    }
    let now = app.clock.now();
    let is_closing = matches!(state, IntegrityState::Restored | IntegrityState::Annulled);
    let moved =
        Moved { state, by, at: now, explanation, closed_on: is_closing.then(|| china_day(now)) };
    let tx = app.database.begin_write().await?;
    if !store::move_event(&*tx, event, &moved).await? {
        return Err(RecordError::Stale);
    }
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("track_record.event_{}", state.as_str()),
        subject: format!("integrity_event/{}", event.number),
        before_digest: Some(digest(event)),
        reason: explanation.map(str::to_owned),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
