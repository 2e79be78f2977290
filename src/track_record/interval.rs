//! How sure is a rate of few cases? Wilson's interval at 80 %, in whole numbers.

/// z² of a two-sided 80 % interval (z = 1.2815515655), in millionths.
const Z_SQUARED: u128 = 1_642_374;
const MILLION: u128 = 1_000_000;

/// A rate with its interval, in parts per million.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    /// The rate itself.
    pub rate: u32,
    /// Lower end.
    pub low: u32,
    /// Upper end.
    pub high: u32,
}

/// The rate of `x` in `n` with its interval; none where there is no case, or more than all.
pub(super) fn wilson(x: u32, n: u32) -> Option<Interval> {
    if n == 0 || x > n {
        return None;
    }
    let (hits, cases) = (u128::from(x), u128::from(n));
    let whole = cases * MILLION + Z_SQUARED;
    let centre = hits * MILLION + Z_SQUARED / 2;
    let spread = hits * (cases - hits) * MILLION / cases + Z_SQUARED / 4;
    let half = (Z_SQUARED * spread).isqrt();
    let parts = |numerator: u128| u32::try_from(numerator * MILLION / whole).unwrap_or(1_000_000);
    Some(Interval {
        rate: u32::try_from(hits * MILLION / cases).unwrap_or(1_000_000),
        low: if x == 0 { 0 } else { parts(centre.saturating_sub(half)) },
        high: if x == n { 1_000_000 } else { parts(centre + half) },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_interval_is_that_of_the_closed_form() {
        // By the closed form in double precision: 1 of 4 gives 0.07808 to 0.56746.
        let found = wilson(1, 4).unwrap();
        assert_eq!((found.rate, found.low / 100, found.high / 100), (250_000, 780, 5_674));
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
        assert_eq!(wilson(3, 3).unwrap().high, 1_000_000);
        assert_eq!(wilson(0, 3).unwrap().low, 0);
    }

    proptest! {
        #[test]
        fn the_interval_holds_its_rate_and_narrows_with_more_cases(x in 0u32..200, more in 0u32..200) {
            let n = x + more;
            prop_assume!(n > 0);
            let few = wilson(x, n).unwrap();
            prop_assert!(few.low <= few.rate && few.rate <= few.high);
            let many = wilson(x * 4, n * 4).unwrap();
            prop_assert!(many.high - many.low <= few.high - few.low);
            if more > 0 {
                let better = wilson(x + 1, n).unwrap();
                prop_assert!(better.low >= few.low && better.high >= few.high);
            }
        }
    }
}
