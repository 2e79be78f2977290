//! How is it answered that places are to move, and what does the track record say of it then?

use entity::{
    ids::QuotaGiveBackId,
    vocabulary::{Bucket, CounterKind},
};

use super::{
    ledger::{self, Answer, Stamp},
    proposals::{self, ProposalError},
};
use crate::app::App;

/// Confirms or withdraws a move of the version seen. Once places have moved, those that the society has
/// are its quota of the round: what it gave back it need not use, and what it was handed it may.
///
/// # Errors
/// Nothing of the kind was asked, answered or changed since, the same person, too few places, the records
/// failing.
pub async fn answer_move(
    app: &App,
    by: &str,
    asked: (QuotaGiveBackId, i64),
    answer: Answer,
) -> Result<(), ProposalError> {
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    if let Some((counter, reason)) = ledger::answer(&tx, asked, answer, &stamp).await?
        && counter.kind == CounterKind::Society
        && counter.bucket == Bucket::Three
    {
        let places =
            std::iter::once((counter.society.as_str(), counter.places.unwrap_or_default()));
        let why = Some(reason.as_str());
        proposals::note_quota(app, &tx, by, counter.year, (places, why)).await?;
    }
    tx.commit().await?;
    Ok(())
}
