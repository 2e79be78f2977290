//! How is a paper cast? Once, by who is on the roll, while the ballot is open.

use std::collections::BTreeSet;

use entity::{
    ids::{BallotId, BallotPaperId, ReviewSeatId},
    vocabulary::{BallotState, BallotVariant, PaperSource, PaperValidity},
};

use super::{
    counting::law_of,
    law::number,
    roll::RollEntry,
    sealed, secret,
    steer::{Deed, must_be, record},
    store::{self, BallotRow, PaperRow},
    views::ReceiptView,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    meetings::{MeetingError, model::Seat, sitting, tracker},
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// Casts a paper. What was cast stays: nobody takes it back, and nobody reads it while the ballot is open.
///
/// # Errors
/// No seat in the body, or none on the roll; the ballot is not open, or was closed first; cast already; a mark that is
/// not allowed; the same request before; the records failing.
pub(super) async fn cast(
    app: &App,
    actor: &Actor,
    (id, marks): (BallotId, &[u32]),
    key: &idempotency::Key,
) -> Result<(), MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let tx = app.database.begin_write().await?;
    let known = store::find(&*tx, id).await?.filter(|row| row.state != BallotState::Draft);
    let known = known.ok_or(MeetingError::NotFound)?;
    let seat = sitting::seat_of(&*tx, known.meeting_id, actor.account).await?;
    let seat = seat.ok_or(MeetingError::NotFound)?;
    if !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    // As every other write: the meeting first. Whoever follows it sees that one paper more has come.
    tracker::touch(&tx, known.meeting_id).await?;
    let ballot = store::shared(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    must_be(&ballot, BallotState::Open)?;
    let entry = on_roll(&tx, id, &seat).await?;
    let lines = number(store::lines(&*tx, id).await?.len());
    let marks = allowed(marks, lines, &entry, law_of(&ballot)?.cap)?;
    let is_named = ballot.variant == BallotVariant::Named;
    let at = is_named.then(|| app.clock.now());
    if !store::mark_cast(&*tx, (id, seat.id), at).await? {
        return Err(has_cast());
    }
    let paper = paper(app, &ballot, (seat.id, lines), &marks)?;
    let digest = paper.digest.clone();
    store::insert_paper(&*tx, paper).await?;
    let deed = Deed { name: "cast", digest, reason: None };
    record(app, &tx, (actor, id), deed).await?;
    tx.commit().await?;
    Ok(())
}

/// A paper as it is kept: by name with its seat and its digest, or secret with neither.
fn paper(
    app: &App,
    ballot: &BallotRow,
    (seat, lines): (ReviewSeatId, u32),
    marks: &BTreeSet<u32>,
) -> Result<PaperRow, MeetingError> {
    let is_named = ballot.variant == BallotVariant::Named;
    let seat = is_named.then_some(seat);
    let place = sealed::place(ballot.id, seat);
    let kept = sealed::seal(&app.sealer, &place, (marks, lines))?;
    let id: BallotPaperId = if is_named { app.ids.next() } else { secret::random_key()? };
    Ok(PaperRow {
        id,
        ballot_id: ballot.id,
        seat_id: seat,
        sealed_marks: kept.text,
        digest: is_named.then_some(kept.digest),
        validity: PaperValidity::Valid,
        source: PaperSource::Electronic,
        entered_by: None,
    })
}

/// The entry of a seat that is on the roll as present and has not cast its paper.
async fn on_roll(tx: &WriteTx, id: BallotId, seat: &Seat) -> Result<RollEntry, MeetingError> {
    let roll = store::roll(&**tx, id).await?;
    let own = roll.into_iter().find(|entry| entry.seat == seat.id && entry.is_present);
    let entry = own.ok_or(MeetingError::Denied)?;
    if entry.has_cast { Err(has_cast()) } else { Ok(entry) }
}

/// A paper was cast already.
pub(super) fn has_cast() -> MeetingError {
    MeetingError::refused(
        "已经投票，每人只投一票，投出后不能更改",
        "a paper was cast already: each member has one, and what was cast stays",
    )
}

/// The marks of a paper that somebody casts himself: what would make it invalid is refused, so that it can be mended.
fn allowed(
    marks: &[u32],
    lines: u32,
    entry: &RollEntry,
    cap: u32,
) -> Result<BTreeSet<u32>, MeetingError> {
    let mut faults = Vec::new();
    for (at, line) in marks.iter().enumerate() {
        let fault = if !(1..=lines).contains(line) {
            Some(("unknown", format!("没有第 {line} 项"), format!("there is no line {line}")))
        } else if entry.recused.contains(line) {
            let zh = format!("第 {line} 项须回避，不能投票");
            Some(("recused", zh, format!("you keep out of line {line}")))
        } else {
            None
        };
        if let Some((code, zh, en)) = fault {
            faults.push(BadField::new(format!("/marks/{at}"), code, Bilingual::new(zh, en)));
        }
    }
    let set: BTreeSet<u32> = marks.iter().copied().collect();
    if number(set.len()) > cap {
        let words = Bilingual::new(
            format!("至多可选 {cap} 项，现选了 {} 项", set.len()),
            format!("at most {cap} lines may be marked, {} are", set.len()),
        );
        faults.push(BadField::new("/marks", "over_cap", words));
    }
    if faults.is_empty() { Ok(set) } else { Err(MeetingError::Invalid(faults)) }
}

/// What who cast a paper has in his hands: of a secret one, that he cast it.
///
/// # Errors
/// No seat in the body, nothing cast by it, the records failing.
pub(super) async fn receipt(
    app: &App,
    actor: &Actor,
    id: BallotId,
) -> Result<ReceiptView, MeetingError> {
    permit(actor, Action::SitInMeetings)?;
    let tx = app.database.begin_read().await?;
    let ballot = store::find(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let seat = sitting::seat_of(&*tx, ballot.meeting_id, actor.account).await?;
    let seat = seat.ok_or(MeetingError::NotFound)?;
    let roll = store::roll(&*tx, id).await?;
    let entry = roll.into_iter().find(|entry| entry.seat == seat.id && entry.has_cast);
    let entry = entry.ok_or(MeetingError::NotFound)?;
    let paper = store::paper_of(&*tx, (id, seat.id)).await?;
    Ok(ReceiptView {
        ballot_id: id.0,
        digest: paper.and_then(|paper| paper.digest),
        cast_at: entry.cast_at,
    })
}
