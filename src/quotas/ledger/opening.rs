//! How does the tree of counters of a round begin?

use std::collections::BTreeMap;

use entity::{
    ids::QuotaCounterId,
    vocabulary::{Bucket, CounterKind},
};

use super::{
    super::procedure::{Allowance, Procedure},
    counter::Counter,
};
use crate::shared::IdSource;

/// The places that the policy's bucket begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allotment {
    /// Code of the society.
    pub society: String,
    /// Whether it nominates through CAST, out of CAST's places.
    pub is_via_cast: bool,
    /// Its places.
    pub places: i32,
    /// Whether it is suspended: then it has no place of any bucket.
    pub is_suspended: bool,
}

/// What a round's ledger begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Year of the round.
    pub year: i32,
    /// Places of the policy's bucket that are kept back.
    pub held: i32,
    /// The places of each society in the policy's bucket.
    pub allotments: Vec<Allotment>,
}

/// The counters of every bucket.
pub(super) fn counters(opening: &Opening, procedure: &Procedure, ids: IdSource) -> Vec<Counter> {
    let mut counters = Vec::new();
    for rule in &procedure.buckets {
        let (places, held): (BTreeMap<&str, Option<i32>>, i32) = {
            let each = |allotment: &Allotment| match rule.allowance {
                _ if allotment.is_suspended => Some(0),
                Allowance::Policy => Some(allotment.places),
                Allowance::Unlimited => None,
                Allowance::PerSociety(count) => Some(i32::try_from(count).unwrap_or(i32::MAX)),
            };
            let held = match rule.allowance {
                Allowance::Policy => opening.held,
                Allowance::Unlimited | Allowance::PerSociety(_) => {
                    i32::try_from(rule.held).unwrap_or_default()
                }
            };
            let places = opening.allotments.iter().map(|one| (one.society.as_str(), each(one)));
            (places.collect(), held)
        };
        counters.extend(tree(opening, rule.code, &places, held, ids));
    }
    counters
}

/// The tree of one bucket, the round first.
fn tree(
    opening: &Opening,
    bucket: Bucket,
    places: &BTreeMap<&str, Option<i32>>,
    held: i32,
    ids: IdSource,
) -> Vec<Counter> {
    let make = |kind, society: &str, parent, places, held| Counter {
        id: ids.next(),
        year: opening.year,
        bucket,
        kind,
        society: society.to_owned(),
        parent,
        places,
        used: 0,
        asked_back: 0,
        held,
        version: 1,
    };
    let of = |allotment: &Allotment| places.get(allotment.society.as_str()).copied().flatten();
    let sum = |only_via_cast: bool| {
        opening
            .allotments
            .iter()
            .filter(|one| one.is_via_cast || !only_via_cast)
            .try_fold(0_i32, |sum, one| Some(sum + of(one)?))
    };
    let round = make(CounterKind::Round, "", None, sum(false).map(|sum| sum + held), held);
    let cast: Counter = make(CounterKind::Cast, "", Some(round.id), sum(true), 0);
    let parent = |one: &Allotment| -> Option<QuotaCounterId> {
        Some(if one.is_via_cast { cast.id } else { round.id })
    };
    let societies: Vec<Counter> = opening
        .allotments
        .iter()
        .map(|one| make(CounterKind::Society, &one.society, parent(one), of(one), 0))
        .collect();
    [round, cast].into_iter().chain(societies).collect()
}
