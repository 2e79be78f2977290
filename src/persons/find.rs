//! Which records may be one person? Candidates share a key: identity number, ORCID, mail address, name in
//! characters or letters, spelling in a dialect. Nothing is compared pairwise.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::conflicts::NameIndex;

use super::{
    compare::compare,
    policy::PersonPolicy,
    reading::Index,
    record::{Proposal, Records},
    weigh::weigh,
};

/// The pairs of records that are one person with a probability that the policy finds worth a look, the most
/// probable first; of equals those with the lesser keys. A function of its arguments: neither the order of
/// records nor the number of threads matters.
pub fn propose(records: &Records, policy: &PersonPolicy) -> Vec<Proposal> {
    let index = Index::new(records, policy);
    let key = |at: usize| index.facts[at].record.key.as_str();
    let mut proposals: Vec<Proposal> = candidates(&index)
        .into_par_iter()
        .filter_map(|(one, other)| {
            let (first, second) = if key(one) <= key(other) { (one, other) } else { (other, one) };
            let weighed = weigh(&index, first, second);
            (weighed.probability >= policy.propose_from).then(|| Proposal {
                first,
                second,
                probability: weighed.probability,
                reasons: weighed.reasons,
                comparisons: compare(&index, first, second),
            })
        })
        .collect();
    proposals.par_sort_by(|one, other| {
        other
            .probability
            .cmp(&one.probability)
            .then_with(|| key(one.first).cmp(key(other.first)))
            .then_with(|| key(one.second).cmp(key(other.second)))
    });
    proposals
}

/// The probability, per mille, that the records at two positions are one person, whatever they share.
pub fn probability(records: &Records, policy: &PersonPolicy, (one, other): (usize, usize)) -> u16 {
    weigh(&Index::new(records, policy), one, other).probability
}

/// Pairs by positions, the lesser first, that share a key and do not stand in one nomination.
fn candidates(index: &Index<'_>) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    let mut join = |one: usize, other: usize| {
        let of = |at: usize| index.facts[at].record;
        let is_of_one = of(one).dossier.is_some() && of(one).dossier == of(other).dossier;
        if one != other && !is_of_one {
            pairs.insert((one.min(other), one.max(other)));
        }
    };
    for files in identifiers(index) {
        for bearers in files.values().filter(|bearers| bearers.len() <= index.policy.most_bearers) {
            for (place, &one) in bearers.iter().enumerate() {
                bearers.iter().skip(place + 1).for_each(|&other| join(one, other));
            }
        }
    }
    for (one, other) in named(index) {
        join(one, other);
    }
    pairs
}

/// Records by identity number, ORCID and mail address.
fn identifiers<'a>(index: &'a Index<'_>) -> [BTreeMap<&'a str, Vec<usize>>; 3] {
    let mut files = [BTreeMap::new(), BTreeMap::new(), BTreeMap::new()];
    for (at, facts) in index.facts.iter().enumerate() {
        let keys = [&facts.record.identity_print, &facts.orcid, &facts.mail];
        for (file, key) in files.iter_mut().zip(keys) {
            if let Some(key) = key {
                file.entry(key.as_str()).or_insert_with(Vec::new).push(at);
            }
        }
    }
    files
}

/// Pairs that agree in name.
fn named(index: &Index<'_>) -> Vec<(usize, usize)> {
    let mut owners = Vec::new();
    let mut names = Vec::new();
    for (at, facts) in index.facts.iter().enumerate() {
        for name in &facts.names {
            owners.push(at);
            names.push(name.clone());
        }
    }
    let mut spelt: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (&at, name) in owners.iter().zip(&names) {
        if name.han.is_empty() {
            for key in &name.latin {
                spelt.entry(key).or_default().insert(at);
            }
        }
    }
    let by_name = NameIndex::new(names.iter().cloned());
    let found: Vec<Vec<(usize, usize)>> = index
        .facts
        .par_iter()
        .enumerate()
        .map(|(at, facts)| {
            let agreeing = facts.names.iter().flat_map(|name| by_name.find(name));
            let agreeing = agreeing.filter_map(|(place, _)| owners.get(place).copied());
            let dialect = facts.spellings.iter().filter_map(|(_, key)| spelt.get(key.as_str()));
            let all: BTreeSet<usize> = agreeing.chain(dialect.flatten().copied()).collect();
            let is_common = all.len() > index.policy.most_bearers;
            let near =
                |other: &usize| *other != at && (!is_common || share_unit(index, at, *other));
            all.into_iter().filter(near).map(|other| (at, other)).collect()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// Whether two records name one body.
fn share_unit(index: &Index<'_>, one: usize, other: usize) -> bool {
    let keys = |at: usize| index.facts[at].units.iter().flat_map(|placed| placed.unit.keys());
    let ours: BTreeSet<&str> = keys(one).collect();
    keys(other).any(|key| ours.contains(key))
}
