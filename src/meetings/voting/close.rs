//! How is a ballot closed and counted, in one transaction?

use entity::{
    ids::BallotId,
    vocabulary::{AgendaState, BallotState, BallotVariant},
};

use super::{
    counting::{Count, count, law_of},
    law::number,
    outcome::is_last_turn,
    secret,
    slips::unsettled,
    steer::{self, Deed, Steered, must_be, record},
    store::{self, BallotRow},
};
use crate::{
    app::App,
    authz::Actor,
    meetings::{MeetingError, sitting, tracker},
    persistence::WriteTx,
    reviews::BadField,
    shared::Bilingual,
};

/// Closes a ballot and counts it. A paper that comes later finds it closed and leaves no row.
///
/// # Errors
/// Not his to close; another version; not open; a slip that two people have not read alike; the records failing.
pub(super) async fn close(
    app: &App,
    actor: &Actor,
    of: (BallotId, i64),
) -> Result<(), MeetingError> {
    let tx = app.database.begin_write().await?;
    let Steered { held, ballot, lines } = steer::steered(app, &tx, actor, of).await?;
    must_be(&ballot, BallotState::Open)?;
    let kept = store::kept(&*tx, ballot.id).await?.ok_or(MeetingError::NotFound)?;
    let entries = store::entries(&*tx, ballot.id).await?;
    let waiting = unsettled((&entries, &kept.roll), &app.sealer)?;
    if !waiting.is_empty() {
        return Err(unread(&waiting));
    }
    let count = count(&app.sealer, &kept)?;
    let (id, variant) = (ballot.id, ballot.variant);
    let row = BallotRow {
        state: BallotState::Closed,
        closed_by: Some(actor.username.clone()),
        closed_at: Some(app.clock.now()),
        tally: Some(serde_json::json!(count.tally)),
        tally_digest: Some(count.digest.clone()),
        version: ballot.version + 1,
        ..ballot
    };
    store::save(&*tx, row).await?;
    if variant == BallotVariant::Secret {
        mix(app, &tx, (id, number(lines.len())), &count).await?;
    }
    let turn = u32::try_from(kept.ballot.turn).unwrap_or_default();
    let is_last = is_last_turn(turn, &law_of(&kept.ballot)?);
    for line in &lines {
        let is_tied = u32::try_from(line.number).is_ok_and(|one| count.tally.tied.contains(&one));
        // What is tied is voted on again.
        if !is_tied || is_last {
            sitting::set_item(&tx, line.item_id, AgendaState::Done).await?;
        }
    }
    let deed = Deed { name: "close_ballot", digest: Some(count.digest), reason: None };
    record(app, &tx, (actor, id), deed).await?;
    tracker::touch(&tx, held.meeting.id).await?;
    tx.commit().await?;
    Ok(())
}

/// Writes secret papers anew, so that nothing tells in which order they came; what was read on slips goes.
async fn mix(
    app: &App,
    tx: &WriteTx,
    (id, lines): (BallotId, u32),
    count: &Count,
) -> Result<(), MeetingError> {
    let papers = secret::shuffled(&app.sealer, &count.papers, lines)?;
    store::delete_papers(&**tx, id).await?;
    store::delete_entries(&**tx, id).await?;
    store::insert_papers(&**tx, papers).await?;
    Ok(())
}

fn unread(slips: &[String]) -> MeetingError {
    let fault = |slip: &String| {
        let words = Bilingual::new(
            format!("纸质票 {slip} 尚未由两人录入一致"),
            format!("slip {slip} was not read alike by two people yet"),
        );
        BadField::new(format!("/slips/{slip}"), "unread", words)
    };
    let words = Bilingual::new(
        "还有纸质票未录入完成，不能计票",
        "slips of paper wait to be read: the ballot is not counted yet",
    );
    MeetingError::Refused(words, slips.iter().map(fault).collect())
}
