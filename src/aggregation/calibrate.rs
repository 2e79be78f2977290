//! How severe is each reviewer, and may that be said?

use super::mean::rounded;
use super::rules::AggregationRules;

/// Sweeps after which no better answer is looked for.
const MOST_SWEEPS: u32 = 500;
/// A sweep that moves nothing further than this, in millionths of a point, is the last.
const STILL: i64 = 1;

/// How far each reviewer lies above (or, below zero, under) what a nomination gets from all, in millionths of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// By the reviewer's number.
    pub severity: Vec<i64>,
    /// Whether the reviewer has enough sheets to be calibrated.
    pub is_used: Vec<bool>,
    /// How many of a hundred reviewers have: under a bound nobody is calibrated, which is for the caller to see.
    pub linked_percent: u32,
}

/// Tells the severity of reviewers and the quality of nominations apart: `y = quality + severity`, the severities drawn
/// towards none the more the fewer sheets stand behind them. `scores` are nomination, reviewer, millionths of a point;
/// both are numbered from 0.
///
/// Sums of whole numbers, so that neither the order of the scores nor what anybody is called makes a difference.
pub fn calibrate(scores: &[(u32, u32, i64)], rules: &AggregationRules) -> Calibration {
    let mut model = Model::of(scores, rules);
    for _ in 0..MOST_SWEEPS {
        if model.sweep() <= STILL {
            break;
        }
    }
    let is_used: Vec<bool> = model.sheets.iter().map(|sheets| model.qualifies(*sheets)).collect();
    let (qualified, all) = (is_used.iter().filter(|used| **used).count(), is_used.len());
    let percent = (qualified * 100).checked_div(all).unwrap_or_default();
    Calibration {
        severity: model.severity,
        is_used,
        linked_percent: u32::try_from(percent).unwrap_or_default(),
    }
}

struct Model<'s> {
    scores: &'s [(u32, u32, i64)],
    /// Sheets of each nomination.
    opinions: Vec<i64>,
    quality: Vec<i64>,
    /// Sheets of each reviewer.
    sheets: Vec<i64>,
    severity: Vec<i64>,
    least_sheets: i64,
    shrink_hundredths: i64,
}

impl<'s> Model<'s> {
    fn of(scores: &'s [(u32, u32, i64)], rules: &AggregationRules) -> Self {
        let nominations = scores.iter().map(|score| score.0 as usize + 1).max().unwrap_or_default();
        let reviewers = scores.iter().map(|score| score.1 as usize + 1).max().unwrap_or_default();
        let (mut opinions, mut sheets) = (vec![0; nominations], vec![0; reviewers]);
        for (nomination, reviewer, _) in scores {
            add(&mut opinions, *nomination, 1);
            add(&mut sheets, *reviewer, 1);
        }
        Self {
            scores,
            opinions,
            quality: vec![0; nominations],
            sheets,
            severity: vec![0; reviewers],
            least_sheets: i64::from(rules.least_sheets),
            shrink_hundredths: i64::from(rules.shrink_hundredths),
        }
    }

    const fn qualifies(&self, sheets: i64) -> bool {
        sheets >= self.least_sheets
    }

    /// Each quality given the severities, then each severity given the qualities; how far the farthest moved.
    fn sweep(&mut self) -> i64 {
        let mut sums = vec![0; self.quality.len()];
        for (nomination, reviewer, score) in self.scores {
            add(&mut sums, *nomination, score - at(&self.severity, *reviewer));
        }
        let quality: Vec<i64> =
            sums.iter().zip(&self.opinions).map(|(sum, number)| rounded(*sum, *number)).collect();
        let mut sums = vec![0; self.severity.len()];
        for (nomination, reviewer, score) in self.scores {
            add(&mut sums, *reviewer, score - at(&quality, *nomination));
        }
        let of = |(sum, sheets): (&i64, &i64)| {
            let is_used = self.qualifies(*sheets);
            if is_used { rounded(100 * sum, 100 * sheets + self.shrink_hundredths) } else { 0 }
        };
        let severity: Vec<i64> = sums.iter().zip(&self.sheets).map(of).collect();
        let moved = farthest(&self.quality, &quality).max(farthest(&self.severity, &severity));
        (self.quality, self.severity) = (quality, severity);
        moved
    }
}

fn add(sums: &mut [i64], place: u32, more: i64) {
    if let Some(sum) = sums.get_mut(place as usize) {
        *sum += more;
    }
}

fn at(list: &[i64], place: u32) -> i64 {
    list.get(place as usize).copied().unwrap_or_default()
}

fn farthest(before: &[i64], after: &[i64]) -> i64 {
    before.iter().zip(after).map(|(one, other)| (one - other).abs()).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::rules::in_force;

    const POINT: i64 = 1_000_000;

    fn rules() -> AggregationRules {
        in_force()
    }

    /// Six reviewers give six nominations of one quality the same points, but for the last, who is `severe`.
    fn scores(severe: i64) -> Vec<(u32, u32, i64)> {
        let of = |reviewer: u32| if reviewer == 5 { severe } else { 0 };
        (0..36).map(|at| (at / 6, at % 6, 70 * POINT + of(at % 6))).collect()
    }

    #[test]
    fn a_severe_reviewer_is_found_and_drawn_towards_none() {
        let found = calibrate(&scores(-12 * POINT), &rules());
        assert_eq!((found.is_used.as_slice(), found.linked_percent), (&[true; 6][..], 100));
        let severe = found.severity[5];
        assert!((-10 * POINT..-4 * POINT).contains(&severe), "{severe}");
        assert!(found.severity[..5].iter().all(|one| *one > 0), "{found:?}");
        let none = calibrate(&scores(0), &rules());
        assert_eq!(none.severity, [0; 6]);
        // With nothing that draws, the mean of all six stands for the quality of each nomination.
        let free = AggregationRules { shrink_hundredths: 0, ..rules() };
        let free = calibrate(&scores(-12 * POINT), &free).severity;
        assert!((free[5] + 10 * POINT).abs() <= 2 && (free[0] - 2 * POINT).abs() <= 2, "{free:?}");
    }

    #[test]
    fn who_has_few_sheets_is_not_calibrated() {
        let mut few = scores(-12 * POINT);
        few.retain(|score| score.1 != 5 || score.0 < 4);
        let found = calibrate(&few, &rules());
        assert_eq!((found.is_used[5], found.severity[5]), (false, 0), "four sheets are too few");
        assert_eq!(found.linked_percent, 83, "five of six");
        let nobody = calibrate(&[], &rules());
        assert_eq!((nobody.severity.len(), nobody.linked_percent), (0, 0));
    }

    #[test]
    fn the_order_of_the_scores_makes_no_difference() {
        let mut mixed = scores(-7 * POINT);
        mixed.reverse();
        mixed.rotate_left(11);
        assert_eq!(calibrate(&mixed, &rules()), calibrate(&scores(-7 * POINT), &rules()));
    }
}
