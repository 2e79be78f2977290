//! How is a ballot opened? The roll is frozen, the law fixed.

use entity::{
    ids::BallotId,
    vocabulary::{AgendaState, BallotState, ReviewMeetingState, SeatDuty},
};

use super::{
    caps::turn_of,
    draft::{law_as_json, law_now, limits},
    law::{Law, number},
    outcome,
    roll::{Lacking, RollEntry, digest_of, freeze, lacking, roll_of},
    steer::{self, Deed, Steered, must_be, record},
    store::{self, BallotRow},
};
use crate::{
    app::App,
    audit,
    authz::Actor,
    meetings::{
        MeetingError, book_of,
        model::{HeldMeeting, Meeting, Stage},
        sitting, tracker,
    },
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// Opens a ballot: from now on its lines, its law and its roll stay as they are.
///
/// # Errors
/// Not his to open; another version; no draft; the meeting is not open; for a line not enough are there; the number
/// or the order of the council's awards does not allow it; the records failing.
pub(super) async fn open(
    app: &App,
    actor: &Actor,
    of: (BallotId, i64),
) -> Result<(), MeetingError> {
    let tx = app.database.begin_write().await?;
    let steered = steer::steered(app, &tx, actor, of).await?;
    must_be(&steered.ballot, BallotState::Draft)?;
    if steered.held.meeting.state != ReviewMeetingState::Open {
        return Err(MeetingError::refused("会议尚未开始", "the meeting is not open"));
    }
    let law = law_of_today(&tx, &steered).await?;
    let entries = frozen(&tx, &steered, &law).await?;
    let roll = roll_of(&entries);
    let lack = lacking(number(steered.lines.len()), &roll, &law);
    if !lack.is_empty() {
        return Err(too_few(&lack));
    }
    if steered.held.meeting.stage == Stage::Council {
        may_award(&tx, &steered.held.meeting, &steered.ballot).await?;
    }
    let Steered { held, ballot, lines } = steered;
    let (id, digest) = (ballot.id, digest_of(&roll)?);
    let row = BallotRow {
        law: law_as_json(&law)?,
        state: BallotState::Open,
        opened_by: Some(actor.username.clone()),
        opened_at: Some(app.clock.now()),
        roll_digest: Some(digest.clone()),
        version: ballot.version + 1,
        ..ballot
    };
    store::save(&*tx, row).await?;
    store::insert_roll(&*tx, id, &entries).await?;
    for line in &lines {
        sitting::set_item(&tx, line.item_id, AgendaState::Voting).await?;
    }
    let deed = Deed { name: "open_ballot", digest: Some(digest), reason: None };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(())
}

/// The law of the book that the round is bound to, with the numbers of the draft.
async fn law_of_today(tx: &WriteTx, steered: &Steered) -> Result<Law, MeetingError> {
    let Steered { held, ballot, .. } = steered;
    let book = book_of(&**tx, held.meeting.round).await?;
    let kept = |number: i32| u32::try_from(number).unwrap_or_default();
    let on = (held.meeting.stage, ballot.category.as_str(), ballot.grade);
    law_now(&book, on, (kept(ballot.cap), kept(ballot.places))).ok_or_else(|| {
        MeetingError::refused(
            "规则没有该奖种和等级的表决",
            "the rules have no vote on this category and grade",
        )
    })
}

/// The roll as the meeting stands. In the turn after the last the chair votes alone (`last_tie = "chair"`).
async fn frozen(
    tx: &WriteTx,
    steered: &Steered,
    law: &Law,
) -> Result<Vec<RollEntry>, MeetingError> {
    let HeldMeeting { meeting, items, roll } = &steered.held;
    let mut seats = store::seats(&**tx, meeting.body).await?;
    if u32::try_from(steered.ballot.turn).is_ok_and(|turn| turn > law.most_turns) {
        seats.retain(|seat| seat.duty == SeatDuty::Chair);
    }
    let position = |line: &store::LineRow| {
        let item = items.iter().find(|item| item.id == line.item_id)?;
        let is_put_off = item.state == AgendaState::PutOff;
        Some((u32::try_from(line.number).ok()?, item.position)).filter(|_| !is_put_off)
    };
    let lines: Vec<(u32, u32)> = steered.lines.iter().filter_map(position).collect();
    if lines.len() != steered.lines.len() {
        return Err(MeetingError::refused(
            "有项目已推迟或不在议程中，请修改后再开始",
            "an item is put off, or no longer on the agenda: change the ballot first",
        ));
    }
    Ok(freeze(&seats, &lines, roll))
}

fn too_few(lack: &[Lacking]) -> MeetingError {
    let fault = |one: &Lacking| {
        let Lacking { line, judging, present, expected } = one;
        let words = Bilingual::new(
            format!(
                "第 {line} 项：应到 {expected} 人，到会 {present} 人，其中可表决 {judging} 人，不足法定人数"
            ),
            format!(
                "line {line}: of {expected} members {present} are present and {judging} may vote, too few for a quorum"
            ),
        );
        BadField::new(format!("/lines/{line}"), "quorum", words)
    };
    let words = Bilingual::new(
        "到会人数不足，表决无效，不能开始（X25 第八十一条）",
        "too few are present for a valid vote (X25 art. 81)",
    );
    MeetingError::Refused(words, lack.iter().map(fault).collect())
}

/// Whether the numbers and the order of the awards allow this ballot of the council now.
async fn may_award(
    tx: &WriteTx,
    meeting: &Meeting,
    ballot: &BallotRow,
) -> Result<(), MeetingError> {
    // Another meeting of the council may open a ballot beside this one: one after the other.
    audit::hold(&**tx).await?;
    let all = store::of_round(&**tx, meeting.round, Some(Stage::Council)).await?;
    let all: Vec<BallotRow> =
        all.into_iter().map(|(_, row)| row).filter(|row| row.id != ballot.id).collect();
    let counted = store::counted(&**tx, &all).await?;
    let open_ties = outcome::open_ties(&counted);
    let comes_first = |row: &&BallotRow| {
        let is_before = turn_of(row.grade) < turn_of(ballot.grade);
        let is_undecided = matches!(row.state, BallotState::Draft | BallotState::Open)
            || open_ties.contains(&row.id);
        let is_beside = row.grade == ballot.grade && row.state == BallotState::Open;
        row.category == ballot.category && ((is_before && is_undecided) || is_beside)
    };
    if let Some(first) = all.iter().find(comes_first) {
        return Err(MeetingError::refused(
            format!("须先完成“{}”的表决：先二等奖，再特等奖，再一等奖", first.title),
            format!(
                "“{}” comes first: the second grade, then the special, then the first",
                first.title
            ),
        ));
    }
    let limits = limits(tx, meeting.round).await?;
    let standing = outcome::with_open(outcome::standing(&counted), &all);
    let most = limits.places(&standing, &ballot.category, (ballot.grade, ballot.is_raise));
    if u32::try_from(ballot.places).is_ok_and(|places| places <= most) {
        return Ok(());
    }
    let words = Bilingual::new(
        format!("授奖数不足：该奖种和等级至多还可授 {most} 项（X25 第九条）"),
        format!("at most {most} more may be awarded of this category and grade (X25 art. 9)"),
    );
    Err(MeetingError::Refused(words.clone(), vec![BadField::new("/places", "caps", words)]))
}
