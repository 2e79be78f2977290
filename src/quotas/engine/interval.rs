//! How sure is a rate? Wilson's interval, in whole numbers.
//!
//! With `m` the shrunk rate, `N` the cases behind it (those counted and those of the prior) and
//! `z` the normal quantile of the level, let `t = z²/N`. Then
//!
//! ```text
//! low  = (m + t/2 − √(t·m·(1−m) + t²/4)) / (1 + t)
//! high = 1 − low of (1 − m)
//! ```
//!
//! (E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22
//! (1927) 209–212.) For fixed `N` both ends rise with `m`; see `docs/engines/quota.md` for why
//! rounding cannot break that.

/// A rate as a binary fraction: `1 << 32` is one.
pub(super) type Rate = u64;

/// The rate of one.
pub(super) const ONE: Rate = 1 << 32;

/// The square of the two-sided normal quantile of each level, as binary fractions of 32 digits:
/// z = 0.674490, 0.841621, 1.036433, 1.281552, 1.644854, 1.959964, 2.575829.
const SQUARED_QUANTILES: [(u32, u64); 7] = [
    (50, 1_953_937_059),
    (60, 3_042_238_297),
    (70, 4_613_628_833),
    (80, 7_053_944_401),
    (90, 11_620_220_653),
    (95, 16_498_940_004),
    (99, 28_496_663_914),
];

/// The levels that a policy may ask for, in percent.
pub(super) fn levels() -> impl Iterator<Item = u32> {
    SQUARED_QUANTILES.iter().map(|(level, _)| *level)
}

/// `z²` of a level, as a binary fraction of 32 digits.
pub(super) fn squared_quantile(level_percent: u32) -> Option<u64> {
    SQUARED_QUANTILES.iter().find(|(level, _)| *level == level_percent).map(|(_, square)| *square)
}

/// Both ends of the interval of a beta posterior with this mean and so many thousandths of cases
/// behind it, prior and all. Such a posterior is that of a flat prior after two cases fewer, and
/// Wilson's interval of those holds its mass best (`tests/coverage.rs`).
pub(super) fn of_posterior(mean: Rate, behind_milli: u64, squared_quantile: u64) -> (Rate, Rate) {
    around(mean, behind_milli.saturating_sub(2_000), squared_quantile)
}

/// Both ends of Wilson's interval around `rate` with `cases_milli` thousandths of cases behind it; at
/// least one case.
pub(super) fn around(rate: Rate, cases_milli: u64, squared_quantile: u64) -> (Rate, Rate) {
    let width = ((squared_quantile * 1_000) << 8) / cases_milli.max(1_000);
    let spread = u128::from(rate * (ONE - rate)) * u128::from(width);
    let square = u128::from(width) * u128::from(width);
    // Both below 16 for every level above, in sixtieths of binary digits: no overflow.
    let radicand = narrow(spread >> 44) + narrow(square >> 22);
    let root = radicand.isqrt();
    let low = low_end(rate, width, root).min(rate);
    let high = ONE - low_end(ONE - rate, width, root).min(ONE - rate);
    (low, high)
}

/// `(m + t/2 − root) / (1 + t)`; `width` has 40 binary digits, `root` 30.
fn low_end(rate: Rate, width: u64, root: u64) -> Rate {
    let above = (rate + (width >> 9)).saturating_sub(root << 2).min(ONE);
    ((above << 31) / (ONE + (width >> 8))) << 1
}

fn narrow(value: u128) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX >> 1)
}

/// A rate in billionths, for people and files.
pub(super) fn nano(rate: Rate) -> i64 {
    let scaled = (u128::from(rate) * 1_000_000_000) >> 32;
    i64::try_from(scaled).unwrap_or(i64::MAX)
}

/// The fraction `part / whole`, at most one; zero of nothing.
pub(super) fn rate_of(part: u128, whole: u128) -> Rate {
    if whole == 0 {
        return 0;
    }
    u64::try_from((part << 32) / whole).unwrap_or(ONE).min(ONE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Wilson's formula as the books have it.
    fn textbook(rate: f64, cases: f64, z: f64) -> (f64, f64) {
        let t = z * z / cases;
        let half = (t * rate * (1.0 - rate) + t * t / 4.0).sqrt();
        ((rate + t / 2.0 - half) / (1.0 + t), (rate + t / 2.0 + half) / (1.0 + t))
    }

    fn float(rate: Rate) -> f64 {
        rate as f64 / ONE as f64
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn it_is_wilsons_interval(rate in 0..=ONE, cases in 1_000..100_000_000_u64) {
            let square = squared_quantile(80).unwrap();
            let (low, high) = around(rate, cases, square);
            let z = (square as f64 / ONE as f64).sqrt();
            let (expected_low, expected_high) = textbook(float(rate), cases as f64 / 1_000.0, z);
            prop_assert!((float(low) - expected_low).abs() < 1e-6, "{low} {expected_low}");
            prop_assert!((float(high) - expected_high).abs() < 1e-6, "{high} {expected_high}");
            prop_assert!(low <= rate && rate <= high && high <= ONE);
        }

        #[test]
        fn one_more_good_case_never_lowers_an_end(
            prior in 1_000..50_000_u64, mean in 0..=ONE, cases in 1..100_000_u64, part in 0..1_000_u64,
            weight in 100..=1_000_u64, level in prop::sample::select(vec![50, 80, 95, 99]),
        ) {
            let good = part * cases / 1_000;
            let square = squared_quantile(level).unwrap();
            let behind = cases * weight + prior;
            let ends = |good: u64| {
                around((((good * weight) << 32) + prior * mean) / behind, behind, square)
            };
            let (before, after) = (ends(good), ends(good + 1));
            prop_assert!(before.0 <= after.0 && before.1 <= after.1, "{before:?} {after:?}");
        }
    }

    #[test]
    fn a_published_example_agrees() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3, at 95 %.
        let square = squared_quantile(95).unwrap();
        for (part, whole, low, high) in [
            (81_u64, 263_u64, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = around((part << 32) / whole, whole * 1_000, square);
            assert!((float(found.0) - low).abs() < 5.1e-5, "{part}/{whole}: {}", float(found.0));
            assert!((float(found.1) - high).abs() < 5.1e-5, "{part}/{whole}: {}", float(found.1));
        }
    }

    #[test]
    fn the_quantiles_are_those_of_the_normal_distribution() {
        let z = [
            0.674_489_75,
            0.841_621_23,
            1.036_433_39,
            1.281_551_57,
            1.644_853_63,
            1.959_963_98,
            2.575_829_30,
        ];
        for ((level, square), z) in SQUARED_QUANTILES.iter().zip(z) {
            let root = (*square as f64 / ONE as f64).sqrt();
            assert!((root - z).abs() < 1e-6, "{level}: {root} {z}");
        }
    }
}
