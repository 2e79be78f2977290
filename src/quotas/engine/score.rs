//! How many points does a society have after a round, and how sure are they?
//!
//! Each indicator gives points between none and its most; the score is their sum. The interval
//! around the sum is put together from those of the indicators by the square-and-add rule
//! (MOVER: G. Y. Zou & A. Donner, *Construction of confidence limits about effect measures: a
//! general approach*, Statistics in Medicine 27 (2008) 1693–1702):
//!
//! ```text
//! low = S − √Σ(cᵢ − lᵢ)²      high = S + √Σ(uᵢ − cᵢ)²
//! ```
//!
//! Millionths of points; nothing is rounded but once, downwards, in each indicator.

use super::indicator::{Indicator, Source};
use super::interval::{self, ONE, Rate};
use super::policy::Policy;
use super::prior::Priors;
use super::record::{Count, Record};

/// Millionths of a point.
pub(super) type MicroPoints = i64;

/// One point.
pub(super) const POINT: MicroPoints = 1_000_000;

/// The highest score.
pub(super) const MOST: MicroPoints = 100 * POINT;

/// A score and its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The sum of the indicators' points, in millionths.
    pub score: i64,
    /// Lower end.
    pub low: i64,
    /// Upper end.
    pub high: i64,
}

/// What one indicator gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    /// Weighted cases that count, in thousandths.
    pub(super) part_milli: u64,
    /// All weighted cases, in thousandths.
    pub(super) whole_milli: u64,
    pub(super) rate: Rate,
    pub(super) rate_low: Rate,
    pub(super) rate_high: Rate,
    pub(super) points: MicroPoints,
    pub(super) low: MicroPoints,
    pub(super) high: MicroPoints,
}

/// A policy made ready for scoring a round.
pub struct Scorer<'a> {
    decay: &'a [u32],
    rules: Vec<Rule<'a>>,
    squared_quantile: u64,
}

/// How one indicator's counts become points.
enum Rule<'a> {
    Rate {
        scale: Scale,
        strength: u64,
        means: &'a [Rate],
    },
    /// A rate of which nobody has a case yet: all stand at the mean, and nothing is unsure.
    Uncounted {
        scale: Scale,
        means: &'a [Rate],
    },
    Events {
        most: MicroPoints,
        each: MicroPoints,
    },
}

/// Points grow evenly from the rate that gives none to the rate that gives all.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    zero: Rate,
    span: u64,
    is_up: bool,
    most: u64,
}

impl Scale {
    pub(super) fn of(indicator: &Indicator) -> Option<Self> {
        let Source::Rate { zero_permille, full_permille, .. } = indicator.source else {
            return None;
        };
        let rate = |permille: u32| interval::rate_of(permille.into(), 1_000);
        let (zero, full) = (rate(zero_permille), rate(full_permille));
        Some(Self {
            zero,
            span: full.abs_diff(zero).max(1),
            is_up: full > zero,
            most: u64::from(indicator.points) * 1_000_000,
        })
    }

    pub(super) fn points(self, rate: Rate) -> MicroPoints {
        let beyond = if self.is_up {
            rate.saturating_sub(self.zero)
        } else {
            self.zero.saturating_sub(rate)
        };
        // At most 100 million × 2³²: within 2⁵⁹.
        i64::try_from(self.most * beyond.min(self.span) / self.span).unwrap_or(MOST)
    }
}

impl<'a> Scorer<'a> {
    /// Makes a policy ready, with the priors of the round to be scored.
    pub fn new(policy: &'a Policy, priors: &'a Priors) -> Self {
        let rules = policy.indicators.iter().zip(&priors.rates).map(|(indicator, prior)| {
            let most = i64::from(indicator.points) * POINT;
            match (&indicator.source, Scale::of(indicator), prior) {
                (_, Some(scale), Some(prior)) if !prior.is_counted => {
                    Rule::Uncounted { scale, means: &prior.groups }
                }
                (_, Some(scale), Some(prior)) => {
                    Rule::Rate { scale, strength: prior.strength_milli, means: &prior.groups }
                }
                (Source::Events { points_each, .. }, _, _) => {
                    Rule::Events { most, each: i64::from(*points_each) * POINT }
                }
                // A rate always has a scale and a prior.
                _ => Rule::Events { most, each: 0 },
            }
        });
        Self {
            decay: &policy.window.decay_permille,
            rules: rules.collect(),
            squared_quantile: interval::squared_quantile(policy.interval.level_percent)
                .unwrap_or(ONE),
        }
    }

