//! What is left of a deed, who may do it, and in which words does he say why?

use entity::{
    ids::ReviewMeetingId,
    vocabulary::{Role, SeatDuty},
};

use super::store;
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    meetings::{MeetingError, model::Seat, sitting::whole::Whole},
    persistence::WriteTx,
};

/// The fewest and the most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 4..=2_000;

/// A reason without the blanks around it.
///
/// # Errors
/// Too short or too long.
pub(in crate::meetings) fn reason(text: &str) -> Result<&str, MeetingError> {
    let text = text.trim();
    if REASON.contains(&text.chars().count()) {
        return Ok(text);
    }
    Err(MeetingError::field(
        "/reason",
        "length",
        "须写明理由，4–2000 字",
        "a reason of 4 to 2000 characters is expected",
    ))
}

/// Leaves the record of a deed; `digest` is that of what was kept. No word of an opinion and no reason of a recusal
/// stands in a record that many read.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn record(
    app: &App,
    tx: &WriteTx,
    (by, deed): (&str, &str),
    (subject, why): (String, Option<&str>),
    digest: Option<String>,
) -> Result<(), MeetingError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("meetings.{deed}"),
        subject,
        after_digest: digest,
        reason: why.map(str::to_owned),
        ..audit::Entry::default()
    };
    Ok(audit::record(&**tx, app.clock.now(), entry).await?)
}

/// What a record calls a meeting.
pub(in crate::meetings) fn subject(id: ReviewMeetingId) -> String {
    format!("review_meeting/{id}")
}

/// Whether somebody is an administrator of the office.
pub(in crate::meetings) fn is_admin(actor: &Actor) -> bool {
    actor.grants.iter().any(|grant| grant.role == Role::AwardAdmin)
}

/// A meeting that an officer saw at a version, held until the transaction ends.
///
/// # Errors
/// Not granted, no such meeting, an item from which the officer is kept (R14), another version, the records failing.
pub(in crate::meetings) async fn held_by_office(
    tx: &WriteTx,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
) -> Result<Whole, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let row = store::held(tx, id).await?.ok_or(MeetingError::NotFound)?;
    let is_stale = row.version != seen;
    let whole = store::whole(&**tx, row).await?.ok_or(MeetingError::NotFound)?;
    // Whoever is kept from an item is not told either that somebody changed it.
    admit(tx, actor, &whole).await?;
    if is_stale { Err(MeetingError::Stale) } else { Ok(whole) }
}

/// Lets an officer to everything on an agenda.
///
/// # Errors
/// An item from which he is kept (R14), the records failing.
pub(in crate::meetings) async fn admit(
    tx: &WriteTx,
    actor: &Actor,
    whole: &Whole,
) -> Result<(), MeetingError> {
    let wall = wall_of(&**tx, actor).await?;
    let is_walled = whole.items.iter().any(|item| wall.hides(item.nomination_id));
    if is_walled { Err(MeetingError::Walled) } else { Ok(()) }
}

/// Who leads a meeting from item to item: the office, or the head of the body in his seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::meetings) enum Hand {
    /// An officer.
    Office,
    /// A head or his deputy.
    Head(Seat),
}

/// As whom somebody leads a meeting.
///
/// # Errors
/// Neither an officer nor somebody who may sit; no seat in it is not found; another duty is not granted; the records
/// failing.
pub(in crate::meetings) async fn hand(
    tx: &WriteTx,
    actor: &Actor,
    meeting: ReviewMeetingId,
) -> Result<Hand, MeetingError> {
    if permit(actor, Action::ManageMeetings).is_ok() {
        return Ok(Hand::Office);
    }
    permit(actor, Action::SitInMeetings)?;
    let seat =
        store::seat_of(&**tx, meeting, actor.account).await?.ok_or(MeetingError::NotFound)?;
    match seat.duty {
        SeatDuty::Chair | SeatDuty::ViceChair => Ok(Hand::Head(seat)),
        SeatDuty::Secretary | SeatDuty::Scribe | SeatDuty::Member => Err(MeetingError::Denied),
    }
}
