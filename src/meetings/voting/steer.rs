//! Who may draft, open and close a ballot, and how is it held while he does?
//!
//! Every write holds the meeting first and the ballot second, so that no two wait for each other.

use entity::{
    ids::{BallotId, ReviewMeetingId},
    vocabulary::{BallotState, ReviewMeetingState, SeatDuty},
};

use super::store::{self, BallotRow, LineRow};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    meetings::{
        MeetingError,
        model::{HeldMeeting, Meeting},
        sitting,
    },
    persistence::WriteTx,
};

/// A ballot that is held with its meeting until the transaction ends.
#[derive(Clone, Debug)]
pub(super) struct Steered {
    pub(super) held: HeldMeeting,
    pub(super) ballot: BallotRow,
    /// By number.
    pub(super) lines: Vec<LineRow>,
}

/// Holds a meeting as it stands now.
pub(super) async fn held_now(
    app: &App,
    tx: &WriteTx,
    id: ReviewMeetingId,
) -> Result<HeldMeeting, MeetingError> {
    let seen = store::hold_meeting(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    sitting::hold(app, tx, id, seen).await
}

/// Holds a ballot that was seen at a version, for the office or for the chair of its meeting.
///
/// # Errors
/// Not his to steer, or to know of; a nomination of it from which he is kept; another version; the records failing.
pub(super) async fn steered(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (id, seen): (BallotId, i64),
) -> Result<Steered, MeetingError> {
    let is_office = permit(actor, Action::ManageMeetings).is_ok();
    if !is_office {
        permit(actor, Action::SitInMeetings)?;
    }
    let known = store::find(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    if !is_office {
        let seat = sitting::seat_of(&**tx, known.meeting_id, actor.account).await?;
        if seat.ok_or(MeetingError::NotFound)?.duty != SeatDuty::Chair {
            return Err(MeetingError::Denied);
        }
    }
    let held = held_now(app, tx, known.meeting_id).await?;
    let ballot = store::held(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    let lines = store::lines(&**tx, id).await?;
    admit(tx, actor, &lines).await?;
    if ballot.version == seen {
        Ok(Steered { held, ballot, lines })
    } else {
        Err(MeetingError::Stale)
    }
}

/// Lets an officer to a ballot who is kept from none of its nominations.
///
/// # Errors
/// He is kept from one; the records failing.
pub(super) async fn admit(
    tx: &WriteTx,
    actor: &Actor,
    lines: &[LineRow],
) -> Result<(), MeetingError> {
    let wall = wall_of(&**tx, actor).await?;
    let is_kept_from = lines.iter().any(|line| wall.hides(line.nomination_id));
    if is_kept_from { Err(MeetingError::Walled) } else { Ok(()) }
}

/// What is over is not voted on.
///
/// # Errors
/// The meeting is over, or is not held.
pub(super) fn must_go_on(meeting: &Meeting) -> Result<(), MeetingError> {
    use ReviewMeetingState::{Cancelled, Closed};
    if matches!(meeting.state, Closed | Cancelled) {
        return Err(MeetingError::refused(
            "会议已结束或取消，不能再表决",
            "the meeting is over or cancelled: nothing of it is voted on any more",
        ));
    }
    Ok(())
}

/// The ballot stands where this is done.
///
/// # Errors
/// It stands elsewhere.
pub(super) fn must_be(ballot: &BallotRow, state: BallotState) -> Result<(), MeetingError> {
    if ballot.state == state {
        return Ok(());
    }
    let (zh, en) = match ballot.state {
        BallotState::Draft => ("表决尚未开始", "the ballot is not open yet"),
        BallotState::Open => ("表决正在进行", "the ballot is open"),
        BallotState::Closed => ("表决已结束并计票", "the ballot is closed and counted"),
        BallotState::Void => ("表决已作废", "the ballot is void"),
    };
    Err(MeetingError::refused(zh, en))
}

/// What is recorded of a deed: never a mark.
#[derive(Clone, Debug, Default)]
pub(super) struct Deed<'a> {
    pub(super) name: &'static str,
    pub(super) digest: Option<String>,
    pub(super) reason: Option<&'a str>,
}

/// Leaves the record of a deed.
///
/// # Errors
/// The records failing.
pub(super) async fn record(
    app: &App,
    tx: &WriteTx,
    (actor, id): (&Actor, BallotId),
    deed: Deed<'_>,
) -> Result<(), MeetingError> {
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: format!("meetings.{}", deed.name),
        subject: format!("ballot/{id}"),
        after_digest: deed.digest,
        reason: deed.reason.map(str::to_owned),
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}
