//! How do slips of paper become papers? Two people read each.
//!
//! For when a connection is lost for good. In a ballot by name a slip is its member's. In a secret one slips are handed
//! out first: whoever has one casts no other paper, and there are no more of them than were handed out.

use std::collections::BTreeSet;

use entity::{
    ids::{BallotId, ReviewSeatId},
    vocabulary::{BallotState, BallotVariant, PaperSource, PaperValidity},
};

use super::{
    cast::has_cast,
    counting::law_of,
    law::{Paper, number, validity},
    roll::RollEntry,
    sealed, secret,
    slips::{self, ReadSlip, Reading, opened, reading},
    steer::{Deed, admit, held_now, must_be, record},
    store::{self, BallotRow, EntryRow, Kept, PaperRow},
    views::SlipView,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    meetings::{MeetingError, tracker},
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// What somebody reads on a slip.
#[derive(Clone, Debug)]
pub(super) struct NewEntry {
    /// The number on the slip.
    pub(super) slip: String,
    /// Whose it is; none where the ballot is secret.
    pub(super) seat: Option<ReviewSeatId>,
    pub(super) marks: Vec<u32>,
    /// Whether nobody can read it.
    pub(super) is_unreadable: bool,
}

/// An open ballot, held with everything by which it is counted.
async fn held(
    app: &App,
    tx: &WriteTx,
    (actor, id): (&Actor, BallotId),
    (key, reply): (&idempotency::Key, &str),
) -> Result<Kept, MeetingError> {
    let known = store::find(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    held_now(app, tx, known.meeting_id).await?;
    if !idempotency::keep(&**tx, key, reply, app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    store::held(&**tx, id).await?;
    let kept = store::kept(&**tx, id).await?.ok_or(MeetingError::NotFound)?;
    admit(tx, actor, &kept.lines).await?;
    must_be(&kept.ballot, BallotState::Open)?;
    Ok(kept)
}

/// Hands slips of a secret ballot out.
///
/// # Errors
/// Not granted, no such ballot, not open, not secret, a seat that is not there or has cast, the officer walled off, the
/// same request before, the records failing.
pub(super) async fn hand_out(
    app: &App,
    actor: &Actor,
    (id, seats): (BallotId, &[ReviewSeatId]),
    key: &idempotency::Key,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let kept = held(app, &tx, (actor, id), (key, &id.to_string())).await?;
    if kept.ballot.variant == BallotVariant::Named {
        return Err(MeetingError::refused(
            "记名表决不必先发票，直接录入即可",
            "in a ballot by name a slip is entered as its member's: none are handed out first",
        ));
    }
    for (at, seat) in seats.iter().enumerate() {
        if !store::mark_cast(&*tx, (id, *seat), None).await? {
            let words = Bilingual::new("不在场或已投票", "is not present, or has cast a paper");
            let field = BadField::new(format!("/seats/{at}"), "cast", words);
            return Err(MeetingError::Invalid(vec![field]));
        }
    }
    record(app, &tx, (actor, id), Deed { name: "hand_out_slips", ..Deed::default() }).await?;
    tracker::touch(&tx, kept.ballot.meeting_id).await?;
    tx.commit().await?;
    Ok(())
}

/// Enters what somebody reads on a slip. What two read alike, or a third where they differ, becomes the paper.
///
/// # Errors
/// Not granted, no such ballot, not open, a slip that is settled or that he read already, a seat that is not there or
/// has cast, a line that is not there, the officer walled off, the same request before, the records failing.
pub(super) async fn enter(
    app: &App,
    actor: &Actor,
    (id, new): (BallotId, &NewEntry),
    key: &idempotency::Key,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let kept = held(app, &tx, (actor, id), (key, &new.slip)).await?;
    let lines = number(kept.lines.len());
    let marks = read_marks(new, lines)?;
    whose(&kept, new.seat)?;
    let mut slips = opened(&store::entries(&*tx, id).await?, &app.sealer)?;
    let others = slips.len();
    let mut read = slips.remove(&new.slip).unwrap_or_default();
    may_read(&read, &actor.username)?;
    if read.is_empty() {
        must_be_handed_out(&kept, others)?;
    }
    let by = actor.username.clone();
    let place = slips::place(id, &new.slip, &by);
    let sealed = sealed::seal(&app.sealer, &place, (&marks, lines))?;
    let row = EntryRow {
        id: app.ids.next(),
        ballot_id: id,
        seat_id: new.seat,
        slip: new.slip.clone(),
        sealed_marks: sealed.text,
        entered_by: by.clone(),
        entered_at: app.clock.now(),
    };
    store::insert_entry(&*tx, row).await?;
    read.push(ReadSlip { by, seat: new.seat, marks });
    if let Reading::Settled(read) = reading(&read) {
        let paper = paper(app, &kept, read)?;
        settle(app, &tx, paper).await?;
    }
    let deed = Deed { name: "enter_slip", digest: Some(sealed.digest), reason: None };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, kept.ballot.meeting_id).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps a paper; one by name is its member's only one.
async fn settle(app: &App, tx: &WriteTx, paper: PaperRow) -> Result<(), MeetingError> {
    if let Some(seat) = paper.seat_id {
        let at = Some(app.clock.now());
        if !store::mark_cast(&**tx, (paper.ballot_id, seat), at).await? {
            return Err(has_cast());
        }
    }
    Ok(store::insert_paper(&**tx, paper).await?)
}

/// The paper that a slip becomes: one that breaks a rule is kept, and does not count.
fn paper(app: &App, kept: &Kept, read: &ReadSlip) -> Result<PaperRow, MeetingError> {
    let lines = number(kept.lines.len());
    let place = sealed::place(kept.ballot.id, read.seat);
    let sealed = sealed::seal(&app.sealer, &place, (&read.marks, lines))?;
    let is_secret = kept.ballot.variant == BallotVariant::Secret;
    Ok(PaperRow {
        id: if is_secret { secret::random_key()? } else { app.ids.next() },
        ballot_id: kept.ballot.id,
        seat_id: read.seat,
        sealed_marks: sealed.text,
        digest: (!is_secret).then_some(sealed.digest),
        validity: validity_of(kept, read, lines)?,
        source: PaperSource::Paper,
        entered_by: (!is_secret).then(|| read.by.clone()),
    })
}

fn validity_of(kept: &Kept, read: &ReadSlip, lines: u32) -> Result<PaperValidity, MeetingError> {
    if read.marks.is_empty() {
        return Ok(PaperValidity::Blank);
    }
    let entry = kept.roll.iter().find(|entry| Some(entry.seat) == read.seat);
    let recused = entry.map(|entry| entry.recused.clone()).unwrap_or_default();
    let paper = Paper { marks: read.marks.clone(), recused };
    Ok(validity(&paper, lines, &law_of(&kept.ballot)?))
}

/// The marks of a slip; on one that nobody can read the line 0, which is none.
fn read_marks(new: &NewEntry, lines: u32) -> Result<BTreeSet<u32>, MeetingError> {
    if new.is_unreadable {
        return Ok(BTreeSet::from([0]));
    }
    let is_none = |line: &&u32| !(1..=lines).contains(*line);
    let unknown = new.marks.iter().enumerate().find(|(_, line)| is_none(line));
    if let Some((at, line)) = unknown {
        let words = Bilingual::new(format!("没有第 {line} 项"), format!("there is no line {line}"));
        let field = BadField::new(format!("/marks/{at}"), "unknown", words);
        return Err(MeetingError::Invalid(vec![field]));
    }
    Ok(new.marks.iter().copied().collect())
}

/// A slip by name is that of a member who is there and has not cast; a secret one is nobody's.
fn whose(kept: &Kept, seat: Option<ReviewSeatId>) -> Result<(), MeetingError> {
    let Some(seat) = seat else {
        return match kept.ballot.variant {
            BallotVariant::Secret => Ok(()),
            BallotVariant::Named => Err(MeetingError::field(
                "/seat",
                "needed",
                "记名表决须选择投票人",
                "in a ballot by name a slip is a member's: say whose",
            )),
        };
    };
    if kept.ballot.variant == BallotVariant::Secret {
        return Err(MeetingError::field(
            "/seat",
            "secret",
            "无记名表决不得填写投票人",
            "in a secret ballot nobody says whose a slip is",
        ));
    }
    let entry: Option<&RollEntry> = kept.roll.iter().find(|entry| entry.seat == seat);
    match entry.filter(|entry| entry.is_present) {
        None => Err(MeetingError::field(
            "/seat",
            "absent",
            "该委员不在到会名单上",
            "the member is not on the roll as present",
        )),
        Some(entry) if entry.has_cast => Err(has_cast()),
        Some(_) => Ok(()),
    }
}

fn may_read(read: &[ReadSlip], by: &str) -> Result<(), MeetingError> {
    if matches!(reading(read), Reading::Settled(_)) {
        return Err(MeetingError::refused("该纸质票已录入完成", "the slip is read already"));
    }
    if read.iter().any(|one| one.by == by) {
        return Err(MeetingError::refused(
            "您已录入过该纸质票，须由另一人录入",
            "you read this slip already: another person has to",
        ));
    }
    Ok(())
}

/// Of a secret ballot no more slips are read than were handed out.
fn must_be_handed_out(kept: &Kept, others: usize) -> Result<(), MeetingError> {
    if kept.ballot.variant == BallotVariant::Named {
        return Ok(());
    }
    let done = kept.roll.iter().filter(|entry| entry.has_cast).count();
    let electronic =
        kept.papers.iter().filter(|paper| paper.source == PaperSource::Electronic).count();
    if others < done.saturating_sub(electronic) {
        return Ok(());
    }
    Err(MeetingError::refused(
        "录入的纸质票多于发出的纸质票",
        "more slips are read than were handed out",
    ))
}

/// Where a slip stands, for who reads it; never what another read.
///
/// # Errors
/// Not granted, no such ballot or slip; the two who read it differ, with the lines; the records failing.
pub(super) async fn standing(
    app: &App,
    actor: &Actor,
    (id, slip): (BallotId, &str),
) -> Result<SlipView, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_read().await?;
    let mut read = opened(&store::entries(&*tx, id).await?, &app.sealer)?;
    let read = read.remove(slip).ok_or(MeetingError::NotFound)?;
    match reading(&read) {
        Reading::Differs { lines, is_of_two } => Err(differs(&lines, is_of_two)),
        Reading::Waiting | Reading::Settled(_) => Ok(SlipView::of(slip, &read, &actor.username)),
    }
}

fn differs(lines: &[u32], is_of_two: bool) -> MeetingError {
    let mut fields = Vec::new();
    if is_of_two {
        let words = Bilingual::new("两人录入的投票人不同", "two read it as different members'");
        fields.push(BadField::new("/seat", "differs", words));
    }
    fields.extend(lines.iter().map(|line| {
        let words = if *line == 0 {
            Bilingual::new("一人认为无法辨认", "one of two cannot read it")
        } else {
            Bilingual::new(
                format!("第 {line} 项两人录入不同"),
                format!("two read line {line} differently"),
            )
        };
        BadField::new(format!("/marks/{line}"), "differs", words)
    }));
    let words = Bilingual::new(
        "两人录入不一致，须由第三人核对录入",
        "two people read the slip differently: a third has to read it",
    );
    MeetingError::Refused(words, fields)
}

/// The slips of a ballot and where they stand; never what was read.
///
/// # Errors
/// An entry cannot be opened.
pub(super) fn slip_list(
    app: &App,
    (ballot, entries): (&BallotRow, &[EntryRow]),
    username: &str,
) -> Result<Vec<SlipView>, MeetingError> {
    if ballot.state != BallotState::Open {
        return Ok(Vec::new());
    }
    let slips = opened(entries, &app.sealer)?;
    Ok(slips.iter().map(|(slip, read)| SlipView::of(slip, read, username)).collect())
}
