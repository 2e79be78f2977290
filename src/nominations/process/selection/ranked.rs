//! What do the scores of candidates come to? What the sheets of a review come to: the same engine computes it.

use super::{criteria::RULES, record::Selection};
use crate::{
    aggregation::{Input, Output, SheetInput, aggregate, seed_of},
    shared::hex_sha256,
};

/// The candidates of a call are ranked among each other.
const GROUP: &str = "selection";

/// The points of a criterion count as they are given: so much is a point in the hundredths in which the engine computes.
const AS_GIVEN: u32 = 100;

/// Means, places and how sure they are, by keys of candidates. The seed is the call's own, so that the same scores give the
/// same interval whenever they are looked at.
pub(super) fn ranked(selection: &Selection) -> Output {
    let sheets = selection.scores.iter().filter(|score| score.recusal.is_none());
    let sheet = |score: &super::record::Score| SheetInput {
        nomination: score.candidate.clone(),
        reviewer: score.expert.clone(),
        points: score.points.clone(),
    };
    let seed = hex_sha256(format!("selection/{}", selection.call.id).as_bytes());
    let keys = selection.candidates.iter().map(|one| (one.key.clone(), GROUP.to_owned()));
    aggregate(&Input {
        category: GROUP.to_owned(),
        sheets: sheets.map(sheet).collect(),
        groups: keys.collect(),
        weights: RULES.criteria.iter().map(|one| (one.code.clone(), AS_GIVEN)).collect(),
        rules: RULES.aggregation,
        is_calibrated: false,
        seed: seed_of(&seed).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{super::summary::tests::selection, *};

    /// The points of all criteria that add up to `total`.
    fn points(total: u32) -> BTreeMap<String, u32> {
        let mut left = total;
        let given = RULES.criteria.iter().map(|one| {
            let some = left.min(one.most);
            left -= some;
            (one.code.clone(), some)
        });
        given.collect()
    }

    /// The mean in hundredths and the place of the first candidate of the call, of which the experts gave these totals.
    fn of(totals: &[u32]) -> (Option<i32>, Option<u32>) {
        let mut selection = selection();
        let like = selection.scores[0].clone();
        let score = |(place, total): (usize, &u32)| super::super::record::Score {
            expert: format!("e{place}"),
            points: points(*total),
            ..like.clone()
        };
        selection.scores = totals.iter().enumerate().map(score).collect();
        let row = ranked(&selection).rows.remove(0);
        (row.used, row.rank)
    }

    #[test]
    fn of_more_than_three_the_highest_and_the_lowest_are_left_out() {
        assert_eq!(of(&[]), (None, None));
        assert_eq!(of(&[80, 90, 100]), (Some(9000), Some(1)));
        assert_eq!(of(&[80, 90, 90, 100]), (Some(9000), Some(1)));
        assert_eq!(of(&[0, 90, 91, 91, 100]), (Some(9067), Some(1)), "272 / 3");
        assert_eq!(of(&[90, 90, 90, 90, 90]).0, Some(9000), "one of each is left out, not all");
    }

    #[test]
    fn a_place_has_an_interval_and_the_same_scores_have_the_same() {
        let mut selection = selection();
        let like = selection.scores[0].clone();
        let of_b = [60, 95, 95].into_iter().zip(["e1", "e2", "e3"]);
        selection.scores.extend(of_b.map(|(total, expert)| super::super::record::Score {
            candidate: "b".to_owned(),
            expert: expert.to_owned(),
            points: points(total),
            recusal: None,
            ..like.clone()
        }));
        let first = ranked(&selection);
        let places: Vec<_> =
            first.rows.iter().map(|row| (row.rank, row.rank_low, row.rank_high)).collect();
        assert_eq!(places, [(Some(1), Some(1), Some(2)), (Some(2), Some(1), Some(2))]);
        assert!(first.agreement.alpha.is_some());
        selection.scores.reverse();
        assert_eq!(ranked(&selection).digest(), first.digest(), "their order is nothing");
    }
}
