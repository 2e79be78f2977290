//! Is a policy that can be read also in range? The first breach is named by its key.

use super::indicator::{Indicator, Source};
use super::interval;
use super::policy::{Policy, Strength};
use super::policy_error::PolicyError;

/// The points of all indicators together.
const ALL_POINTS: u32 = 100;

/// The most rounds that a window, a line or a veto may look at.
const MOST_ROUNDS: u32 = 10;

/// The smallest weight of a round per mille; below it a case could drown in rounding.
const LEAST_DECAY: u32 = 100;

/// The largest number of places that a key may hold.
const MOST_PLACES: u32 = 10_000;

/// The strongest prior, in cases.
const MOST_STRENGTH: u32 = 1_000;

/// The most indicators and the most vetoes.
const MOST_ITEMS: usize = 64;

pub(super) fn check(policy: &Policy) -> Result<(), PolicyError> {
    check_figures(policy)?;
    check_order(policy)?;
    check_indicators(policy)?;
    check_vetoes(policy)
}

/// Each figure alone.
fn check_figures(policy: &Policy) -> Result<(), PolicyError> {
    let Policy { prior, expand, shrink, bounds, newcomer, .. } = policy;
    let decay = &policy.window.decay_permille;
    within("window.decay_permille", count(decay.len()), 1, MOST_ROUNDS)?;
    for (age, weight) in decay.iter().enumerate() {
        within(&format!("window.decay_permille[{age}]"), *weight, LEAST_DECAY, 1_000)?;
    }
    if let Strength::Cases(cases) = prior.strength {
        within("prior.strength", cases, 1, MOST_STRENGTH)?;
    }
    let rounds = MOST_ROUNDS;
    for (key, value, low, high) in [
        ("prior.least_strength", prior.least_strength, 1, MOST_STRENGTH),
        ("prior.most_strength", prior.most_strength, prior.least_strength, MOST_STRENGTH),
        ("prior.default_strength", prior.default_strength, 1, MOST_STRENGTH),
        ("prior.group_cases", prior.group_cases, 1, 100_000),
        ("prior.national_cases", prior.national_cases, 1, 100_000),
        ("expand.points", expand.points, 0, ALL_POINTS),
        ("expand.rounds", expand.rounds, 1, rounds),
        ("expand.least_use_percent", expand.least_use_percent, 0, 100),
        ("expand.by", expand.by, 0, bounds.max_up),
        ("shrink.points", shrink.points, 0, ALL_POINTS),
        ("shrink.rounds", shrink.rounds, 1, rounds),
        ("shrink.by", shrink.by, 0, bounds.max_down),
        ("bounds.max_up", bounds.max_up, 0, MOST_PLACES),
        ("bounds.max_down", bounds.max_down, 0, MOST_PLACES),
        ("bounds.floor", bounds.floor, 0, MOST_PLACES),
        ("bounds.ceiling", bounds.ceiling, bounds.floor.max(1), MOST_PLACES),
        ("newcomer.places", newcomer.places, 0, bounds.ceiling),
        ("newcomer.rounds", newcomer.rounds, 0, rounds),
        ("reserve.permille", policy.reserve.permille, 0, 1_000),
    ] {
        within(key, value, low, high)?;
    }
    if interval::squared_quantile(policy.interval.level_percent).is_none() {
        let levels: Vec<String> = interval::levels().map(|level| level.to_string()).collect();
        let levels = levels.join("、");
        return Err(PolicyError::of_key(
            "interval.level_percent",
            format!("允许：{levels}"),
            format!("allowed: {}", levels.replace('、', ", ")),
        ));
    }
    Ok(())
}

/// Figures that only make sense beside each other.
fn check_order(policy: &Policy) -> Result<(), PolicyError> {
    if policy.window.decay_permille.windows(2).any(|pair| pair[0] < pair[1]) {
        return Err(PolicyError::of_key(
            "window.decay_permille",
            "较早的年度权重不得大于较近的年度",
            "an older round must not weigh more than a newer one",
        ));
    }
    if policy.shrink.points >= policy.expand.points {
        return Err(PolicyError::of_key(
            "shrink.points",
            format!("压减线须低于扩大线 {}", policy.expand.points),
            format!("the shrink line must lie below the expand line {}", policy.expand.points),
        ));
    }
    Ok(())
}

