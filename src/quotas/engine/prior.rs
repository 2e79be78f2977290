//! To what, and how strongly, is a small number shrunk? Fitted on the rounds before the one that is
//! measured, so that the yardstick is fixed before the measuring.
//!
//! The mean of a group is its own rate in earlier rounds, shrunk to the rate of all societies,
//! itself shrunk to the base rate of the policy. The strength `a` (in cases) follows from how much
//! more the societies of a group differ than chance explains, by the method of moments for the
//! beta-binomial: with `S = Σ nᵢ(pᵢ − p)²` within groups,
//!
//! ```text
//! ρ = (S − Σ pq(k − 1)) / Σ pq(N − Σnᵢ²/N − (k − 1)),   a = 1/ρ − 1
//! ```
//!
//! (D. F. Moore, *Modelling the extraneous variance in the presence of extra-binomial variation*,
//! Applied Statistics 36 (1987) 8–14, gives the family of such estimates.)

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::indicator::Source;
use super::interval::{self, Rate, rate_of};
use super::policy::{Policy, PriorMean, Strength};
use super::record::Record;

/// Fixed-point unit of the sums of squares.
const UNIT: i128 = 1_000_000_000;

/// The priors of one round, by indicator and group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priors {
    /// By indicator; of events there is none.
    pub(super) rates: Vec<Option<RatePrior>>,
}

/// The prior of one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RatePrior {
    /// In thousandths of a case.
    pub(super) strength_milli: u64,
    pub(super) is_fitted: bool,
    /// Whether any society has a case of it up to the round.
    pub(super) is_counted: bool,
    pub(super) national: Rate,
    /// By group.
    pub(super) groups: Vec<Rate>,
    /// Cases of earlier rounds, by group.
    pub(super) cases: Vec<u64>,
}

/// The prior of one rate, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorPrior {
    /// The indicator.
    pub indicator: String,
    /// Strength in thousandths of a case.
    pub strength_milli: u64,
    /// Whether earlier rounds gave the strength.
    pub is_fitted: bool,
    /// The rate of all societies, in billionths.
    pub national: i64,
    /// The rate of each group.
    pub groups: Vec<GroupPrior>,
}

/// The prior mean of one group, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupPrior {
    /// The group.
    pub group: String,
    /// Its rate in billionths.
    pub rate: i64,
    /// Cases of earlier rounds behind it.
    pub cases: u64,
}

impl Priors {
    /// Fits the priors of a round (by its place, oldest first) on the rounds before it.
    pub fn fit(record: &Record, policy: &Policy, round: usize) -> Self {
        let fit = |(place, indicator): (usize, &super::indicator::Indicator)| {
            let Source::Rate { base, .. } = indicator.source else { return None };
            let sums = GroupSums::of_rounds_before(record, place, round);
            let mut prior = fit_rate(policy, base, &sums);
            prior.is_counted = prior.is_counted || is_counted_in(record, place, round);
            Some(prior)
        };
        Self { rates: policy.indicators.iter().enumerate().map(fit).collect() }
    }

    /// The priors for people to read.
    pub fn view(&self, record: &Record, policy: &Policy) -> Vec<IndicatorPrior> {
        let named = policy.indicators.iter().zip(&self.rates);
        named
            .filter_map(|(indicator, prior)| {
                let prior = prior.as_ref()?;
                let groups = record.groups.iter().zip(&prior.groups).zip(&prior.cases);
                Some(IndicatorPrior {
                    indicator: indicator.id.clone(),
                    strength_milli: prior.strength_milli,
                    is_fitted: prior.is_fitted,
                    national: interval::nano(prior.national),
                    groups: groups
                        .map(|((group, rate), cases)| GroupPrior {
                            group: group.clone(),
                            rate: interval::nano(*rate),
                            cases: *cases,
                        })
                        .collect(),
                })
            })
            .collect()
    }
}

/// What the societies of one group did in earlier rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct GroupSums {
    part: i128,
    whole: i128,
    /// Societies with any case.
    societies: i128,
    /// `Σ nᵢ²`.
    squares: i128,
    /// `Σ xᵢ²/nᵢ` in [`UNIT`].
    ratios: i128,
}

