//! When is a counter lawful, and when the tree of them?

use std::collections::BTreeMap;

use entity::{
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind},
};

/// The code of CAST, which is no society, where the code of who takes a place is asked for.
pub const CAST: &str = "";

/// A counter of places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// Key.
    pub id: QuotaCounterId,
    /// Year of the round.
    pub year: i32,
    /// What is counted together.
    pub bucket: Bucket,
    /// Whose places it counts.
    pub kind: CounterKind,
    /// Code of the society; empty for the round and for CAST.
    pub society: String,
    /// The counter that its places come from.
    pub parent: Option<QuotaCounterId>,
    /// How many places there are; none for no limit.
    pub places: Option<i32>,
    /// Places taken.
    pub used: i32,
    /// Places that the society asks to give back; nobody can take them meanwhile.
    pub asked_back: i32,
    /// Places kept back, in the counter of the round alone.
    pub held: i32,
    /// Counts the changes.
    pub version: i64,
}

/// What one entry of the ledger changes in one counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Of the places there are.
    pub places: i32,
    /// Of the places taken.
    pub used: i32,
    /// Of the places asked to be given back.
    pub asked_back: i32,
    /// Of the places kept back.
    pub held: i32,
}

impl Counter {
    /// Places of this counter alone that may still be taken; none for no limit. Where they come out of
    /// CAST's, fewer may be left of those: [`free_of`] looks at both.
    pub fn free(&self) -> Option<i32> {
        self.places.map(|places| places - self.used - self.asked_back)
    }

    /// The counter after `change`, or none when it would not be lawful. The store asks the same of
    /// the database in the condition of its update.
    #[must_use]
    pub fn after(&self, change: Change) -> Option<Self> {
        let after = Self {
            places: self.places.map(|places| places + change.places),
            used: self.used + change.used,
            asked_back: self.asked_back + change.asked_back,
            held: self.held + change.held,
            version: self.version + 1,
            ..self.clone()
        };
        after.is_lawful().then_some(after)
    }

    /// Nothing is below zero, and no more is taken than there is.
    pub fn is_lawful(&self) -> bool {
        self.used >= 0
            && self.asked_back >= 0
            && self.held >= 0
            && self.places.is_none_or(|places| self.used + self.asked_back + self.held <= places)
    }
}

/// Places that can still be taken within CAST's, none for no limit: by CAST itself, which takes them
/// from its own counter for what societies recommend to it, or by the societies below it. What either
/// takes or asks back is gone for the other.
pub fn free_of_cast(cast: &Counter, counters: &[Counter]) -> Option<i32> {
    let below = counters.iter().filter(|one| one.parent == Some(cast.id));
    let gone: i32 = below.map(|one| one.used + one.asked_back).sum();
    cast.free().map(|free| free - gone)
}

/// Places of a counter that can still be taken or given back, none for no limit: of CAST's, and of
/// those that come out of CAST's, no more than are free within CAST's. `counters` hold at least CAST's
/// and those below it.
pub fn free_of(counter: &Counter, counters: &[Counter]) -> Option<i32> {
    if counter.kind == CounterKind::Cast {
        return free_of_cast(counter, counters);
    }
    let within = cast_above(counter, counters).and_then(|cast| free_of_cast(cast, counters));
    [counter.free(), within].into_iter().flatten().min()
}

/// CAST's counter, where the places of `counter` come out of CAST's.
pub(super) fn cast_above<'c>(counter: &Counter, counters: &'c [Counter]) -> Option<&'c Counter> {
    counters.iter().find(|one| Some(one.id) == counter.parent && one.kind == CounterKind::Cast)
}

/// What breaks the laws of the tree of one round and bucket: each counter lawful, the places of a
/// counter exactly those of the counters below it and what it keeps back, and no more taken and asked
/// back within CAST's places than there are.
pub fn breaches(counters: &[Counter]) -> Vec<String> {
    let mut found = Vec::new();
    let mut below: BTreeMap<QuotaCounterId, Option<i32>> = BTreeMap::new();
    for counter in counters {
        let place = format!(
            "{} {} {} {}",
            counter.year,
            counter.bucket.as_str(),
            counter.kind.as_str(),
            counter.society
        );
        if !counter.is_lawful() {
            found.push(format!("{place}: {counter:?}"));
        }
        if let Some(parent) = counter.parent {
            let sum = below.entry(parent).or_insert(Some(0));
            *sum = sum.zip(counter.places).map(|(sum, places)| sum + places);
        }
    }
    for counter in counters.iter().filter(|counter| counter.kind != CounterKind::Society) {
        let below = below.get(&counter.id).copied().unwrap_or(Some(0));
        let kept = below.map(|below| below + counter.held);
        let is_unlimited = counter.places.is_none();
        if !is_unlimited && kept != counter.places {
            found.push(format!(
                "{} {} {}: {:?} places, {kept:?} handed out or kept",
                counter.year,
                counter.bucket.as_str(),
                counter.kind.as_str(),
                counter.places
            ));
        }
    }
    found.extend(given_twice(counters));
    found
}

/// CAST's counters of whose places more are gone, by itself and below it, than there are.
fn given_twice(counters: &[Counter]) -> impl Iterator<Item = String> {
    let of_cast = counters.iter().filter(|one| one.kind == CounterKind::Cast);
    of_cast.filter_map(move |cast| {
        let free = free_of_cast(cast, counters).filter(|free| *free < 0)?;
        let (year, bucket, places) = (cast.year, cast.bucket.as_str(), cast.places);
        Some(format!(
            "{year} {bucket} cast: {places:?} places, {free} free of its own and below it"
        ))
    })
}
