//! How is an opinion written and locked?

use std::collections::BTreeSet;

use entity::{
    ids::{AgendaItemId, OpinionId, ReviewMeetingId, ReviewSeatId},
    vocabulary::{OpinionAnswer, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{self, Kept, OpinionRow};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::{
        MeetingError,
        model::{OpinionText, Seat},
        sitting::{
            record,
            store::{accounts, find_item, seat_of, touch},
            whole::Whole,
            with_item, writes,
        },
    },
    notifications::{Kind, Notice, To, tell},
    persistence::{ReadTx, WriteTx},
    shared::hex_sha256,
};

/// The text of an opinion.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct OpinionWords {
    /// The text.
    #[validate(length(min = 10, max = 8_000))]
    #[schema(min_length = 10, max_length = 8_000)]
    pub(in crate::meetings) text: String,
}

/// Where the text of an opinion is sealed.
pub(super) fn place(id: OpinionId) -> String {
    format!("opinion/{id}")
}

/// The text of an opinion.
///
/// # Errors
/// Sealed by another key, or damaged.
pub(in crate::meetings) fn text(app: &App, row: &OpinionRow) -> Result<String, MeetingError> {
    Ok(app.sealer.open_sealed(&place(row.id), &row.sealed_text)?)
}

/// The opinion on an item; none where none is written.
///
/// # Errors
/// The records failing.
pub async fn opinion_of(
    app: &App,
    tx: &ReadTx,
    item: AgendaItemId,
) -> Result<Option<OpinionText>, MeetingError> {
    let Some(Kept { row, signatures }) = store::of_item(&**tx, item).await? else {
        return Ok(None);
    };
    let dissenting = signatures.iter().filter(|one| one.answer == OpinionAnswer::Dissent);
    Ok(Some(OpinionText {
        text: text(app, &row)?,
        digest: row.digest,
        dissenting: dissenting.map(|one| one.seat_id).collect(),
        signed: signatures.iter().map(|one| one.seat_id).collect(),
    }))
}

/// The meeting of an item, held, with the seat of who writes its opinion.
struct Writing {
    tx: WriteTx,
    whole: Whole,
    /// The meeting.
    meeting: ReviewMeetingId,
    kept: Option<Kept>,
}

impl Writing {
    /// Lets who has a duty in the body to the opinion on an item out of which he does not keep.
    async fn of(app: &App, actor: &Actor, item: AgendaItemId) -> Result<Self, MeetingError> {
        permit(actor, Action::SitInMeetings)?;
        let tx = app.database.begin_write().await?;
        let found = find_item(&*tx, item).await?.ok_or(MeetingError::NotFound)?;
        let seat = seat_of(&*tx, found.meeting_id, actor.account).await?;
        let seat: Seat = seat.ok_or(MeetingError::NotFound)?;
        let whole = with_item(&tx, item).await?;
        if whole.keeps_out(item, seat.id) || whole.row.state == ReviewMeetingState::Draft {
            return Err(MeetingError::NotFound);
        }
        if !writes(seat.duty) {
            return Err(MeetingError::Denied);
        }
        let kept = store::of_item(&*tx, item).await?;
        Ok(Self { tx, meeting: whole.row.id, whole, kept })
    }

    /// That the opinion may be changed by who saw it at a version; 0 before there is one.
    fn may_change(&self, seen: i64) -> Result<(), MeetingError> {
        if self.kept.as_ref().map_or(0, |kept| kept.row.version) != seen {
            return Err(MeetingError::Stale);
        }
        if self.whole.row.state != ReviewMeetingState::Open {
            return Err(MeetingError::refused("会议不在进行中", "the meeting does not go on"));
        }
        if self.kept.as_ref().is_some_and(|kept| kept.row.locked_at.is_some()) {
            return Err(MeetingError::refused(
                "评审意见已经定稿，不能修改",
                "the opinion is locked and does not change any more",
            ));
        }
        Ok(())
    }
}

/// Writes the opinion on an item, or writes it anew, until it is locked.
///
/// # Errors
/// Not granted, no item that the actor knows of, a seat without a duty, another version, a meeting that does not go on,
/// an opinion that is locked, the records failing.
pub(super) async fn write(
    app: &App,
    actor: &Actor,
    (item, seen): (AgendaItemId, i64),
    said: &OpinionWords,
) -> Result<ReviewMeetingId, MeetingError> {
    let writing = Writing::of(app, actor, item).await?;
    writing.may_change(seen)?;
    let Writing { tx, meeting, kept, .. } = writing;
    let before = kept.map(|kept| kept.row);
    let id = before.as_ref().map_or_else(|| app.ids.next(), |row| row.id);
    let words = said.text.trim();
    let row = OpinionRow {
        id,
        item_id: item,
        sealed_text: app.sealer.seal(&place(id), words)?,
        digest: None,
        drafted_by: actor.username.clone(),
        locked_at: None,
        version: before.as_ref().map_or(0, |row| row.version) + 1,
    };
    if before.is_some() {
        store::save(&*tx, row).await?;
    } else {
        store::insert(&*tx, row).await?;
    }
    touch(&tx, meeting).await?;
    record(app, &tx, (&actor.username, "write_opinion"), (place(id), None), None).await?;
    tx.commit().await?;
    Ok(meeting)
}

/// Locks the opinion on an item, and asks those for their word who came and do not keep out.
///
/// # Errors
/// As [`write()`]; no opinion is not found.
pub(super) async fn lock(
    app: &App,
    actor: &Actor,
    (item, seen): (AgendaItemId, i64),
) -> Result<ReviewMeetingId, MeetingError> {
    let writing = Writing::of(app, actor, item).await?;
    if writing.kept.is_none() {
        return Err(MeetingError::NotFound);
    }
    writing.may_change(seen)?;
    let Writing { tx, whole, meeting, kept } = writing;
    let Some(Kept { row, .. }) = kept else { return Err(MeetingError::NotFound) };
    let (id, digest) = (row.id, hex_sha256(text(app, &row)?.as_bytes()));
    let row = OpinionRow {
        digest: Some(digest.clone()),
        locked_at: Some(app.clock.now()),
        version: row.version + 1,
        ..row
    };
    store::save(&*tx, row).await?;
    touch(&tx, meeting).await?;
    record(app, &tx, (&actor.username, "lock_opinion"), (place(id), None), Some(digest)).await?;
    ask(app, &tx, (&whole, whole.signers(item)), id).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(meeting)
}

/// Asks seats for their word on an opinion.
async fn ask(
    app: &App,
    tx: &WriteTx,
    (whole, seats): (&Whole, BTreeSet<ReviewSeatId>),
    id: OpinionId,
) -> Result<(), MeetingError> {
    let asked: Vec<_> = whole.living().filter(|seat| seats.contains(&seat.id)).cloned().collect();
    let notice = Notice {
        kind: Kind::OpinionToSign,
        subject: place(id),
        facts: [("title".to_owned(), whole.row.title.clone())].into(),
        link: Some(format!("/my-meetings/{}", whole.row.id)),
    };
    for account in accounts(&**tx, &asked).await?.into_values() {
        tell(app, tx, &To::Account(account), &notice).await?;
    }
    Ok(())
}
