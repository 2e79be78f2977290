//! Which item is it, and who is there?

use entity::{
    ids::{AgendaItemId, ReviewMeetingId},
    vocabulary::{AgendaState, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    facts_store,
    record::{Hand, hand, record, subject},
    store,
    whole::Whole,
};
use crate::{
    app::App,
    authz::{Actor, wall_of},
    meetings::{MeetingError, model::HeldMeeting},
    persistence::WriteTx,
};

/// How an item is left for another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgendaLeave)]
pub(in crate::meetings) enum Leave {
    /// It is done.
    #[default]
    Done,
    /// It is put off to another meeting.
    PutOff,
    /// It comes again.
    Waiting,
}

/// To which item a meeting goes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct AgendaMove {
    /// Key of the item; none where it is none any more.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(in crate::meetings) item: Option<Uuid>,
    /// How the item before it is left.
    #[serde(default)]
    pub(in crate::meetings) leave: Leave,
}

/// A meeting that somebody saw at a version, with all that belongs to it, held until the transaction ends.
///
/// # Errors
/// No such meeting, another version, the records failing.
pub(in crate::meetings) async fn held(
    tx: &WriteTx,
    id: ReviewMeetingId,
    seen: i64,
) -> Result<Whole, MeetingError> {
    let row = store::held(tx, id).await?.ok_or(MeetingError::NotFound)?;
    if row.version != seen {
        return Err(MeetingError::Stale);
    }
    store::whole(&**tx, row).await?.ok_or(MeetingError::NotFound)
}

/// A meeting that somebody saw at a version, held until the transaction ends.
///
/// # Errors
/// No such meeting, another version, the records failing.
pub(in crate::meetings) async fn hold(
    app: &App,
    tx: &WriteTx,
    id: ReviewMeetingId,
    seen: i64,
) -> Result<HeldMeeting, MeetingError> {
    Ok(held(tx, id, seen).await?.held(app.clock.now()))
}

/// A meeting and an item of it that somebody saw at a version, both held until the transaction ends.
///
/// # Errors
/// No such item, another version of it, the records failing.
pub(in crate::meetings) async fn held_item(
    tx: &WriteTx,
    id: AgendaItemId,
    seen: i64,
) -> Result<(Whole, store::ItemRow), MeetingError> {
    let whole = with_item(tx, id).await?;
    let item = whole.item(id).cloned().ok_or(MeetingError::NotFound)?;
    if item.version == seen { Ok((whole, item)) } else { Err(MeetingError::Stale) }
}

/// The meeting of an item, held until the transaction ends.
///
/// # Errors
/// No such item, the records failing.
pub(in crate::meetings) async fn with_item(
    tx: &WriteTx,
    id: AgendaItemId,
) -> Result<Whole, MeetingError> {
    let item = store::find_item(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    let row = store::held(tx, item.meeting_id).await?.ok_or(MeetingError::NotFound)?;
    store::whole(&**tx, row).await?.ok_or(MeetingError::NotFound)
}

/// The state in which an item is left, where leaving changes it: what is voted on stays so.
const fn left(state: AgendaState, leave: Leave) -> Option<AgendaState> {
    match (state, leave) {
        (AgendaState::Present, Leave::Done) => Some(AgendaState::Done),
        (AgendaState::Present, Leave::PutOff) => Some(AgendaState::PutOff),
        (AgendaState::Present, Leave::Waiting) => Some(AgendaState::Waiting),
        _ => None,
    }
}

/// Leads a meeting to an item, or away from the last.
///
/// # Errors
/// Not the actor's to do, no such meeting or item, one from which he is kept, another version, a meeting that does not go
/// on, an item that was voted on and is to be put off, the records failing.
pub(super) async fn go(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    to: AgendaMove,
) -> Result<(), MeetingError> {
    let tx = app.database.begin_write().await?;
    let hand = hand(&tx, actor, id).await?;
    let mut whole = held(&tx, id, seen).await?;
    if whole.row.state != ReviewMeetingState::Open {
        return Err(MeetingError::refused("会议不在进行中", "the meeting does not go on"));
    }
    let next = match to.item {
        Some(item) => Some(reached(&tx, actor, (&whole, &hand), item.into()).await?),
        None => None,
    };
    let before = whole.row.current_item.filter(|before| Some(*before) != next);
    if let Some(before) = before.and_then(|before| whole.item(before))
        && let Some(state) = left(before.state, to.leave)
    {
        leave(&tx, before.id, state).await?;
    }
    if let Some(item) = next.and_then(|next| whole.item(next))
        && !matches!(item.state, AgendaState::Present | AgendaState::Voting)
    {
        store::set_item(&tx, item.id, AgendaState::Present).await?;
    }
    whole.row.current_item = next;
    whole.row.version += 1;
    store::save(&*tx, whole.row).await?;
    record(app, &tx, (&actor.username, "move"), (subject(id), None), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Leaves an item in a state. What was voted on and counted is not put off, or another meeting would vote on it once
/// more until it passes.
async fn leave(tx: &WriteTx, item: AgendaItemId, state: AgendaState) -> Result<(), MeetingError> {
    if state == AgendaState::PutOff && facts_store::is_counted(&**tx, item).await? {
        return Err(MeetingError::refused(
            "该项目已表决并计票，不能推迟；确需重新审议的，请先作废该次表决",
            "it was voted on and counted, and is not put off unless its ballot is made void first",
        ));
    }
    Ok(store::set_item(tx, item, state).await?)
}

/// The item, if whoever leads the meeting may be with it.
async fn reached(
    tx: &WriteTx,
    actor: &Actor,
    (whole, hand): (&Whole, &Hand),
    item: AgendaItemId,
) -> Result<AgendaItemId, MeetingError> {
    let found = whole.item(item).ok_or(MeetingError::NotFound)?;
    let wall = wall_of(&**tx, actor).await?;
    match hand {
        Hand::Office if wall.hides(found.nomination_id) => Err(MeetingError::Walled),
        // Of what he keeps out of he knows nothing.
        Hand::Head(seat) if whole.keeps_out(item, seat.id) => Err(MeetingError::NotFound),
        Hand::Office | Hand::Head(_) => Ok(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_being_heard_is_left_in_another_state() {
        use AgendaState::{Done, Present, PutOff, Voting, Waiting};
        assert_eq!(left(Present, Leave::Done), Some(Done));
        assert_eq!(left(Present, Leave::PutOff), Some(PutOff));
        assert_eq!(left(Present, Leave::Waiting), Some(Waiting));
        for state in [Waiting, Voting, Done, PutOff] {
            assert_eq!(left(state, Leave::Done), None, "{state:?}");
        }
    }
}
