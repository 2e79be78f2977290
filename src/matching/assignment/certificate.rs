//! Is this solution allowed, and is it the best? Checked from the instance and the prices alone.
//!
//! The solver is not asked again. Feasibility is counted; optimality is complementary slackness
//! of the linear programme (every assigned pair is worth its prices, no other pair is worth
//! more, and a price stands only where its bound is reached), which for a feasible solution and
//! feasible prices is proof enough (duality theorem).

use super::draft::ScoredPair;
use super::instance::{Instance, count};
use super::network::{Penalties, penalties};
use super::random;
use super::shortfall;
use super::solution::{Objective, Solution};
use std::collections::BTreeMap;

/// The first fault that [`verify`] meets; positions count in the order of [`Instance`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// A pair is not a candidate, is barred, has another score, or is out of order.
    #[error("配对无效 / not an admissible pair: {nomination}, {expert}")]
    Pair {
        /// Nomination.
        nomination: u32,
        /// Expert.
        expert: u32,
    },
    /// A pin is missing, or the pairs held are not those that the solution may hold.
    #[error("指定配对不符 / held pairs do not agree: {nomination}, {expert}")]
    Held {
        /// Nomination.
        nomination: u32,
        /// Expert.
        expert: u32,
    },
    /// A nomination has more experts than it wants, or more parts of a place.
    #[error("提名超额 / more than demanded: {nomination}")]
    Demand {
        /// Nomination.
        nomination: u32,
    },
    /// An expert is above the largest load.
    #[error("专家超载 / overloaded: {expert}")]
    Load {
        /// Expert.
        expert: u32,
    },
    /// A nomination has too many experts of one unit, or of one group of another rule.
    #[error("同单位（或同组）专家过多 / unit or group rule broken: {nomination}, {unit}")]
    Unit {
        /// Nomination.
        nomination: u32,
        /// Unit.
        unit: u32,
    },
    /// Total, shortfalls, unmet loads, floor or probabilities are not those of the pairs.
    #[error("{what} 与配对不符 / {what} disagrees with the pairs")]
    Account {
        /// Which figure.
        what: &'static str,
    },
    /// The certificate is not of this instance: lengths, penalties or parts are wrong.
    #[error("证书与实例不符 / the certificate belongs to another instance")]
    Shape,
    /// A nomination's price contradicts its unfilled places.
    #[error("提名价格不符 / wrong price of nomination {nomination}")]
    NominationPrice {
        /// Nomination.
        nomination: u32,
    },
    /// An expert's price contradicts the load.
    #[error("专家价格不符 / wrong price of expert {expert}")]
    ExpertPrice {
        /// Expert.
        expert: u32,
    },
    /// The price of a unit or other group contradicts how far it is used.
    #[error("单位价格不符 / wrong price of unit {unit} at {nomination}")]
    UnitPrice {
        /// Nomination.
        nomination: u32,
        /// Unit.
        unit: u32,
    },
    /// A pair that is worth more than its prices is not (fully) used, or one worth less is used.
    #[error("配对可改进 / pair {nomination}, {expert} could be exchanged for a gain of {gain}")]
    Improvable {
        /// Nomination.
        nomination: u32,
        /// Expert.
        expert: u32,
        /// Gain a place, in micro-units.
        gain: i64,
    },
}

/// Parts used of every bound.
struct Usage {
    pairs: Vec<i64>,
    nominations: Vec<i64>,
    experts: Vec<i64>,
    groups: BTreeMap<(u32, u32), i64>,
}

