//! In which order do candidates come? By the mean of their scores, in exact fractions.

use std::cmp::Ordering;

/// With more scores than this the highest and the lowest are left out (domain.md §6.2).
const WHOLE_UP_TO: usize = 3;

/// A mean as the fraction that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mean {
    /// The scores that count, added up.
    pub(super) sum: u32,
    /// How many they are; never 0.
    pub(super) count: u32,
}

impl Mean {
    /// The mean of `scores`: of more than three, one of the highest and one of the lowest are left out.
    /// None where there are none.
    pub(super) fn of(scores: &[u32]) -> Option<Self> {
        let mut sorted = scores.to_vec();
        sorted.sort_unstable();
        let counted = if sorted.len() > WHOLE_UP_TO {
            sorted.get(1..sorted.len() - 1).unwrap_or_default()
        } else {
            &sorted
        };
        let count = u32::try_from(counted.len()).unwrap_or(u32::MAX);
        (count > 0).then(|| Self { sum: counted.iter().sum(), count })
    }

    /// In hundredths, half a hundredth up; for showing, never for comparing.
    pub(super) fn hundredths(self) -> u32 {
        (self.sum * 200 + self.count) / (2 * self.count)
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right) = (
            u64::from(self.sum) * u64::from(other.count),
            u64::from(other.sum) * u64::from(self.count),
        );
        left.cmp(&right)
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The place of each candidate, from 1: the higher mean first; equal means share a place, and the next
/// is as far on as there are before it. Who has no score has no place.
pub(super) fn places(means: &[Option<Mean>]) -> Vec<Option<usize>> {
    means
        .iter()
        .map(|mean| {
            let own = (*mean)?;
            let better = means.iter().flatten().filter(|other| own.cmp(other) == Ordering::Less);
            Some(better.count() + 1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_more_than_three_the_highest_and_the_lowest_are_left_out() {
        let mean = |scores: &[u32]| Mean::of(scores).map(Mean::hundredths);
        assert_eq!(mean(&[]), None);
        assert_eq!(mean(&[80, 90, 100]), Some(9000));
        assert_eq!(mean(&[80, 90, 90, 100]), Some(9000));
        assert_eq!(mean(&[0, 90, 91, 91, 100]), Some(9067), "272 / 3 rounded for show");
        assert_eq!(mean(&[90, 90, 90, 90, 90]), Some(9000), "one of each is left out, not all");
    }

    #[test]
    fn means_are_compared_as_fractions() {
        let third = Mean { sum: 272, count: 3 };
        let rounded = Mean { sum: 9067, count: 100 };
        assert_eq!(third.hundredths(), rounded.hundredths());
        assert!(third < rounded, "90.666… is less than 90.67");
        let even = Mean { sum: 544, count: 6 };
        assert_eq!(
            places(&[Some(rounded), None, Some(third), Some(even)]),
            [Some(1), None, Some(2), Some(2)]
        );
    }

    proptest! {
        #[test]
        fn a_mean_lies_between_and_the_order_of_scores_does_not_matter(
            mut scores in proptest::collection::vec(0_u32..=100, 1..12),
        ) {
            let mean = Mean::of(&scores).unwrap();
            let (least, most) = (*scores.iter().min().unwrap(), *scores.iter().max().unwrap());
            prop_assert!(mean.sum >= least * mean.count && mean.sum <= most * mean.count);
            scores.reverse();
            prop_assert_eq!(Mean::of(&scores), Some(mean));
        }
    }
}
