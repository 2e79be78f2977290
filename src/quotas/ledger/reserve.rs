//! How does a nomination take a place, and how is the place set free again?

use std::cmp::Reverse;

use entity::{
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind, EntryKind},
};

use super::{
    counter::{Change, Counter, free_of},
    stamp::Stamp,
    store::{self, Note},
};
use crate::persistence::WriteTx;

/// A place that is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Year of the round.
    pub year: i32,
    /// Code of the society, or [`CAST`](super::CAST) for a place of CAST's own.
    pub society: &'a str,
    /// What is counted together.
    pub bucket: Bucket,
    /// For what: the key of a nomination.
    pub subject: &'a str,
}

impl Claim<'_> {
    fn no_quota(&self) -> ReserveError {
        ReserveError::NoQuota { year: self.year, society: self.society.to_owned() }
    }
}

/// What the ledger says of a place that was set free for another.
const MOVED: &str = "改占其他限额的名额 / its place is taken elsewhere";

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// A place was taken.
    Now,
    /// The same subject had taken its place before.
    Before,
}

/// Why no place was taken.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// Nobody opened a ledger, or the society has no places in it.
    #[error("{society} 在 {year} 年度没有限额 / {society} has no quota in round {year}")]
    NoQuota {
        /// Year of the round.
        year: i32,
        /// Code of the society.
        society: String,
    },
    /// Every place is taken.
    #[error("限额 {places} 个已用完 / all {places} places are taken")]
    Exhausted {
        /// What is counted together.
        bucket: Bucket,
        /// The places that there are.
        places: i32,
        /// Those that the society asked to give back.
        asked_back: i32,
        /// Places that CAST still keeps back.
        held: i32,
        /// Places that the counter alone would have, where those of CAST's are gone that they come out
        /// of.
        own_free: i32,
    },
    /// The subject takes a place of another society.
    #[error("该项目已占用另一学会的名额 / another society's place is taken for it")]
    Elsewhere,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Takes a place for the claim's subject, once, however often it is asked for. Of many transactions at
/// once exactly as many succeed as there are places, also where CAST and the societies below it share
/// them. Call it before [`crate::audit::record`], which orders all writers behind each other.
///
/// # Errors
/// No quota, no place left, another society's subject, the records failing.
pub async fn reserve(
    tx: &WriteTx,
    claim: &Claim<'_>,
    stamp: &Stamp<'_>,
) -> Result<Reserved, ReserveError> {
    let no_quota = || claim.no_quota();
    let counter = store::find_of_society(&**tx, claim.year, claim.bucket, claim.society)
        .await?
        .ok_or_else(no_quota)?;
    if !store::insert_reservation(&**tx, &counter, claim.subject, stamp).await? {
        let holder = store::reservation(&**tx, claim.year, claim.bucket, claim.subject).await?;
        let is_own = holder == Some(counter.id);
        return if is_own { Ok(Reserved::Before) } else { Err(ReserveError::Elsewhere) };
    }
    let change = Change { used: 1, ..Change::default() };
    if fits_within_cast(tx, &counter).await?
        && store::change_counter(&**tx, counter.id, change).await?
    {
        let note = Note { kind: EntryKind::Reserved, subject: claim.subject, reason: None };
        store::append(&**tx, counter.id, change, &note, stamp).await?;
        return Ok(Reserved::Now);
    }
    store::delete_reservation(&**tx, claim.year, claim.bucket, claim.subject).await?;
    let path = store::path(&**tx, counter.id).await?;
    let (Some(now), Some(round)) = (path.first(), path.last()) else {
        return Err(no_quota());
    };
    let is_below_cast = path.get(1).is_some_and(|above| above.kind == CounterKind::Cast);
    Err(ReserveError::Exhausted {
        bucket: claim.bucket,
        places: now.places.unwrap_or_default(),
        asked_back: now.asked_back,
        held: round.held,
        own_free: now.free().filter(|_| is_below_cast).unwrap_or_default(),
    })
}

/// Whether one place more of a counter, CAST's own or one below it, fits within CAST's places, which
/// nobody else takes until the transaction ends. Elsewhere the counter alone decides.
async fn fits_within_cast(tx: &WriteTx, counter: &Counter) -> Result<bool, sea_orm::DbErr> {
    let shared = store::hold_shared(&**tx, counter).await?;
    let now = shared.iter().find(|one| one.id == counter.id);
    Ok(now.and_then(|now| free_of(now, &shared)).is_none_or(|free| free > 0))
}

/// Sets free whatever place `subject` took in the round of `year`, by what was noted when it took it: which
/// places a society has, and by which route it nominates, may be otherwise by now. False when it took none.
///
/// # Errors
/// The records failing.
pub async fn release(
    tx: &WriteTx,
    (year, subject): (i32, &str),
    reason: &str,
    stamp: &Stamp<'_>,
) -> Result<bool, sea_orm::DbErr> {
    let mut is_freed = false;
    for taken in store::reservations(&**tx, year, subject).await? {
        is_freed |= free_one(tx, (year, subject), taken, (reason, stamp)).await?;
    }
    Ok(is_freed)
}

/// Sets one place free; false where somebody else did.
async fn free_one(
    tx: &WriteTx,
    (year, subject): (i32, &str),
    (bucket, counter): (Bucket, QuotaCounterId),
    (reason, stamp): (&str, &Stamp<'_>),
) -> Result<bool, sea_orm::DbErr> {
    if !store::delete_reservation(&**tx, year, bucket, subject).await? {
        return Ok(false);
    }
    let change = Change { used: -1, ..Change::default() };
    if !store::change_counter(&**tx, counter, change).await? {
        return Err(sea_orm::DbErr::Custom("a reservation without its place".to_owned()));
    }
    let note = Note { kind: EntryKind::Released, subject, reason: Some(reason) };
    store::append(&**tx, counter, change, &note, stamp).await?;
    Ok(true)
}

/// Takes the claim's place as [`reserve`] does, and sets free whatever other place its subject took before: of
/// another bucket, or of CAST's where it is its society's now, or the other way round. Only the society that
/// nominates a subject may call it; refused, the caller drops the transaction, and the old place stays.
///
/// # Errors
/// No quota, no place left, the records failing.
pub async fn reserve_instead(
    tx: &WriteTx,
    claim: &Claim<'_>,
    stamp: &Stamp<'_>,
) -> Result<Reserved, ReserveError> {
    let wanted = store::find_of_society(&**tx, claim.year, claim.bucket, claim.society).await?;
    let wanted = wanted.ok_or_else(|| claim.no_quota())?;
    let mut held = store::reservations(&**tx, claim.year, claim.subject).await?;
    held.retain(|(_, counter)| *counter != wanted.id);
    if !held.is_empty() {
        hold_in_turn(tx, &wanted, &held).await?;
        let whose = (claim.year, claim.subject);
        for taken in held {
            free_one(tx, whose, taken, (MOVED, stamp)).await?;
        }
    }
    reserve(tx, claim, stamp).await
}

/// Holds the counters that one transaction sets free and takes of: a society's before CAST's, as everybody does.
async fn hold_in_turn(
    tx: &WriteTx,
    wanted: &Counter,
    held: &[(Bucket, QuotaCounterId)],
) -> Result<(), sea_orm::DbErr> {
    let mut counters = vec![wanted.clone()];
    for (_, id) in held {
        counters.extend(store::find(&**tx, *id).await?);
    }
    counters.sort_by_key(|one| (one.bucket, Reverse(one.kind)));
    for counter in counters {
        store::hold(&**tx, counter.id).await?;
    }
    Ok(())
}
