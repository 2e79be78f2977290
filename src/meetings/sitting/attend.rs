//! Who comes, and who goes?

use entity::ids::{ReviewMeetingId, ReviewSeatId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    record::record,
    steer::held,
    store::{self, AttendanceRow},
    whole::Whole,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::MeetingError,
    persistence::WriteTx,
};

/// That somebody is there, or is not any more.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct SeatAttendance {
    /// Key of the seat.
    #[schema(value_type = String)]
    pub(in crate::meetings) seat: Uuid,
    /// Whether he is there.
    pub(in crate::meetings) is_in: bool,
}

/// That the reader is there, or is not any more.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct OwnAttendance {
    /// Whether he is there.
    pub(in crate::meetings) is_in: bool,
}

/// The office notes who is there.
///
/// # Errors
/// Not granted, no such meeting or seat, another version, a meeting that is not on, the records failing.
pub(super) async fn note(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    said: SeatAttendance,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let whole = held(&tx, id, seen).await?;
    keep(app, tx, (&actor.username, whole), (said.seat.into(), said.is_in)).await
}

/// Somebody who has a seat says that he is there himself.
///
/// # Errors
/// Not granted, no meeting in which he has a seat, another version, a meeting that is not on, the records failing.
pub(super) async fn note_own(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    said: OwnAttendance,
) -> Result<(), MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let tx = app.database.begin_write().await?;
    let seat = store::seat_of(&*tx, id, actor.account).await?.ok_or(MeetingError::NotFound)?;
    let whole = held(&tx, id, seen).await?;
    keep(app, tx, (&actor.username, whole), (seat.id, said.is_in)).await
}

async fn keep(
    app: &App,
    tx: WriteTx,
    (by, whole): (&str, Whole),
    (seat, is_in): (ReviewSeatId, bool),
) -> Result<(), MeetingError> {
    if whole.seat(seat).is_none() {
        return Err(MeetingError::NotFound);
    }
    if !whole.is_on() {
        return Err(MeetingError::refused(
            "会议尚未通知或者已结束，不能登记到会",
            "the meeting is not called yet, or is over",
        ));
    }
    let now = app.clock.now();
    let open =
        whole.attendance.into_iter().find(|row| row.seat_id == seat && row.left_at.is_none());
    let row = match (open, is_in) {
        // Said before.
        (Some(_), true) | (None, false) => return Ok(()),
        (Some(row), false) => {
            let row = AttendanceRow { left_at: Some(now), ..row };
            store::save_attendance(&*tx, row.clone()).await?;
            row
        }
        (None, true) => {
            let row = AttendanceRow {
                id: app.ids.next(),
                meeting_id: whole.row.id,
                seat_id: seat,
                entered_at: now,
                left_at: None,
                noted_by: by.to_owned(),
            };
            store::insert_attendance(&*tx, row.clone()).await?;
            row
        }
    };
    store::touch(&tx, whole.row.id).await?;
    let deed = if is_in { "enter" } else { "leave" };
    record(app, &tx, (by, deed), (format!("attendance/{}", row.id), None), None).await?;
    tx.commit().await?;
    Ok(())
}