/// Proves a solution: every bound holds, every figure is right, and no plan that fills as many
/// places and meets as many least loads has a larger total (for `random`: a larger expected
/// total; for `leximin` and `floor`: given the pairs held).
///
/// # Errors
/// [`CertificateError`] with the first fault.
pub fn verify(instance: &Instance, solution: &Solution) -> Result<(), CertificateError> {
    check_shape(instance, solution)?;
    let places = solution.pairs.iter().map(|pair| (*pair, 1));
    let drawn = usage(instance, places)?;
    check_bounds(instance, &drawn, 1)?;
    check_accounts(instance, solution)?;
    let parts = i64::from(solution.certificate.parts);
    let Some(lottery) = &solution.lottery else {
        return check_prices(instance, solution, &drawn);
    };
    let mut chances = Vec::with_capacity(lottery.chances.len());
    for &(nomination, expert, share) in &lottery.chances {
        let place = find(instance, nomination, expert)?;
        chances.push((instance.pairs[place], i64::from(share)));
    }
    let expected = usage(instance, chances.into_iter())?;
    check_bounds(instance, &expected, parts)?;
    for (place, pair) in instance.pairs.iter().enumerate() {
        let (chance, drawn) = (expected.pairs[place], drawn.pairs[place]);
        if (chance == 0 && drawn > 0) || (chance == parts && drawn == 0) {
            return Err(CertificateError::Pair {
                nomination: pair.nomination,
                expert: pair.expert,
            });
        }
    }
    let total: i64 =
        instance.pairs.iter().zip(&expected.pairs).map(|(pair, n)| pair.score.micro() * n).sum();
    if total != lottery.expected_total_parts {
        return Err(CertificateError::Account { what: "expected total" });
    }
    check_draw(instance, solution, &expected)?;
    check_prices(instance, solution, &expected)
}

/// Draws again from the stated chances and the seed: the same pairs must come.
fn check_draw(
    instance: &Instance,
    solution: &Solution,
    expected: &Usage,
) -> Result<(), CertificateError> {
    let Objective::Random { seed, .. } = solution.objective else {
        return Err(CertificateError::Shape);
    };
    let parts = i64::from(solution.certificate.parts);
    if random::draw(instance, &expected.pairs, parts, seed) == solution.pairs {
        Ok(())
    } else {
        Err(CertificateError::Account { what: "draw" })
    }
}

/// Total of pairs that somebody else put together, if they keep every bound and pin: what they
/// are worth beside the plan that is proved.
pub(super) fn total_within_bounds(
    instance: &Instance,
    pairs: &[(u32, u32)],
) -> Result<i64, CertificateError> {
    let mut found = Vec::with_capacity(pairs.len());
    for &(nomination, expert) in pairs {
        let place = find(instance, nomination, expert)?;
        found.push((instance.pairs[place], 1));
    }
    let total = found.iter().map(|(pair, _)| pair.score.micro()).sum();
    let used = usage(instance, found.into_iter())?;
    check_bounds(instance, &used, 1)?;
    Ok(total)
}

fn check_shape(instance: &Instance, solution: &Solution) -> Result<(), CertificateError> {
    let certificate = &solution.certificate;
    let Penalties { unfilled_place, unmet_load } = penalties(instance);
    let (parts, pair_parts) = match solution.objective {
        Objective::Sum | Objective::Leximin | Objective::Floor { .. } => (1, 1),
        Objective::Random { max_probability, .. } => {
            (max_probability.denominator(), max_probability.numerator())
        }
    };
    let is_right = certificate.nomination_prices.len() == instance.nominations.len()
        && certificate.expert_prices.len() == instance.experts.len()
        && (certificate.parts, certificate.pair_parts) == (parts, pair_parts)
        && (certificate.unfilled_penalty, certificate.unmet_penalty)
            == (unfilled_place, unmet_load)
        && matches!(solution.objective, Objective::Random { .. }) == solution.lottery.is_some()
        && (solution.floor.is_none() || may_raise(solution.objective))
        && certificate.unit_prices.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1));
    if is_right { Ok(()) } else { Err(CertificateError::Shape) }
}

fn may_raise(objective: Objective) -> bool {
    matches!(objective, Objective::Leximin | Objective::Floor { .. })
}

fn find(instance: &Instance, nomination: u32, expert: u32) -> Result<usize, CertificateError> {
    let is_known = (nomination as usize) < instance.nominations.len();
    let place = if is_known { instance.find_pair(nomination, expert) } else { None };
    place.map(|place| place as usize).ok_or(CertificateError::Pair { nomination, expert })
}

