//! When does a ballot not count at all, and what else keeps a meeting from its end?

use entity::{
    ids::BallotId,
    vocabulary::{AgendaState, BallotState, ReviewMeetingState},
};

use super::{
    caps::Breach,
    draft::limits,
    outcome,
    steer::{self, Deed, Steered, must_be, record},
    store::{self, BallotRow},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::{
        MeetingError,
        model::{Meeting, Stage},
        sitting, tracker,
    },
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// Makes a ballot void, with a reason: its papers stay as they are, and count for nothing.
///
/// # Errors
/// Not an administrator's; not found; another version; a draft, which is discarded instead, or void already; the
/// meeting is over; another ballot decides its tie; the records failing.
pub(super) async fn make_void(
    app: &App,
    actor: &Actor,
    of: (BallotId, i64),
    reason: &str,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    // What was voted is set aside by an administrator alone, as everything that corrects a decision.
    permit(actor, Action::OrderFalls)?;
    let tx = app.database.begin_write().await?;
    let Steered { held, ballot, lines } = steer::steered(app, &tx, actor, of).await?;
    if ballot.state != BallotState::Open {
        must_be(&ballot, BallotState::Closed)?;
    }
    if held.meeting.state == ReviewMeetingState::Closed {
        return Err(MeetingError::refused(
            "会议已结束，表决结果不能再作废",
            "the meeting is over: what it voted stands",
        ));
    }
    if store::successor(&*tx, ballot.id).await?.is_some() {
        return Err(MeetingError::refused(
            "并列的项目已再次表决，请先作废或取消该次表决",
            "its tie is voted on again: make that ballot void, or discard it, first",
        ));
    }
    let id = ballot.id;
    let row = BallotRow { state: BallotState::Void, version: ballot.version + 1, ..ballot };
    store::save(&*tx, row).await?;
    for line in &lines {
        sitting::set_item(&tx, line.item_id, AgendaState::Waiting).await?;
    }
    let deed = Deed { name: "void_ballot", digest: None, reason: Some(reason) };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(())
}

/// What of its ballots keeps a meeting from its end: one that is not counted, a tie that is open, a number of awards
/// that is exceeded.
///
/// # Errors
/// The records failing.
pub async fn unfinished(tx: &WriteTx, meeting: &Meeting) -> Result<Vec<BadField>, MeetingError> {
    let own = store::of_meeting(&**tx, meeting.id).await?;
    let ties = outcome::open_ties(&store::counted(&**tx, &own).await?);
    let mut faults: Vec<BadField> = own.iter().filter_map(|row| waits(row, &ties)).collect();
    if meeting.stage == Stage::Council {
        let all = store::of_round(&**tx, meeting.round, Some(Stage::Council)).await?;
        let all: Vec<BallotRow> = all.into_iter().map(|(_, row)| row).collect();
        let standing = outcome::standing(&store::counted(&**tx, &all).await?);
        let limits = limits(tx, meeting.round).await?;
        faults.extend(limits.breaches(&standing).iter().map(exceeded));
    }
    Ok(faults)
}

fn waits(row: &BallotRow, ties: &[BallotId]) -> Option<BadField> {
    let (code, zh, en) = match row.state {
        BallotState::Draft => {
            ("draft", "尚未开始，可以取消", "is not open yet, and may be discarded")
        }
        BallotState::Open => ("open", "尚未计票", "is not counted yet"),
        BallotState::Closed if ties.contains(&row.id) => {
            ("tie", "有并列的项目待再次表决", "has a tie that is to be voted on again")
        }
        BallotState::Closed | BallotState::Void => return None,
    };
    let words = Bilingual::new(format!("“{}”{zh}", row.title), format!("“{}” {en}", row.title));
    Some(BadField::new(format!("/ballots/{}", row.id), code, words))
}

fn exceeded(breach: &Breach) -> BadField {
    let words = match breach {
        Breach::Total => Bilingual::new("授奖总数超限", "more awards than there may be"),
        Breach::Special(category) => Bilingual::new(
            format!("{category} 特等奖超限"),
            format!("{category}: more of the special grade than there may be"),
        ),
        Breach::First(category, most) => Bilingual::new(
            format!("{category} 一等奖超限，至多 {most} 项"),
            format!("{category}: more of the first grade than the {most} that there may be"),
        ),
    };
    BadField::new("/caps", "caps", words)
}
