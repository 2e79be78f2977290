//! How is a meeting followed? Each look gives the whole view, so that a connection that breaks loses nothing.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::response::sse::Event;
use entity::{ids::ReviewMeetingId, vocabulary::ReviewMeetingState};
use futures_util::Stream;

use super::view::{Audience, MeetingTracker, view};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    meetings::{
        MeetingError,
        sitting::{
            facts_store::{self, OpenBallot},
            store,
        },
    },
    persistence::ReadTx,
};

/// After so long it is looked again.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Where a meeting is now, as the reader may see it; what he may see is asked anew each time.
///
/// # Errors
/// Neither one who reads meetings nor one who may sit is not granted; no such meeting, or none in which he has a seat, is
/// not found; the records failing.
pub(in crate::meetings) async fn look(
    app: &App,
    actor: &Actor,
    id: ReviewMeetingId,
) -> Result<MeetingTracker, MeetingError> {
    let is_office = permit(actor, Action::ReadMeetings).is_ok();
    if !is_office {
        permit(actor, Action::SitInMeetings)?;
    }
    let tx = app.database.begin_read().await?;
    let whole = store::whole_of(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let audience = if is_office {
        Audience::Office(wall_of(&*tx, actor).await?)
    } else {
        let seat = store::seat_of(&*tx, id, actor.account).await?;
        let is_called = whole.row.state != ReviewMeetingState::Draft;
        let seat = seat.filter(|_| is_called).ok_or(MeetingError::NotFound)?;
        Audience::Seat(seat.id)
    };
    let ballot = ballot(&tx, &audience, id).await?;
    Ok(view(&whole, ballot, &audience, app.clock.now()))
}

/// The ballot that is being held; none for an officer who is kept from something on which it votes.
async fn ballot(
    tx: &ReadTx,
    audience: &Audience,
    meeting: ReviewMeetingId,
) -> Result<Option<OpenBallot>, MeetingError> {
    let open = facts_store::open_ballot(&**tx, meeting).await?;
    if let (Audience::Office(wall), Some(found)) = (audience, open)
        && !wall.is_none()
    {
        let of = facts_store::voted_on(&**tx, found.id).await?;
        return Ok(open.filter(|_| !of.iter().any(|id| wall.hides(*id))));
    }
    Ok(open)
}

/// Where a stream stands.
enum Following {
    /// The version that was shown last.
    Looking(Option<i64>),
    Ended,
}

/// The events `tracker` of a meeting: one at once, one after each change, none after its end. The version is read from
/// the records, so that any node may have written it.
pub(super) fn follow(
    app: Arc<App>,
    actor: Actor,
    id: ReviewMeetingId,
) -> impl Stream<Item = Result<Event, Infallible>> {
    futures_util::stream::unfold(Following::Looking(None), move |following| {
        let (app, actor) = (Arc::clone(&app), actor.clone());
        async move {
            let Following::Looking(shown) = following else {
                return None;
            };
            loop {
                let version = store::version(app.database.reader(), id).await.ok().flatten()?;
                if shown != Some(version) {
                    let now = look(&app, &actor, id).await.ok()?;
                    let text = serde_json::to_string(&now).ok()?;
                    let next = if now.is_over() {
                        Following::Ended
                    } else {
                        Following::Looking(Some(now.version))
                    };
                    return Some((Ok(Event::default().event("tracker").data(text)), next));
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    })
}
