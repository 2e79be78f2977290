//! Does a recount say the same?

use std::collections::BTreeSet;

use entity::{
    ids::{BallotId, ReviewSeatId},
    vocabulary::{BallotState, BallotVariant, PaperValidity},
};

use super::{
    counting::{Count, count, tally_of},
    steer::{Deed, admit, must_be, record},
    store::{self, Kept, RecountRow},
    views::RecountView,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    meetings::MeetingError,
};

/// Opens the papers of a closed ballot once more, counts them, and keeps whether that says the same.
///
/// # Errors
/// Not granted, no such ballot, not counted, the officer walled off, a paper that cannot be opened, the records failing.
pub(super) async fn recount(
    app: &App,
    actor: &Actor,
    id: BallotId,
) -> Result<RecountView, MeetingError> {
    permit(actor, Action::ReadBallots)?;
    let tx = app.database.begin_write().await?;
    let kept = store::kept(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    admit(&tx, actor, &kept.lines).await?;
    must_be(&kept.ballot, BallotState::Closed)?;
    let count = count(&app.sealer, &kept)?;
    let is_equal = is_equal(&kept, &count)?;
    let row = RecountRow {
        id: app.ids.next(),
        ballot_id: id,
        digest: count.digest.clone(),
        is_equal,
        done_by: actor.username.clone(),
        done_at: app.clock.now(),
    };
    store::insert_recount(&*tx, row).await?;
    let deed = Deed { name: "recount", digest: Some(count.digest.clone()), reason: None };
    record(app, &tx, (actor, id), deed).await?;
    tx.commit().await?;
    Ok(RecountView { is_equal, digest: count.digest })
}

/// What speaks against a ballot when its papers are opened and counted once more; nothing where all is well.
///
/// # Errors
/// No such ballot, a paper that cannot be opened, the records failing.
pub async fn flaws(app: &App, id: BallotId) -> Result<Vec<&'static str>, MeetingError> {
    let tx = app.database.begin_read().await?;
    let kept = store::kept(&*tx, id).await?.ok_or(MeetingError::NotFound)?;
    let count = count(&app.sealer, &kept)?;
    let present = kept.roll.iter().filter(|entry| entry.is_present).count();
    let valid = || count.papers.iter().filter(|paper| paper.validity == PaperValidity::Valid);
    let mut found = Vec::new();
    if !is_equal(&kept, &count)? {
        found.push("a recount says otherwise");
    }
    if valid().count() > present {
        found.push("more valid papers than members who were there");
    }
    if valid().any(|paper| !paper.paper.marks.is_disjoint(&paper.paper.recused)) {
        found.push("a mark counts of which its member keeps out");
    }
    Ok(found)
}

/// Whether everything is as it was counted: the tally and its digest, every paper by its own digest, and in a ballot by
/// name one paper of everybody who cast.
fn is_equal(kept: &Kept, count: &Count) -> Result<bool, MeetingError> {
    let is_told = kept.ballot.tally_digest.as_ref() == Some(&count.digest);
    let is_kept = tally_of(&kept.ballot)?.as_ref() == Some(&count.tally);
    let is_whole = count.papers.iter().all(|paper| paper.is_whole);
    let cast: BTreeSet<Option<ReviewSeatId>> =
        kept.roll.iter().filter(|entry| entry.has_cast).map(|entry| Some(entry.seat)).collect();
    let are_all_there = match kept.ballot.variant {
        BallotVariant::Named => {
            count.papers.iter().map(|paper| paper.seat).collect::<BTreeSet<_>>() == cast
        }
        // A slip that was handed out may never come back.
        BallotVariant::Secret => count.papers.len() <= cast.len(),
    };
    Ok(is_told && is_kept && is_whole && are_all_there)
}