/// Adds up what the pairs use; a pair that is no candidate or comes twice is a fault.
fn usage(
    instance: &Instance,
    pairs: impl Iterator<Item = (ScoredPair, i64)>,
) -> Result<Usage, CertificateError> {
    let mut usage = Usage {
        pairs: vec![0; instance.pairs.len()],
        nominations: vec![0; instance.nominations.len()],
        experts: vec![0; instance.experts.len()],
        groups: BTreeMap::new(),
    };
    for (pair, parts) in pairs {
        let ScoredPair { nomination, expert, .. } = pair;
        let place = find(instance, nomination, expert)?;
        if instance.pairs[place] != pair || usage.pairs[place] != 0 || parts <= 0 {
            return Err(CertificateError::Pair { nomination, expert });
        }
        usage.pairs[place] = parts;
        usage.nominations[nomination as usize] += parts;
        usage.experts[expert as usize] += parts;
        for &group in instance.groups_of(expert) {
            *usage.groups.entry((nomination, group)).or_default() += parts;
        }
    }
    Ok(usage)
}

fn check_bounds(instance: &Instance, usage: &Usage, parts: i64) -> Result<(), CertificateError> {
    for (nomination, (used, bound)) in
        usage.nominations.iter().zip(&instance.nominations).enumerate()
    {
        if *used > i64::from(bound.demand) * parts {
            return Err(CertificateError::Demand { nomination: count(nomination) });
        }
    }
    for (expert, (used, bound)) in usage.experts.iter().zip(&instance.experts).enumerate() {
        if *used > i64::from(bound.max_load) * parts {
            return Err(CertificateError::Load { expert: count(expert) });
        }
    }
    let broken = usage
        .groups
        .iter()
        .find(|(key, used)| **used > i64::from(instance.bound(key.1).max) * parts);
    if let Some((&(nomination, unit), _)) = broken {
        return Err(CertificateError::Unit { nomination, unit });
    }
    let unpinned = instance.pins.iter().find(|pin| usage.pairs[**pin as usize] != parts);
    unpinned.map_or(Ok(()), |&pin| {
        let ScoredPair { nomination, expert, .. } = instance.pairs[pin as usize];
        Err(CertificateError::Held { nomination, expert })
    })
}

/// Recounts the figures that a reader of the solution relies on.
fn check_accounts(instance: &Instance, solution: &Solution) -> Result<(), CertificateError> {
    let pairs = &solution.pairs;
    let mut sorted = pairs.clone();
    super::solution::sort_pairs(&mut sorted);
    let total: i64 = pairs.iter().map(|pair| pair.score.micro()).sum();
    let short = shortfall::shortfalls(instance, pairs, &solution.bottlenecks);
    let what = if sorted != *pairs {
        "order"
    } else if total != solution.total {
        "total"
    } else if super::mix_cost::mix_costs(instance, pairs) != solution.mix_costs {
        "mix costs"
    } else if short != solution.shortfalls {
        "shortfalls"
    } else if shortfall::unmet_loads(instance, pairs) != solution.unmet_loads {
        "unmet loads"
    } else if !is_floor_right(instance, solution) {
        "floor"
    } else {
        return Ok(());
    };
    Err(CertificateError::Account { what })
}

fn is_floor_right(instance: &Instance, solution: &Solution) -> bool {
    let Some(floor) = &solution.floor else {
        return true;
    };
    let mut totals = vec![0; instance.nominations.len()];
    for pair in &solution.pairs {
        totals[pair.nomination as usize] += pair.score.micro();
    }
    totals.iter().min() == Some(&floor.smallest)
        && super::leximin::bound(instance) == Some((floor.bound, floor.bound_by))
}

