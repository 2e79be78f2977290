//! Which mean do the sheets of a nomination have?

use super::rules::{AggregationRules, MeanRule};

/// Millionths of a point in a hundredth of one, in which figures are shown and compared.
pub(super) const MICRO_IN_HUNDREDTH: i64 = 10_000;

/// `sum` in parts of `by`, half a part away from zero; 0 of no parts.
pub(super) const fn rounded(sum: i64, by: i64) -> i64 {
    if by <= 0 {
        return 0;
    }
    let half_up = (2 * sum.abs() + by) / (2 * by);
    if sum < 0 { -half_up } else { half_up }
}

/// The mean of `values` in their own unit; none of no values. Of more than so many a trimmed mean leaves out one of
/// the highest and one of the lowest.
pub fn mean(values: &[i64], rules: &AggregationRules) -> Option<i64> {
    mean_in(values, rules, 1)
}

/// As [`mean`], in units of which each holds `unit` of the values': rounded once, so that two nominations whose figures
/// are shown alike are alike.
pub(super) fn mean_in(values: &[i64], rules: &AggregationRules, unit: i64) -> Option<i64> {
    let (highest, lowest) = (*values.iter().max()?, *values.iter().min()?);
    let number = i64::try_from(values.len()).ok()?;
    let sum: i64 = values.iter().sum();
    let most = i64::from(rules.trim_above.max(2));
    if rules.mean == MeanRule::Trimmed && number > most {
        return Some(rounded(sum - highest - lowest, (number - 2) * unit));
    }
    Some(rounded(sum, number * unit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::aggregation::rules::in_force;

    fn rules(mean: MeanRule) -> AggregationRules {
        AggregationRules { mean, ..in_force() }
    }

    #[test]
    fn half_is_rounded_away_from_zero() {
        let cases =
            [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (5, 3, 2), (0, 7, 0), (9, 0, 0)];
        for (sum, by, expected) in cases {
            assert_eq!(rounded(sum, by), expected, "{sum} / {by}");
        }
    }

    #[test]
    fn a_trimmed_mean_leaves_out_one_of_each_end_of_more_than_three() {
        let trimmed = rules(MeanRule::Trimmed);
        for (values, expected) in [
            (&[][..], None),
            (&[7][..], Some(7)),
            (&[0, 30, 90][..], Some(40)),
            (&[0, 40, 50, 100][..], Some(45)),
            (&[100, 100, 100, 10, 0][..], Some(70)),
        ] {
            assert_eq!(mean(values, &trimmed), expected, "{values:?}");
        }
        assert_eq!(mean(&[0, 40, 50, 100], &rules(MeanRule::Plain)), Some(48), "47.5 is 48");
    }

    #[test]
    fn a_unit_is_rounded_to_once() {
        let plain = rules(MeanRule::Plain);
        // 0.49999… of a hundredth: rounded to a millionth first it would become a half, and then one.
        let values = [4_999, 5_000, 5_000];
        assert_eq!(mean(&values, &plain), Some(5_000));
        assert_eq!(mean_in(&values, &plain, MICRO_IN_HUNDREDTH), Some(0));
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_the_ends_and_knows_no_order(
            mut values in prop::collection::vec(-100_000_000_i64..200_000_000, 1..12),
            is_trimmed in any::<bool>(),
        ) {
            let rules = rules(if is_trimmed { MeanRule::Trimmed } else { MeanRule::Plain });
            let found = mean(&values, &rules).unwrap();
            let (low, high) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
            prop_assert!((low..=high).contains(&found));
            values.reverse();
            prop_assert_eq!(mean(&values, &rules), Some(found));
        }
    }
}
