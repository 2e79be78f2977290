//! How does a round get its quota when nothing was decided for it? The places of the round before are
//! carried over.

use std::collections::BTreeSet;

use entity::vocabulary::{Bucket, CounterKind, Route};

use super::{
    ledger::{self, Allotment, Asker, Counter, Movement, Opening, Stamp},
    proposals::{self, ProposalError, ProposalRule},
    trials::{self, Settled},
};
use crate::{app::App, persistence::WriteTx, shared::china_day, societies};

/// Opens the ledger of `year` with the places of the newest round whose awards are known, and so many
/// kept back of those that its ledger had beside them. More than that are new places, which are asked for
/// and wait for a second person.
///
/// # Errors
/// A year that is not after that round, a ledger that is open, the records failing.
pub async fn carry_over(
    app: &App,
    by: &str,
    year: i32,
    (held, reason): (i32, &str),
) -> Result<(), ProposalError> {
    let settled = trials::settled(app).await?;
    let newest = settled.newest().unwrap_or(year);
    if year <= newest {
        return Err(ProposalRule::YearPast { newest }.into());
    }
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let standings = societies::standings(&*tx, china_day(stamp.now), year).await?;
    let via_cast: BTreeSet<String> = standings
        .into_iter()
        .filter(|one| one.route == Route::ViaCast)
        .map(|one| one.society_id)
        .collect();
    let allotments: Vec<Allotment> = settled
        .rows
        .iter()
        .filter(|row| row.round == newest && row.merged_into.is_none())
        .map(|row| Allotment {
            society: row.society_id.clone(),
            is_via_cast: via_cast.contains(&row.society_id),
            places: i32::try_from(row.quota).unwrap_or(i32::MAX),
            // It held no place, and what it was suspended for still stands.
            is_suspended: row.quota == 0 && Settled::has_lost_right(row),
        })
        .collect();
    let handed: i32 = allotments.iter().map(|one| one.places).sum();
    let there = ledger::counters_of(&*tx, newest).await?;
    let left = round(&there).and_then(|one| one.places).map_or(0, |total| total - handed).max(0);
    let opening = Opening { year, held: held.min(left), allotments };
    ledger::open(&tx, &opening, &format!("carry_over/{newest}: {reason}"), &stamp).await?;
    if held > left {
        ask_new(&tx, year, &Movement { places: held - left, reason }, &stamp).await?;
    }
    let places = opening.allotments.iter().map(|one| (one.society.as_str(), one.places));
    proposals::note_quota(app, &tx, by, year, (places, None)).await?;
    tx.commit().await?;
    Ok(())
}

/// The counter of the round in the bucket that proposals decide.
fn round(counters: &[Counter]) -> Option<&Counter> {
    let is_it = |one: &&Counter| one.bucket == Bucket::Three && one.kind == CounterKind::Round;
    counters.iter().find(is_it)
}

/// Asks for places that the ledger just opened is to keep back and nobody had.
async fn ask_new(
    tx: &WriteTx,
    year: i32,
    movement: &Movement<'_>,
    stamp: &Stamp<'_>,
) -> Result<(), ProposalError> {
    let counters = ledger::counters_of(&**tx, year).await?;
    let id = round(&counters).ok_or(ProposalError::NotFound)?.id;
    ledger::ask(tx, (id, Asker::Cast), movement, None, stamp).await?;
    Ok(())
}