impl GroupSums {
    fn of_rounds_before(record: &Record, indicator: usize, round: usize) -> Vec<Self> {
        let mut groups = vec![Self::default(); record.groups.len()];
        for (index, society) in record.societies.iter().enumerate() {
            let (mut part, mut whole) = (0_i64, 0_i64);
            for earlier in 0..round {
                let count = record.counts(index, earlier)[indicator];
                part += i64::from(count.part);
                whole += i64::from(count.whole);
            }
            if whole > 0 {
                groups[society.group].add(part, whole);
            }
        }
        groups
    }

    fn add(&mut self, part: i64, whole: i64) {
        let (part, whole) = (i128::from(part), i128::from(whole));
        self.part += part;
        self.whole += whole;
        self.societies += 1;
        self.squares += whole * whole;
        self.ratios += part * part * UNIT / whole;
    }

    /// `S − pq(k − 1)` and `pq(N − Σnᵢ²/N − (k − 1))`, both in [`UNIT`].
    fn moments(&self) -> (i128, i128) {
        if self.whole == 0 {
            return (0, 0);
        }
        let spread = self.ratios - self.part * self.part * UNIT / self.whole;
        let chance = self.part * (self.whole - self.part) * UNIT / (self.whole * self.whole);
        let freedom = self.societies - 1;
        let share = self.squares * UNIT / self.whole;
        let reach = (self.whole - freedom) * UNIT - share;
        (spread - chance * freedom, chance * reach / UNIT)
    }
}

fn fit_rate(policy: &Policy, base: (u32, u32), groups: &[GroupSums]) -> RatePrior {
    let prior = &policy.prior;
    let base_rate = rate_of(base.0.into(), base.1.into());
    let part: i128 = groups.iter().map(|group| group.part).sum();
    let whole: i128 = groups.iter().map(|group| group.whole).sum();
    let national = shrunk(part, whole, base_rate, prior.national_cases);
    let group_rate = |group: &GroupSums| match prior.mean {
        PriorMean::Policy => base_rate,
        PriorMean::Group => shrunk(group.part, group.whole, national, prior.group_cases),
    };
    let (strength_milli, is_fitted) = match prior.strength {
        Strength::Cases(cases) => (u64::from(cases) * 1_000, false),
        Strength::Fitted(_) => fitted_strength(policy, groups),
    };
    RatePrior {
        strength_milli,
        is_fitted,
        is_counted: whole > 0,
        national: if prior.mean == PriorMean::Policy { base_rate } else { national },
        groups: groups.iter().map(group_rate).collect(),
        cases: groups.iter().map(|g| u64::try_from(g.whole).unwrap_or_default()).collect(),
    }
}

fn is_counted_in(record: &Record, indicator: usize, round: usize) -> bool {
    (0..record.societies.len()).any(|society| record.counts(society, round)[indicator].whole > 0)
}

/// A rate in which `mean` weighs as much as so many cases.
fn shrunk(part: i128, whole: i128, mean: Rate, cases: u32) -> Rate {
    let one = i128::from(interval::ONE);
    let sum = part * one + i128::from(mean) * i128::from(cases);
    u64::try_from(sum / (whole + i128::from(cases)).max(1)).unwrap_or_default().min(interval::ONE)
}

/// The strength by the method of moments, within the policy's bounds.
fn fitted_strength(policy: &Policy, groups: &[GroupSums]) -> (u64, bool) {
    let prior = &policy.prior;
    let (mut spread, mut reach) = (0_i128, 0_i128);
    for group in groups {
        let (own_spread, own_reach) = group.moments();
        spread += own_spread;
        reach += own_reach;
    }
    if reach <= 0 {
        return (u64::from(prior.default_strength) * 1_000, false);
    }
    let (least, most) = (u64::from(prior.least_strength), u64::from(prior.most_strength));
    // No more difference than chance explains: societies are as alike as the policy lets them be.
    let cases_milli = if spread <= 0 {
        most * 1_000
    } else {
        u64::try_from((reach - spread).max(0) * 1_000 / spread).unwrap_or(u64::MAX)
    };
    (cases_milli.clamp(least * 1_000, most * 1_000), true)
}
