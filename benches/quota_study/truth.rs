//! What score do the true chances of a society give, so that the interval can be tested?

use laurel::demo::history::{SocietyChances, TrueSociety};
use laurel::quotas::engine::{History, Indicator, Policy, SocietyOutcome, Source};
use laurel::track_record::model::HistoryRow;

/// One of a rate, in billionths.
const UNIT: i128 = 1_000_000_000;

/// The points that the true chances give, in millionths: over the window, each round weighted by
/// decay and cases as the engine does it, and by the chances of the newest round alone. Deductions for
/// events are facts, not estimates, and count as they fell.
pub(crate) fn true_points(
    policy: &Policy,
    history: &History,
    truth: &TrueSociety,
    seen: &SocietyOutcome,
) -> [i64; 2] {
    let rows: Vec<&HistoryRow> =
        history.rows().iter().filter(|row| row.society_id == truth.society_id).collect();
    let mut sums = [0; 2];
    for (indicator, term) in policy.indicators.iter().zip(&seen.terms) {
        let Some(rates) = true_rates(policy, history, indicator, truth, &rows) else {
            sums = sums.map(|sum| sum + term.contribution);
            continue;
        };
        for (sum, rate) in sums.iter_mut().zip(rates) {
            *sum += points(indicator, rate);
        }
    }
    sums
}

fn true_rate(chances: &SocietyChances, part: &str, whole: &str) -> Option<i128> {
    let (part, whole) = (chances.expected(part)?, chances.expected(whole)?);
    (i128::from(part) * UNIT).checked_div(whole.into())
}

fn true_rates(
    policy: &Policy,
    history: &History,
    indicator: &Indicator,
    truth: &TrueSociety,
    rows: &[&HistoryRow],
) -> Option<[i128; 2]> {
    let Source::Rate { numerator, denominator, .. } = &indicator.source else { return None };
    let now = true_rate(&truth.rounds.last()?.2, numerator, denominator)?;
    let (mut sum, mut weights) = (0_i128, 0_i128);
    for (year, weight) in history.rounds().iter().rev().zip(&policy.window.decay_permille) {
        let Some((_, _, chances)) = truth.rounds.iter().find(|(round, ..)| round == year) else {
            continue;
        };
        let cases = rows.iter().find(|row| row.round == *year)?.count(denominator).unwrap_or(0);
        let weight = i128::from(*weight) * i128::from(cases);
        sum += weight * true_rate(chances, numerator, denominator)?;
        weights += weight;
    }
    Some([sum.checked_div(weights).unwrap_or(now), now])
}

fn points(indicator: &Indicator, rate: i128) -> i64 {
    let Source::Rate { zero_permille, full_permille, .. } = indicator.source else { return 0 };
    let at = |permille: u32| i128::from(permille) * UNIT / 1_000;
    let (zero, full) = (at(zero_permille), at(full_permille));
    let most = i128::from(indicator.points) * 1_000_000;
    let beyond = (rate - zero) * most / (full - zero);
    i64::try_from(beyond.clamp(0, most)).unwrap_or(0)
}
