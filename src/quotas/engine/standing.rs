//! Which of two societies comes first when their claims are equal? A written order that looks at
//! what they did and never at their names; only exact twins are left to their codes.
//!
//! Every key puts the better first and none can get worse when an indicator gets better, so that the
//! order, being lexicographic, cannot turn against who improves.

use std::cmp::Ordering;

use super::policy::Policy;
use super::record::Record;
use super::score::Score;

/// What the order looks at.
#[derive(Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) record: &'a Record,
    pub(super) society: usize,
    pub(super) score: Score,
}

/// The better first: higher lower end, higher upper end, then round by round from the newest the
/// better counts, fewer events, more cases, more places; at last the name of the group.
pub(super) fn better_first(policy: &Policy, one: Standing<'_>, other: Standing<'_>) -> Ordering {
    let by_score = other.score.low.cmp(&one.score.low).then(other.score.high.cmp(&one.score.high));
    by_score
        .then_with(|| {
            let newest_first = (0..one.record.rounds.len()).rev();
            newest_first
                .map(|round| round_order(policy, one, other, round))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        })
        .then_with(|| group(one).cmp(group(other)))
}

fn group(standing: Standing<'_>) -> &str {
    let Standing { record, society, .. } = standing;
    &record.groups[record.societies[society].group]
}

fn round_order(policy: &Policy, one: Standing<'_>, other: Standing<'_>, round: usize) -> Ordering {
    let counts = |standing: Standing<'_>| {
        let Standing { record, society, .. } = standing;
        // Less is better of some: turned round, more is better of all.
        let signed = record.counts(society, round).iter().zip(&policy.indicators).map(
            |(count, indicator)| {
                let part = i64::from(count.part);
                if indicator.is_up() { -part } else { part }
            },
        );
        signed.collect::<Vec<i64>>()
    };
    let events = |standing: Standing<'_>| standing.record.events(standing.society, round).to_vec();
    let rest = |standing: Standing<'_>| {
        let Standing { record, society, .. } = standing;
        let wholes: Vec<u32> = record.counts(society, round).iter().map(|c| c.whole).collect();
        (wholes, record.attendance(society, round))
    };
    counts(one)
        .cmp(&counts(other))
        .then_with(|| events(one).cmp(&events(other)))
        .then_with(|| rest(other).cmp(&rest(one)))
}
