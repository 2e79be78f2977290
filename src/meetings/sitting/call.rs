//! How is a meeting called, and called off?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ReviewMeetingId},
    vocabulary::{BodyKind, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    record::{held_by_office, reason, record, subject},
    recuse, store,
    tell::{self, News},
    whole::Whole,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::{
        MeetingError,
        agenda::{self, Asking, Coming, Obstacle},
        book::MeetingBook,
        store::bind_book,
    },
    nominations::{self, Guard, NextStep, Place},
    persistence::WriteTx,
    reviews::BadField,
    shared::{Bilingual, hex_sha256},
};

/// That a meeting is called.
#[derive(Clone, Debug, Default, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct MeetingCall {
    /// Why a body meets that has more or fewer seats than the rules say; asked for then alone.
    #[serde(default)]
    pub(in crate::meetings) reason: Option<String>,
}

/// Why a meeting is called off.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct MeetingCancel {
    /// Why.
    pub(in crate::meetings) reason: String,
}

/// How many seats a body of a kind has, at least and at most.
pub(in crate::meetings) const fn size_of(book: &MeetingBook, kind: BodyKind) -> (u32, Option<u32>) {
    let size = match kind {
        BodyKind::Panel => book.panel,
        BodyKind::Committee => book.committee,
        BodyKind::Council => book.council,
    };
    (size.least, size.most)
}

/// Whether a body has as many seats as the rules say.
pub(in crate::meetings) fn is_of_size(seats: usize, (least, most): (u32, Option<u32>)) -> bool {
    let seats = u32::try_from(seats).unwrap_or(u32::MAX);
    least <= seats && most.is_none_or(|most| seats <= most)
}

/// Why a body of another size meets; none where it is of the right one.
fn sized<'a>(
    whole: &Whole,
    book: &MeetingBook,
    said: Option<&'a str>,
) -> Result<Option<&'a str>, MeetingError> {
    let (seats, size) = (whole.living().count(), size_of(book, whole.body.kind));
    if is_of_size(seats, size) {
        return Ok(None);
    }
    if let Some(said) = said {
        return reason(said).map(Some);
    }
    let (least, most) = (size.0, size.1.map_or_else(String::new, |most| most.to_string()));
    let words = Bilingual::new(
        format!("现有 {seats} 席，规则要求 {least}–{most} 席；确需召开的，请写明理由"),
        format!(
            "there are {seats} seats, and the rules ask for {least}–{most}; say why it meets nevertheless"
        ),
    );
    let field = BadField::new("/reason", "size", words.clone());
    Err(MeetingError::Refused(words, vec![field]))
}

