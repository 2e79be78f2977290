//! How does a nomination take a place, and how is the place set free again?

use entity::vocabulary::{Bucket, CounterKind, EntryKind};

use super::{
    counter::{Change, Counter, free_of_cast},
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
    },
    /// The subject takes a place of another society.
    #[error("该项目已占用另一学会的名额 / another society's place is taken for it")]
    Elsewhere,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Takes a place for the claim's subject, once, however often it is asked for. Of many transactions at
/// once exactly as many succeed as there are places. Call it before [`crate::audit::record`], which
/// orders all writers behind each other.
///
/// # Errors
/// No quota, no place left, another society's subject, the records failing.
pub async fn reserve(
    tx: &WriteTx,
    claim: &Claim<'_>,
    stamp: &Stamp<'_>,
) -> Result<Reserved, ReserveError> {
    let no_quota = || ReserveError::NoQuota { year: claim.year, society: claim.society.to_owned() };
    let counter = store::find_of_society(&**tx, claim.year, claim.bucket, claim.society)
        .await?
        .ok_or_else(no_quota)?;
    if !store::insert_reservation(&**tx, &counter, claim.subject, stamp).await? {
        let holder = store::reservation(&**tx, claim.year, claim.bucket, claim.subject).await?;
        let is_own = holder == Some(counter.id);
        return if is_own { Ok(Reserved::Before) } else { Err(ReserveError::Elsewhere) };
    }
    let change = Change { used: 1, ..Change::default() };
    let fits = fits_within_cast(tx, &counter).await?;
    if fits && store::change_counter(&**tx, counter.id, change).await? {
        let note = Note { kind: EntryKind::Reserved, subject: claim.subject, reason: None };
        store::append(&**tx, counter.id, change, &note, stamp).await?;
        return Ok(Reserved::Now);
    }
    store::delete_reservation(&**tx, claim.year, claim.bucket, claim.subject).await?;
    let path = store::path(&**tx, counter.id).await?;
    let (Some(now), Some(round)) = (path.first(), path.last()) else {
        return Err(no_quota());
    };
    Err(ReserveError::Exhausted {
        bucket: claim.bucket,
        places: now.places.unwrap_or_default(),
        asked_back: now.asked_back,
        held: round.held,
    })
}

/// Whether one place more of a counter, CAST's own or one below it, fits within CAST's places. One statement of the
/// database looks at one counter only: whoever hands in waits for his turn in the round before he reserves.
async fn fits_within_cast(tx: &WriteTx, counter: &Counter) -> Result<bool, sea_orm::DbErr> {
    let cast = match counter.parent {
        Some(_) if counter.kind == CounterKind::Cast => counter.clone(),
        Some(above) => match store::find(&**tx, above).await? {
            Some(cast) if cast.kind == CounterKind::Cast => cast,
            _ => return Ok(true),
        },
        None => return Ok(true),
    };
    let counters = store::counters_of(&**tx, counter.year).await?;
    Ok(free_of_cast(&cast, &counters).is_none_or(|free| free > 0))
}

/// Sets the place of the claim's subject free; false when it took none of this society's.
///
/// # Errors
/// The records failing.
pub async fn release(
    tx: &WriteTx,
    claim: &Claim<'_>,
    reason: &str,
    stamp: &Stamp<'_>,
) -> Result<bool, sea_orm::DbErr> {
    let counter = store::find_of_society(&**tx, claim.year, claim.bucket, claim.society).await?;
    let holder = store::reservation(&**tx, claim.year, claim.bucket, claim.subject).await?;
    let Some(counter) = counter.filter(|counter| holder == Some(counter.id)) else {
        return Ok(false);
    };
    if !store::delete_reservation(&**tx, claim.year, claim.bucket, claim.subject).await? {
        return Ok(false);
    }
    let change = Change { used: -1, ..Change::default() };
    if !store::change_counter(&**tx, counter.id, change).await? {
        return Err(sea_orm::DbErr::Custom("a reservation without its place".to_owned()));
    }
    let note = Note { kind: EntryKind::Released, subject: claim.subject, reason: Some(reason) };
    store::append(&**tx, counter.id, change, &note, stamp).await?;
    Ok(true)
}