/// Complementary slackness of every price and every pair.
fn check_prices(
    instance: &Instance,
    solution: &Solution,
    usage: &Usage,
) -> Result<(), CertificateError> {
    let certificate = &solution.certificate;
    let parts = i64::from(certificate.parts);
    for (nomination, &price) in certificate.nomination_prices.iter().enumerate() {
        let demand = i64::from(instance.nominations[nomination].demand) * parts;
        let is_short = usage.nominations[nomination] < demand;
        let least = -certificate.unfilled_penalty;
        if price < least || (is_short && price != least) {
            return Err(CertificateError::NominationPrice { nomination: count(nomination) });
        }
    }
    for (expert, &price) in certificate.expert_prices.iter().enumerate() {
        let (bounds, load) = (&instance.experts[expert], usage.experts[expert]);
        let least = i64::from(bounds.min_load) * parts;
        let is_above_least = price < 0 && load > least;
        let is_below_most = price > 0 && load < i64::from(bounds.max_load) * parts;
        let is_unmet = load < least && price != -certificate.unmet_penalty;
        if is_above_least || is_below_most || is_unmet || price < -certificate.unmet_penalty {
            return Err(CertificateError::ExpertPrice { expert: count(expert) });
        }
    }
    check_group_prices(instance, solution, usage)?;
    check_pairs(instance, solution, usage)
}

/// A group's price fits how far the group is used: 0 while more of it is free, up to the rule's
/// price where just that is used, the rule's price beyond that, anything from there on at the
/// bound.
fn check_group_prices(
    instance: &Instance,
    solution: &Solution,
    usage: &Usage,
) -> Result<(), CertificateError> {
    let certificate = &solution.certificate;
    let parts = i64::from(certificate.parts);
    for &(nomination, unit, price) in &certificate.unit_prices {
        let is_used = usage.groups.contains_key(&(nomination, unit));
        if !is_used && !may_keep_out(instance, (nomination, unit), price, parts) {
            return Err(CertificateError::UnitPrice { nomination, unit });
        }
    }
    for (&(nomination, unit), &used) in &usage.groups {
        let price = certificate.unit_price(nomination, Some(unit));
        let (least, most) = instance.bound(unit).slopes(used, parts);
        if price < least || price > most {
            return Err(CertificateError::UnitPrice { nomination, unit });
        }
    }
    Ok(())
}

/// Whether a price above 0 may stand for a group that nobody is in: up to the rule's price where
/// already the first expert of the group costs it, which is then what keeps the group out. Where
/// one is free the price is 0, and then it is not written down.
fn may_keep_out(
    instance: &Instance,
    (nomination, unit): (u32, u32),
    price: i64,
    parts: i64,
) -> bool {
    let group = instance.groups.all.get(unit as usize);
    let most = group.map_or(0, |group| group.bound.slopes(0, parts).1);
    (nomination as usize) < instance.nominations.len() && price > 0 && price <= most
}

fn check_pairs(
    instance: &Instance,
    solution: &Solution,
    usage: &Usage,
) -> Result<(), CertificateError> {
    let certificate = &solution.certificate;
    let mut is_held = vec![false; instance.pairs.len()];
    for &(nomination, expert) in &certificate.held {
        let place = find(instance, nomination, expert)?;
        let may_hold =
            may_raise(solution.objective) || instance.pins.binary_search(&count(place)).is_ok();
        if !may_hold || usage.pairs[place] != i64::from(certificate.parts) {
            return Err(CertificateError::Held { nomination, expert });
        }
        is_held[place] = true;
    }
    for (place, pair) in instance.pairs.iter().enumerate().filter(|(place, _)| !is_held[*place]) {
        let ScoredPair { nomination, expert, score } = *pair;
        let used = usage.pairs[place];
        let ends = certificate.nomination_prices[nomination as usize]
            + certificate.expert_prices[expert as usize];
        // Prices of groups were found to be 0 or more: they only make it less worth having.
        if used == 0 && score.micro() <= ends {
            continue;
        }
        let gain = score.micro() - certificate.threshold(instance, nomination, expert);
        let is_wrong = (used > 0 && gain < 0)
            || (used < i64::from(certificate.pair_parts) && gain > 0)
            || used > i64::from(certificate.pair_parts);
        if is_wrong {
            return Err(CertificateError::Improvable { nomination, expert, gain });
        }
    }
    Ok(())
}