    /// Whether a society can be scored after a round: is there a row in the window?
    pub fn knows(&self, record: &Record, society: usize, round: usize) -> bool {
        let first = (round + 1).saturating_sub(self.decay.len());
        (first..=round).any(|round| record.attendance(society, round).is_present)
    }

    /// The score of a society after a round.
    pub fn score(&self, record: &Record, society: usize, round: usize) -> Score {
        self.score_with(record, society, round, |_, _| ())
    }

    /// The same, and hands over what each indicator gave.
    pub(super) fn score_with(
        &self,
        record: &Record,
        society: usize,
        round: usize,
        mut take: impl FnMut(usize, Term),
    ) -> Score {
        let group = record.societies[society].group;
        let first = (round + 1).saturating_sub(self.decay.len());
        let (mut score, mut below, mut above) = (0_i64, 0_u64, 0_u64);
        for (place, rule) in self.rules.iter().enumerate() {
            let (mut part, mut whole) = (0_u64, 0_u64);
            for (earlier, weight) in (first..=round).rev().zip(self.decay) {
                let Count { part: own_part, whole: own_whole } =
                    record.counts(society, earlier)[place];
                part += u64::from(own_part) * u64::from(*weight);
                whole += u64::from(own_whole) * u64::from(*weight);
            }
            let term = rule.term(part, whole, group, self.squared_quantile);
            score += term.points;
            below += squared(term.points - term.low);
            above += squared(term.high - term.points);
            take(place, term);
        }
        Score {
            score,
            low: (score - root_up(below)).max(0),
            high: (score + root_up(above)).min(MOST),
        }
    }
}

impl Rule<'_> {
    fn term(&self, part: u64, whole: u64, group: usize, squared_quantile: u64) -> Term {
        match self {
            Self::Events { most, each } => {
                let lost = i64::try_from(part).unwrap_or(i64::MAX / MOST).saturating_mul(*each);
                let points = (most - lost / 1_000).max(0);
                Term { part_milli: part, points, low: points, high: points, ..Term::default() }
            }
            Self::Uncounted { scale, means } => {
                let rate = means[group];
                let points = scale.points(rate);
                Term {
                    rate,
                    rate_low: rate,
                    rate_high: rate,
                    points,
                    low: points,
                    high: points,
                    ..Term::default()
                }
            }
            Self::Rate { scale, strength, means } => {
                let behind = whole + strength;
                let rate = shrunk_rate(part, strength * means[group], behind);
                let (rate_low, rate_high) = interval::of_posterior(rate, behind, squared_quantile);
                let ends = (scale.points(rate_low), scale.points(rate_high));
                Term {
                    part_milli: part,
                    whole_milli: whole,
                    rate,
                    rate_low,
                    rate_high,
                    points: scale.points(rate),
                    low: ends.0.min(ends.1),
                    high: ends.0.max(ends.1),
                }
            }
        }
    }
}

/// The cases that count and those of the prior (which has 32 binary digits), out of all.
fn shrunk_rate(part: u64, prior: u64, behind: u64) -> Rate {
    // Only the counts of many societies merged into one are larger.
    if part < 1 << 31 {
        return (((part << 32) + prior) / behind).min(ONE);
    }
    let sum = (u128::from(part) << 32) + u128::from(prior);
    u64::try_from(sum / u128::from(behind)).unwrap_or(ONE).min(ONE)
}

/// At most (100 million)² for each of 64 indicators, together below 2⁶⁰.
fn squared(difference: MicroPoints) -> u64 {
    difference.unsigned_abs() * difference.unsigned_abs()
}

/// The square root, rounded up.
fn root_up(square: u64) -> MicroPoints {
    let root = square.isqrt();
    i64::try_from(root + u64::from(root * root < square)).unwrap_or(MOST)
}
