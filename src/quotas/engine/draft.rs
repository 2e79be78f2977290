//! Scores, bands and places of all societies: the decision before it is explained. This is the part
//! that a stability study runs a thousand times.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::apportion::{Field, Regime, Seats};
use super::band::{Band, Verdict, judge};
use super::places::{Span, span};
use super::policy::Policy;
use super::prior::Priors;
use super::record::Record;
use super::score::{Score, Scorer};
use super::standing::{Standing, better_first};

/// The priors of the rounds that a policy assesses, newest first.
pub fn priors(record: &Record, policy: &Policy) -> Vec<Priors> {
    let assessed = policy.assessed_rounds().min(record.rounds.len());
    (0..assessed).map(|age| Priors::fit(record, policy, record.rounds.len() - 1 - age)).collect()
}

/// What is known of one society before places are shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The scores of the newest round, the one before, …; none where there was no row.
    pub scores: Vec<Option<Score>>,
    /// Places of the newest round.
    pub previous: u32,
    /// Whether there is a row of the newest round, and so something to decide.
    pub is_decided: bool,
    pub(super) verdict: Verdict,
    pub(super) span: Span,
}

impl Judged {
    /// The band.
    pub fn band(&self) -> Band {
        self.verdict.band
    }

    /// The score of the newest round.
    pub fn score(&self) -> Score {
        self.scores.first().copied().flatten().unwrap_or_default()
    }

    /// The weight with which it claims places.
    pub(super) fn weight(&self) -> u64 {
        u64::try_from(self.score().score).unwrap_or_default()
    }
}

/// Scores, judges and bounds one society.
pub(super) fn judge_society(
    record: &Record,
    policy: &Policy,
    scorers: &[Scorer<'_>],
    society: usize,
) -> Judged {
    let newest = record.rounds.len() - 1;
    let by_round: Vec<Option<Score>> = scorers
        .iter()
        .enumerate()
        .map(|(age, scorer)| {
            let round = newest - age;
            scorer.knows(record, society, round).then(|| scorer.score(record, society, round))
        })
        .collect();
    let attendance = record.attendance(society, newest);
    let verdict = judge(record, policy, society, &by_round);
    let span = span(policy, &verdict, attendance.quota);
    Judged {
        scores: by_round,
        previous: attendance.quota,
        is_decided: attendance.is_present,
        verdict,
        span,
    }
}

/// A decision on all societies.
pub struct Draft<'a> {
    /// By the places of the societies in the record.
    pub judged: Vec<Judged>,
    /// Places proposed; none where nothing is decided.
    pub places: Vec<u32>,
    /// Which bounds the total fell between.
    pub regime: Regime,
    /// All places of the round.
    pub total: u32,
    /// The total without the reserve of the policy.
    pub available: u32,
    pub(super) field: Field<'a>,
}

impl<'a> Draft<'a> {
    /// Decides; `priors` are of [`priors`].
    pub fn new(record: &'a Record, policy: &'a Policy, priors: &[Priors], total: u32) -> Self {
        let scorers: Vec<Scorer<'_>> =
            priors.iter().map(|priors| Scorer::new(policy, priors)).collect();
        let judged: Vec<Judged> = (0..record.societies.len())
            .into_par_iter()
            .with_min_len(64)
            .map(|society| judge_society(record, policy, &scorers, society))
            .collect();
        let kept = u64::from(total) * u64::from(policy.reserve.permille) / 1_000;
        let available = total - u32::try_from(kept).unwrap_or(total);
        let weights: Vec<u64> = judged.iter().map(Judged::weight).collect();
        let seats =
            judged.iter().map(|j| if j.is_decided { j.span.seats } else { Seats::default() });
        let newest: Vec<Score> = judged.iter().map(Judged::score).collect();
        let standing = move |society| Standing { record, society, score: newest[society] };
        let tie = move |one: usize, other: usize| {
            let order = better_first(policy, standing(one), standing(other));
            // The societies stand in the order of their codes.
            if order == Ordering::Equal { one.cmp(&other) } else { order }
        };
        let field = Field::new(policy.apportionment.method, &weights, seats.collect(), tie);
        let places = field.share(available.into());
        let regime = field.regime(available.into());
        Self { judged, places, regime, total, available, field }
    }
}
