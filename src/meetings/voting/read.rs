//! How does each reader come to what he may see of ballots?

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{BallotId, NominationId, ReviewMeetingId},
    vocabulary::{BallotState, BallotVariant, SeatDuty},
};

use super::{
    caps::Limits,
    counting::{count, law_of, tally_of},
    outcome, paper,
    show::{Audience, Facts, caps, papers},
    steer::{Deed, admit, must_be, record},
    store::{self, BallotRow, Kept, Listed},
    views::{BallotView, CandidateView, CapStandingView, PaperView, SummaryView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_of},
    awards::{self, Sight},
    meetings::{
        MeetingError,
        model::{Grade, Meeting, Stage},
        sitting,
    },
    persistence::ReadTx,
    reviews,
};

/// As whom somebody reads what belongs to a meeting.
async fn audience(
    tx: &ReadTx,
    actor: &Actor,
    meeting: ReviewMeetingId,
) -> Result<Audience, MeetingError> {
    if permit(actor, Action::ReadMeetings).is_ok() {
        return Ok(Audience::Office {
            manages: permit(actor, Action::ManageMeetings).is_ok(),
            sets_aside: permit(actor, Action::OrderFalls).is_ok(),
        });
    }
    permit(actor, Action::SitInMeetings)?;
    let seat = sitting::seat_of(&**tx, meeting, actor.account).await?;
    let seat = seat.ok_or(MeetingError::NotFound)?;
    Ok(Audience::Seat { seat: seat.id, is_chair: seat.duty == SeatDuty::Chair })
}

/// Whether somebody has a seat that is not the chair's: he votes, and sees no draft and no count.
const fn is_mere_member(audience: &Audience) -> bool {
    matches!(audience, Audience::Seat { is_chair: false, .. })
}

/// Who may read nothing of meetings is told so before anything is looked for.
fn may_read(actor: &Actor) -> Result<(), MeetingError> {
    if permit(actor, Action::ReadMeetings).is_err() {
        permit(actor, Action::SitInMeetings)?;
    }
    Ok(())
}

/// A ballot, as its reader may see it.
///
/// # Errors
/// Not granted; no such ballot, or none that is the reader's to know of; a nomination of it from which he is kept; the
/// records failing.
pub(super) async fn ballot(
    app: &App,
    actor: &Actor,
    id: BallotId,
) -> Result<BallotView, MeetingError> {
    may_read(actor)?;
    let tx = app.database.begin_read().await?;
    let kept = store::kept(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let meeting = store::meeting(&*tx, kept.ballot.meeting_id).await?;
    let meeting = meeting.ok_or(MeetingError::NotFound)?;
    let audience = audience(&tx, actor, meeting.id).await?;
    if is_mere_member(&audience) && kept.ballot.state == BallotState::Draft {
        return Err(MeetingError::NotFound);
    }
    let is_member = matches!(audience, Audience::Seat { .. });
    let wall = wall_of(&*tx, actor).await?;
    if kept.lines.iter().any(|line| wall.hides(line.nomination_id)) {
        return Err(MeetingError::Walled);
    }
    let entries = store::entries(&*tx, id).await?;
    let slips = paper::slip_list(app, (&kept.ballot, &entries), &actor.username)?;
    let facts = Facts {
        law: law_of(&kept.ballot)?,
        tally: tally_of(&kept.ballot)?,
        agenda: store::listed(&*tx, meeting.id).await?,
        seats: store::all_seats(&*tx, meeting.body).await?,
        is_veiled: is_member && is_veiled(&tx, &meeting).await?,
        is_followed: store::successor(&*tx, id).await?.is_some(),
        slips,
        kept,
        meeting,
    };
    Ok(facts.view(&audience))
}

/// Whether the members of a body see nominations without whose they are: in the first review, where the reviews hide
/// it. What a committee and the council judge they see whole.
async fn is_veiled(tx: &ReadTx, meeting: &Meeting) -> Result<bool, MeetingError> {
    if meeting.stage != Stage::FirstReview {
        return Ok(false);
    }
    Ok(reviews::book_of(&**tx, meeting.round).await?.blind.nominee == Sight::Hidden)
}

/// The ballots of a meeting, oldest first; for who takes no chair those that were opened.
///
/// # Errors
/// Not granted; no such meeting, or none in which the reader sits; the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    meeting: ReviewMeetingId,
) -> Result<Vec<SummaryView>, MeetingError> {
    may_read(actor)?;
    let tx = app.database.begin_read().await?;
    store::meeting(&*tx, meeting).await?.ok_or(MeetingError::NotFound)?;
    let audience = audience(&tx, actor, meeting).await?;
    let sees_drafts = !is_mere_member(&audience);
    let wall = wall_of(&*tx, actor).await?;
    let mut shown = Vec::new();
    for row in store::of_meeting(&*tx, meeting).await? {
        if !sees_drafts && row.state == BallotState::Draft {
            continue;
        }
        let is_hidden = !wall.is_none() && {
            let lines = store::lines(&*tx, row.id).await?;
            lines.iter().any(|line| wall.hides(line.nomination_id))
        };
        if !is_hidden {
            shown.push(SummaryView::of(&row));
        }
    }
    Ok(shown)
}