/// Calls a meeting: its nominations come to the point at which it decides, who keeps out of what is said, and everybody
/// is told.
///
/// # Errors
/// Not granted, no such meeting, another version, no draft, an empty agenda, an item from which the officer is kept, a
/// body of another size without a reason, nominations that cannot be taken up, the records failing.
pub(super) async fn call(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    said: &MeetingCall,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let by = actor.username.as_str();
    let tx = app.database.begin_write().await?;
    let mut whole = held_by_office(&tx, actor, (id, seen)).await?;
    if whole.row.state != ReviewMeetingState::Draft {
        return Err(MeetingError::refused("会议已经通知过", "the meeting was called already"));
    }
    if whole.items.is_empty() {
        return Err(MeetingError::refused("议程为空", "there is nothing on the agenda"));
    }
    store::held_body(&tx, whole.body.id).await?;
    let book = bind_book(app, &tx, whole.body.round_id, by).await?;
    let why = sized(&whole, &book, said.reason.as_deref())?;
    let places = take_up(app, &tx, (by, &whole)).await?;
    recuse::bring_in(app, &tx, &whole).await?;
    let digest = order_digest(&whole);
    whole.row.state = ReviewMeetingState::Called;
    whole.row.order_digest = Some(digest.clone());
    whole.row.version += 1;
    store::save(&*tx, whole.row.clone()).await?;
    record(app, &tx, (by, "call"), (subject(id), why), Some(digest)).await?;
    tell::members(app, &tx, &whole, News::Called).await?;
    let all: BTreeSet<_> = whole.items.iter().map(|item| item.id).collect();
    tell::societies(app, &tx, (&whole, &places), (&all, News::Called)).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

/// The digest of the order in which the items come, and of their times.
pub(in crate::meetings) fn order_digest(whole: &Whole) -> String {
    let order: Vec<(String, Option<String>)> = whole
        .items
        .iter()
        .map(|item| {
            (item.nomination_id.to_string(), item.slot_begins.map(|begins| begins.to_rfc3339()))
        })
        .collect();
    hex_sha256(&serde_json::to_vec(&order).unwrap_or_default())
}

/// Where the nominations of an agenda stand.
///
/// # Errors
/// The records failing.
pub(in crate::meetings) async fn places_of(
    tx: &WriteTx,
    whole: &Whole,
) -> Result<BTreeMap<NominationId, Place>, MeetingError> {
    let ids: Vec<NominationId> = whole.items.iter().map(|item| item.nomination_id).collect();
    let places = nominations::places(&**tx, &ids).await?;
    Ok(places.into_iter().map(|place| (place.id, place)).collect())
}

/// Takes every nomination of the agenda to the point at which the meeting decides; all of them or none.
async fn take_up(
    app: &App,
    tx: &WriteTx,
    (by, whole): (&str, &Whole),
) -> Result<BTreeMap<NominationId, Place>, MeetingError> {
    let places = places_of(tx, whole).await?;
    let asking = Asking {
        round: whole.body.round_id,
        stage: whole.row.stage,
        own: Some(whole.row.id),
        is_drafting: false,
    };
    let judged = agenda::judged(app, &**tx, asking, places.values().cloned().collect()).await?;
    let kept: Vec<(&Place, Obstacle)> =
        judged.iter().filter_map(|(place, outcome)| Some((place, outcome.err()?))).collect();
    if !kept.is_empty() {
        return Err(kept_back(whole, &kept));
    }
    for (place, outcome) in &judged {
        let Ok(Coming::By(publicity)) = outcome else { continue };
        let holds = [Guard::Integrity, Guard::NotObjected, publicity.unwrap_or(Guard::NotObjected)];
        let next = NextStep { to: agenda::state_of(whole.row.stage), holds: &holds, reason: None };
        nominations::take_step(app, tx, (by, place.id), next).await?;
    }
    Ok(places)
}

/// What keeps nominations from being taken up, by their places on the agenda.
fn kept_back(whole: &Whole, kept: &[(&Place, Obstacle)]) -> MeetingError {
    let words = Bilingual::new(
        format!("{} 项提名不能提交会议，请先移出议程", kept.len()),
        format!("{} nominations cannot be taken up; take them off the agenda first", kept.len()),
    );
    let field = |(place, obstacle): &(&Place, Obstacle)| {
        let item = whole.items.iter().find(|item| item.nomination_id == place.id);
        let position = item.map_or(0, |item| item.position);
        BadField::new(format!("/items/{position}"), obstacle.code(), obstacle.words(&place.number))
    };
    MeetingError::Refused(words, kept.iter().map(field).collect())
}

/// Calls a meeting off. Its nominations stay where they are, for another to take up.
///
/// # Errors
/// Not granted, no such meeting, another version, one that goes on or is over, no reason, an item from which the officer
/// is kept, the records failing.
pub(super) async fn cancel(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewMeetingId, i64),
    said: &MeetingCancel,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let why = reason(&said.reason)?;
    let tx = app.database.begin_write().await?;
    let mut whole = held_by_office(&tx, actor, (id, seen)).await?;
    let before = whole.row.state;
    if !matches!(before, ReviewMeetingState::Draft | ReviewMeetingState::Called) {
        return Err(MeetingError::refused(
            "会议已经开始或者已经结束，不能取消",
            "the meeting goes on or is over",
        ));
    }
    whole.row.state = ReviewMeetingState::Cancelled;
    whole.row.version += 1;
    store::save(&*tx, whole.row.clone()).await?;
    record(app, &tx, (&actor.username, "cancel"), (subject(id), Some(why)), None).await?;
    if before == ReviewMeetingState::Called {
        let places = places_of(&tx, &whole).await?;
        tell::members(app, &tx, &whole, News::Cancelled).await?;
        let all: BTreeSet<_> = whole.items.iter().map(|item| item.id).collect();
        tell::societies(app, &tx, (&whole, &places), (&all, News::Cancelled)).await?;
    }
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meetings::book::in_force;

    #[test]
    fn a_body_is_of_the_size_of_its_kind() {
        let book = in_force().unwrap();
        for (kind, fits, fits_not) in [
            (BodyKind::Panel, [9, 25], [8, 26]),
            (BodyKind::Council, [20, 25], [19, 26]),
            (BodyKind::Committee, [25, 60], [24, 0]),
        ] {
            let size = size_of(book, kind);
            assert!(fits.iter().all(|seats| is_of_size(*seats, size)), "{kind:?}");
            assert!(fits_not.iter().all(|seats| !is_of_size(*seats, size)), "{kind:?}");
        }
    }
}
