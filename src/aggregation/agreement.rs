//! How far do reviewers agree?
//!
//! Evidence for people, which decides nothing: the only figures here that are no whole numbers on their way. Sums are
//! taken whole, by the number of opinions, so that what anybody is called makes no difference to the last digit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Parts of one in which figures of agreement are kept.
const PARTS: f64 = 1e4;

/// How far the reviewers of a phase agree, in ten-thousandths; none where nothing can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Nominations with two sheets or more.
    pub units: u32,
    /// Krippendorff's alpha by the interval metric.
    pub alpha: Option<i32>,
    /// Intraclass correlation of a single sheet, ICC(1,1).
    pub icc_single: Option<i32>,
    /// Intraclass correlation of the mean of the sheets, ICC(1,k).
    pub icc_mean: Option<i32>,
}

impl Agreement {
    /// Of the totals of each nomination.
    pub fn of(units: &[Vec<i32>]) -> Self {
        let pairable = units.iter().filter(|unit| unit.len() > 1).count();
        let icc = icc(units);
        Self {
            units: u32::try_from(pairable).unwrap_or(u32::MAX),
            alpha: alpha(units),
            icc_single: icc.map(|(single, _)| single),
            icc_mean: icc.map(|(_, mean)| mean),
        }
    }
}

/// What a list of numbers adds up to.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    number: i128,
    sum: i128,
    squares: i128,
}

impl Sums {
    fn of<'v>(values: impl Iterator<Item = &'v i32>) -> Self {
        values.fold(Self::default(), |sums, value| {
            let value = i128::from(*value);
            Self {
                number: sums.number + 1,
                sum: sums.sum + value,
                squares: sums.squares + value * value,
            }
        })
    }

    /// The squared differences of all ordered pairs.
    const fn differences(self) -> i128 {
        2 * (self.number * self.squares - self.sum * self.sum)
    }
}

/// Ten-thousandths, the nearest.
fn quantised(figure: f64) -> Option<i32> {
    let parts = (figure * PARTS).round();
    let is_within = parts.abs() < f64::from(i32::MAX);
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within the type's bounds")]
    is_within.then_some(parts as i32)
}

/// Adds parts that are divided by the number of opinions behind them: parts of one number are added whole first.
fn divided(parts: &BTreeMap<i128, i128>, by: impl Fn(i128) -> i128) -> f64 {
    parts.iter().map(|(number, sum)| *sum as f64 / by(*number) as f64).sum()
}

/// Krippendorff's alpha by the interval metric over the units with two values or more, in ten-thousandths; none where
/// there are none, or all values are the same.
pub fn alpha(units: &[Vec<i32>]) -> Option<i32> {
    let pairable: Vec<&Vec<i32>> = units.iter().filter(|unit| unit.len() > 1).collect();
    let all = Sums::of(pairable.iter().copied().flatten());
    let mut observed: BTreeMap<i128, i128> = BTreeMap::new();
    for unit in pairable {
        let sums = Sums::of(unit.iter());
        *observed.entry(sums.number).or_default() += sums.differences();
    }
    if all.differences() == 0 {
        return None;
    }
    let observed = divided(&observed, |number| number - 1);
    let expected = all.differences() as f64 / (all.number - 1) as f64;
    quantised(1.0 - observed / expected)
}

/// The intraclass correlations of the one-way model, of a single value and of a unit's mean, in ten-thousandths, by the
/// mean squares between and within units; none of fewer than two units, without a second value, or of equal means.
pub fn icc(units: &[Vec<i32>]) -> Option<(i32, i32)> {
    let filled: Vec<Sums> =
        units.iter().filter(|unit| !unit.is_empty()).map(|unit| Sums::of(unit.iter())).collect();
    let all = Sums::of(units.iter().flatten());
    let count = i128::try_from(filled.len()).ok()?;
    if count < 2 || all.number == count {
        return None;
    }
    let mut of_units: BTreeMap<i128, i128> = BTreeMap::new();
    for unit in &filled {
        *of_units.entry(unit.number).or_default() += unit.sum * unit.sum;
    }
    let of_units = divided(&of_units, |number| number);
    let of_all = (all.sum * all.sum) as f64 / all.number as f64;
    let between = (of_units - of_all) / (count - 1) as f64;
    let within = (all.squares as f64 - of_units) / (all.number - count) as f64;
    let squares: i128 = filled.iter().map(|unit| unit.number * unit.number).sum();
    let typical = (all.number as f64 - squares as f64 / all.number as f64) / (count - 1) as f64;
    let single = (between - within) / (between + (typical - 1.0) * within);
    let mean = (between - within) / between;
    if !single.is_finite() || !mean.is_finite() {
        return None;
    }
    Some((quantised(single)?, quantised(mean)?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011): four observers, twelve units.
    const OBSERVERS: [[i32; 12]; 4] = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ];

    fn units() -> Vec<Vec<i32>> {
        let of = |unit: usize| OBSERVERS.iter().map(move |observer| observer[unit]);
        (0..12).map(|unit| of(unit).filter(|value| *value > 0).collect()).collect()
    }

    #[test]
    fn alpha_is_that_of_the_book() {
        let found = alpha(&units()).unwrap();
        assert!((8_485..8_495).contains(&found), "0.849: {found}");
        assert_eq!(alpha(&[vec![7, 7], vec![7]]), None, "nothing differs");
        assert_eq!(alpha(&[vec![1], vec![9]]), None, "nothing can be compared");
        assert_eq!(alpha(&[vec![1, 1], vec![9, 9]]), Some(10_000));
    }

    #[test]
    fn the_correlations_are_those_of_shrout_and_fleiss() {
        let judges =
            [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
        let units = judges.map(Vec::from);
        let (single, mean) = icc(&units).unwrap();
        assert!((1_650..1_750).contains(&single), "0.17: {single}");
        assert!((4_350..4_450).contains(&mean), "0.44: {mean}");
        assert_eq!(icc(&[vec![1, 2]]), None, "one unit");
        assert_eq!(icc(&[vec![1], vec![2]]), None, "no second value");
        assert_eq!(icc(&[vec![5, 5], vec![5, 5]]), None, "nothing differs");
    }

    #[test]
    fn units_with_one_value_are_no_units_of_agreement() {
        let found = Agreement::of(&units());
        assert_eq!((found.units, found.alpha), (11, alpha(&units())));
        let nothing = Agreement { units: 0, alpha: None, icc_single: None, icc_mean: None };
        assert_eq!(Agreement::of(&[]), nothing);
    }

    proptest! {
        #[test]
        fn no_order_makes_a_difference(
            mut units in prop::collection::vec(prop::collection::vec(0..10_000_i32, 1..6), 2..9),
        ) {
            let found = Agreement::of(&units);
            units.reverse();
            for unit in &mut units {
                unit.reverse();
            }
            prop_assert_eq!(Agreement::of(&units), found);
        }
    }
}
