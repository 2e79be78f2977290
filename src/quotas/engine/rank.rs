//! Do two orders agree? Spearman's rank correlation with middle ranks for ties, in whole numbers.

/// One of the coefficient, in billionths.
const UNIT: i128 = 1_000_000_000;

/// The rank correlation of two values of the same societies, in billionths; none where one of them
/// is the same for all.
pub fn rank_correlation(pairs: &[(i64, i64)]) -> Option<i64> {
    let one = doubled_ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let other = doubled_ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    // Doubled ranks have the mean n + 1, a whole number.
    let mean = i128::try_from(pairs.len()).ok()? + 1;
    let (mut both, mut of_one, mut of_other) = (0_i128, 0_i128, 0_i128);
    for (one, other) in one.iter().zip(&other) {
        let (one, other) = (one - mean, other - mean);
        both += one * other;
        of_one += one * one;
        of_other += other * other;
    }
    let product = of_one * of_other;
    // Few values have a small root, which needs more digits; many leave no room for them.
    let digits = if product < UNIT * UNIT { UNIT } else { UNIT / 1_000 };
    let scale = (product * digits * digits).isqrt();
    if scale == 0 {
        return None;
    }
    i64::try_from(both * UNIT * digits / scale)
        .ok()
        .map(|found| found.clamp(-1_000_000_000, 1_000_000_000))
}

/// Twice the rank of each value, from 2; equal values share the middle of their ranks.
fn doubled_ranks(values: &[i64]) -> Vec<i128> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by_key(|&at| values[at]);
    let mut ranks = vec![0; values.len()];
    for tied in order.chunk_by(|&one, &other| values[one] == values[other]) {
        let below = order.partition_point(|&at| values[at] < values[tied[0]]);
        let doubled = i128::try_from(2 * below + tied.len() + 1).unwrap_or(i128::MAX);
        for &at in tied {
            ranks[at] = doubled;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_and_opposite_orders_are_one_and_minus_one() {
        assert_eq!(rank_correlation(&[(1, 10), (2, 20), (3, 30)]), Some(1_000_000_000));
        assert_eq!(rank_correlation(&[(1, 30), (2, 20), (3, 10)]), Some(-1_000_000_000));
        assert_eq!(rank_correlation(&[(1, 5), (2, 5)]), None);
        assert_eq!(rank_correlation(&[]), None);
    }

    #[test]
    fn ties_take_the_middle_rank() {
        // Ranks 1, 2½, 2½, 4 against 1, 2, 3, 4: 4.5 / √(4.5 · 5).
        let found = rank_correlation(&[(1, 1), (5, 2), (5, 3), (9, 4)]).unwrap();
        assert!((found - 948_683_298).abs() <= 1, "{found}");
    }
}