/// What the ballots of a meeting may list, by position.
///
/// # Errors
/// Not granted, no such meeting, the records failing.
pub(super) async fn candidates(
    app: &App,
    actor: &Actor,
    meeting: ReviewMeetingId,
) -> Result<Vec<CandidateView>, MeetingError> {
    permit(actor, Action::ReadMeetings)?;
    let tx = app.database.begin_read().await?;
    store::meeting(&*tx, meeting).await?.ok_or(MeetingError::NotFound)?;
    let mut listed: BTreeMap<NominationId, Vec<String>> = BTreeMap::new();
    for row in store::of_meeting(&*tx, meeting).await? {
        if row.state == BallotState::Void {
            continue;
        }
        let grade = row.grade.map_or("", Grade::as_str);
        for line in store::lines(&*tx, row.id).await? {
            let grades = listed.entry(line.nomination_id).or_default();
            if !grades.iter().any(|known| known == grade) {
                grades.push(grade.to_owned());
            }
        }
    }
    let wall = wall_of(&*tx, actor).await?;
    let agenda = store::listed(&*tx, meeting).await?;
    let view = |one: Listed| CandidateView {
        item_id: one.item.0,
        position: one.position,
        listed: listed.remove(&one.nomination).unwrap_or_default(),
        nomination: one.number,
        title: one.title,
        category: one.category,
        grade: one.grade.map(|grade| grade.as_str().to_owned()),
        is_put_off: one.is_put_off,
    };
    Ok(agenda.into_iter().filter(|one| !wall.hides(one.nomination)).map(view).collect())
}

/// Who voted how, in a ballot by name that was counted. Reading it is recorded; the supervisor says why.
///
/// # Errors
/// Not granted, no such ballot, not counted, secret, no reason, a nomination of it from which the reader is kept, a
/// paper that cannot be opened, the records failing.
pub(super) async fn papers_of(
    app: &App,
    actor: &Actor,
    (id, reason): (BallotId, Option<&str>),
) -> Result<Vec<PaperView>, MeetingError> {
    permit(actor, Action::ReadBallots)?;
    let reason = why(actor, reason)?;
    let tx = app.database.begin_write().await?;
    let kept: Kept = store::kept(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    admit(&tx, actor, &kept.lines).await?;
    must_be(&kept.ballot, BallotState::Closed)?;
    if kept.ballot.variant == BallotVariant::Secret {
        return Err(MeetingError::refused(
            "无记名表决不保存谁投了什么",
            "of a secret ballot nothing is kept of who voted how",
        ));
    }
    let meeting = store::meeting(&*tx, kept.ballot.meeting_id).await?;
    let seats = store::all_seats(&*tx, meeting.ok_or(MeetingError::NotFound)?.body).await?;
    let views = papers(&count(&app.sealer, &kept)?.papers, &seats);
    let deed = Deed { name: "read_papers", digest: None, reason };
    record(app, &tx, (actor, id), deed).await?;
    tx.commit().await?;
    Ok(views)
}

/// The reason that somebody gives who does not hold meetings himself.
fn why<'a>(actor: &Actor, reason: Option<&'a str>) -> Result<Option<&'a str>, MeetingError> {
    const LENGTHS: std::ops::RangeInclusive<usize> = 2..=500;
    let reason = reason.map(str::trim).filter(|text| LENGTHS.contains(&text.chars().count()));
    if reason.is_none() && permit(actor, Action::ManageMeetings).is_err() {
        let zh = "须写明查看理由，2–500 字";
        let en = "say why: 2 to 500 characters are expected";
        return Err(MeetingError::field("/reason", "needed", zh, en));
    }
    Ok(reason)
}

/// What the council has awarded in the round of a meeting, and what is left of the numbers of article 9.
///
/// # Errors
/// Not granted, no such meeting, a nomination that was voted on from which the reader is kept, the records failing.
pub(super) async fn cap_standing(
    app: &App,
    actor: &Actor,
    meeting: ReviewMeetingId,
) -> Result<Vec<CapStandingView>, MeetingError> {
    may_read(actor)?;
    let tx = app.database.begin_read().await?;
    let meeting = store::meeting(&*tx, meeting).await?.ok_or(MeetingError::NotFound)?;
    if is_mere_member(&audience(&tx, actor, meeting.id).await?) {
        return Err(MeetingError::Denied);
    }
    let ballots = store::of_round(&*tx, meeting.round, Some(Stage::Council)).await?;
    let ballots: Vec<BallotRow> = ballots.into_iter().map(|(_, row)| row).collect();
    let counted = store::counted(&*tx, &ballots).await?;
    // The numbers are of all together: whoever is kept from one of them is kept from the whole.
    let wall = wall_of(&*tx, actor).await?;
    let voted_on: BTreeSet<_> = counted.iter().flat_map(|one| &one.lines).collect();
    if voted_on.into_iter().any(|id| wall.hides(*id)) {
        return Err(MeetingError::Walled);
    }
    let text = awards::book_text(&*tx, meeting.round, "results").await?;
    let limits = Limits::of_book(text.as_deref())?;
    let standing = outcome::standing(&counted);
    let categories = awards::categories(&*tx, meeting.round).await?;
    Ok(caps(&limits, &standing, categories.into_iter().map(|one| one.code)))
}