fn check_indicators(policy: &Policy) -> Result<(), PolicyError> {
    within("indicators", count(policy.indicators.len()), 1, count(MOST_ITEMS))?;
    for (index, indicator) in policy.indicators.iter().enumerate() {
        let key = |name: &str| format!("indicators {}.{name}", indicator.id);
        if policy.indicators[..index].iter().any(|earlier| earlier.id == indicator.id) {
            return Err(PolicyError::of_key(key("id"), "编号重复", "the id is used twice"));
        }
        within(&key("points"), indicator.points, 0, ALL_POINTS)?;
        for name in indicator.measures() {
            check_measure(&key("measure"), name)?;
        }
        check_source(indicator, &key)?;
    }
    let sum: u32 = policy.indicators.iter().map(|indicator| indicator.points).sum();
    if sum != ALL_POINTS {
        return Err(PolicyError::of_key(
            "indicators",
            format!("各指标分值合计应为 {ALL_POINTS}，现为 {sum}"),
            format!("the points of all indicators must sum to {ALL_POINTS}, they sum to {sum}"),
        ));
    }
    Ok(())
}

fn check_source(indicator: &Indicator, key: &dyn Fn(&str) -> String) -> Result<(), PolicyError> {
    match &indicator.source {
        Source::Rate { numerator, denominator, zero_permille, full_permille, base } => {
            within(&key("zero_permille"), *zero_permille, 0, 1_000)?;
            within(&key("full_permille"), *full_permille, 0, 1_000)?;
            if zero_permille == full_permille {
                return Err(PolicyError::of_key(
                    key("full_permille"),
                    "不得等于 zero_permille",
                    "must differ from zero_permille",
                ));
            }
            if numerator == denominator {
                return Err(PolicyError::of_key(
                    key("numerator"),
                    "不得与 denominator 相同",
                    "must differ from denominator",
                ));
            }
            within(&key("base[1]"), base.1, 1, 1_000_000)?;
            within(&key("base[0]"), base.0, 0, base.1)
        }
        Source::Events { points_each, .. } => {
            within(&key("points_each"), *points_each, 1, ALL_POINTS)
        }
    }
}

fn check_vetoes(policy: &Policy) -> Result<(), PolicyError> {
    within("vetoes", count(policy.vetoes.len()), 0, count(MOST_ITEMS))?;
    for (index, veto) in policy.vetoes.iter().enumerate() {
        let key = |name: &str| format!("vetoes {}.{name}", veto.id);
        if policy.vetoes[..index].iter().any(|earlier| earlier.id == veto.id) {
            return Err(PolicyError::of_key(key("id"), "编号重复", "the id is used twice"));
        }
        check_measure(&key("measure"), &veto.measure)?;
        if let Some(less) = &veto.less {
            check_measure(&key("less"), less)?;
        }
        within(&key("at_least"), veto.at_least, 1, 1_000)?;
        within(&key("within_rounds"), veto.within_rounds, 1, MOST_ROUNDS)?;
        within(&key("lasts_rounds"), veto.lasts_rounds, 1, MOST_ROUNDS)?;
    }
    Ok(())
}

/// A measure is a column of the history file, and none of those that say whose row it is.
fn check_measure(key: &str, name: &str) -> Result<(), PolicyError> {
    const TAKEN: [&str; 6] = ["society_id", "society", "group", "round", "quota", "merged_into"];
    let is_word = !name.is_empty()
        && name.chars().count() <= 64
        && name.chars().all(|c| c == '_' || (c.is_alphanumeric() && !c.is_uppercase()));
    if is_word && !TAKEN.contains(&name) {
        return Ok(());
    }
    let name = crate::exchange::excerpt(name);
    Err(PolicyError::of_key(
        key,
        format!("“{name}”不能作为计数列，允许：由小写字母、数字、下划线组成的列名"),
        format!("\"{name}\" is no measure, allowed: a column of lower case letters, digits and _"),
    ))
}

fn within(key: &str, value: u32, low: u32, high: u32) -> Result<(), PolicyError> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(PolicyError::of_key(
        key,
        format!("为 {value}，应在 {low} 至 {high} 之间"),
        format!("is {value}, must lie between {low} and {high}"),
    ))
}

/// A length as a figure; no policy is as long as the largest.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
