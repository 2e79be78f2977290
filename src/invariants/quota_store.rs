//! Does the quota ledger balance, as the records hold it?

use std::collections::BTreeMap;

use entity::{
    ids::QuotaCounterId,
    quota_decision, quota_entry, quota_give_back, quota_proposal, quota_reservation,
    vocabulary::{GiveBackState, ProposalState},
};
use sea_orm::{ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _};

use crate::quotas::ledger::{self, Change, Counter};

/// Most breaches that are listed.
const MOST: usize = 100;

/// Counters that break a law of the tree, or differ from the sum of their entries, from the
/// reservations that they hold or from what is asked back.
pub(super) async fn unbalanced(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let mut sums: BTreeMap<QuotaCounterId, Change> = BTreeMap::new();
    for entry in quota_entry::Entity::find().all(database).await? {
        let sum = sums.entry(entry.counter_id).or_default();
        sum.used += entry.used_change;
        sum.places += entry.places_change;
        sum.held += entry.held_change;
    }
    let mut reserved: BTreeMap<QuotaCounterId, i32> = BTreeMap::new();
    for row in quota_reservation::Entity::find().all(database).await? {
        *reserved.entry(row.counter_id).or_default() += 1;
    }
    // Below zero is what CAST hands out, which blocks nothing while it waits.
    let asked = quota_give_back::Entity::find()
        .filter(quota_give_back::Column::State.eq(GiveBackState::Asked))
        .filter(quota_give_back::Column::Places.gt(0));
    for row in asked.all(database).await? {
        sums.entry(row.counter_id).or_default().asked_back += row.places;
    }
    let mut found = Vec::new();
    for year in ledger::years(database).await? {
        let counters = ledger::counters_of(database, year).await?;
        found.extend(ledger::breaches(&counters));
        found.extend(counters.iter().filter_map(|one| differs(one, &sums, &reserved)));
    }
    found.truncate(MOST);
    Ok(found)
}

fn differs(
    counter: &Counter,
    sums: &BTreeMap<QuotaCounterId, Change>,
    reserved: &BTreeMap<QuotaCounterId, i32>,
) -> Option<String> {
    let sum = sums.get(&counter.id).copied().unwrap_or_default();
    let reserved = reserved.get(&counter.id).copied().unwrap_or_default();
    let says = Change {
        places: counter.places.unwrap_or_default(),
        used: counter.used,
        asked_back: counter.asked_back,
        held: counter.held,
    };
    (sum != says || reserved != counter.used)
        .then(|| format!("{counter:?}: entries {sum:?}, {reserved} reserved"))
}

/// Proposals that somebody stands by whose decisions, with what is kept back, are not the total.
pub(super) async fn inexact(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let mut found = Vec::new();
    let stood_by = quota_proposal::Entity::find()
        .filter(quota_proposal::Column::State.ne(ProposalState::Draft));
    for proposal in stood_by.all(database).await? {
        let decisions = quota_decision::Entity::find()
            .filter(quota_decision::Column::ProposalId.eq(proposal.id));
        let decided: i32 = decisions.all(database).await?.iter().map(|row| row.decided).sum();
        if decided + proposal.held != proposal.total {
            let (held, total) = (proposal.held, proposal.total);
            found.push(format!("{}: {decided} + {held} ≠ {total}", proposal.year));
        }
    }
    found.truncate(MOST);
    Ok(found)
}
