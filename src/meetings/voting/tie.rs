//! How is a tie voted on again?

use entity::{ids::BallotId, vocabulary::BallotState};

use super::{
    counting::{law_of, tally_of},
    draft::{law_as_json, stored},
    law::Law,
    outcome::is_last_turn,
    steer::{self, Deed, held_now, must_be, must_go_on, record},
    store::{self, BallotRow, LineRow},
    tally::Tally,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    idempotency,
    meetings::{MeetingError, tracker},
    persistence::WriteTx,
};

/// Drafts the next turn for the lines that are tied, with the places that are left for them.
///
/// # Errors
/// Not granted, no such ballot, not counted, nothing tied, voted on again already, no further turn, the officer
/// walled off, the same request before, the records failing.
pub(super) async fn next_turn(
    app: &App,
    actor: &Actor,
    of: BallotId,
    key: &idempotency::Key,
) -> Result<BallotId, MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    let known = store::find(&*tx, of).await?.ok_or(MeetingError::NotFound)?;
    let held = held_now(app, &tx, known.meeting_id).await?;
    let id: BallotId = app.ids.next();
    if !idempotency::keep(&*tx, key, &id.to_string(), app.clock.now()).await? {
        return Err(MeetingError::Repeated);
    }
    must_go_on(&held.meeting)?;
    let ballot = store::held(&*tx, of).await?.ok_or(MeetingError::NotFound)?;
    let lines = store::lines(&*tx, of).await?;
    steer::admit(&tx, actor, &lines).await?;
    let (tally, turn) = tied(&tx, &ballot).await?;
    let law = Law { cap: tally.left, places: tally.left, ..law_of(&ballot)? };
    let row = BallotRow {
        id,
        turn: stored(turn),
        of_ballot: Some(of),
        cap: stored(law.cap),
        places: stored(law.places),
        law: law_as_json(&law)?,
        state: BallotState::Draft,
        opened_by: None,
        opened_at: None,
        closed_by: None,
        closed_at: None,
        roll_digest: None,
        tally: None,
        tally_digest: None,
        version: 1,
        ..ballot
    };
    store::insert(&*tx, row).await?;
    store::insert_lines(&*tx, again(id, &lines, &tally)).await?;
    record(app, &tx, (actor, id), Deed { name: "draft_tie", ..Deed::default() }).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(id)
}

/// What was counted of a ballot with a tie that a further turn may decide, and which turn that is.
async fn tied(tx: &WriteTx, ballot: &BallotRow) -> Result<(Tally, u32), MeetingError> {
    must_be(ballot, BallotState::Closed)?;
    let tally = tally_of(ballot)?.unwrap_or_default();
    if tally.tied.is_empty() {
        return Err(MeetingError::refused("没有并列的项目", "nothing is tied"));
    }
    let turn = u32::try_from(ballot.turn).unwrap_or(u32::MAX);
    if is_last_turn(turn, &law_of(ballot)?) {
        return Err(MeetingError::refused(
            "已表决到规则所定的最后一轮，并列的项目均不通过",
            "that was the last turn that the rules allow: none of what is tied passes",
        ));
    }
    if store::successor(&**tx, ballot.id).await?.is_some() {
        return Err(MeetingError::refused(
            "并列的项目已发起再次表决",
            "what is tied is voted on again already",
        ));
    }
    Ok((tally, turn.saturating_add(1)))
}

/// The lines that are tied, numbered anew.
fn again(id: BallotId, lines: &[LineRow], tally: &Tally) -> Vec<LineRow> {
    let is_tied =
        |line: &&LineRow| u32::try_from(line.number).is_ok_and(|one| tally.tied.contains(&one));
    let line = |(number, line): (i32, &LineRow)| LineRow { ballot_id: id, number, ..line.clone() };
    (1..).zip(lines.iter().filter(is_tied)).map(line).collect()
}
