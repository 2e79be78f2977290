//! What do earlier rounds tell of an expert as a reviewer, and how much may it count?

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::plan::MatchInput;

/// Reviews of nobody in particular that stand behind every record, so that one late sheet does not make a bad reviewer.
const SPOTLESS: u32 = 3;
/// The best grade of a sheet.
const BEST_GRADE: u32 = 5;

/// What an expert did as a reviewer of earlier rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReviewerHistory {
    /// Reviews that he accepted.
    pub accepted: u32,
    /// Sheets of them that came in time.
    pub on_time: u32,
    /// Sheets that the office rated.
    pub rated: u32,
    /// Sum of their grades, 1 to 5 each.
    pub rated_sum: u32,
}

impl ReviewerHistory {
    /// With what another round tells.
    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            accepted: self.accepted + other.accepted,
            on_time: self.on_time + other.on_time,
            rated: self.rated + other.rated,
            rated_sum: self.rated_sum + other.rated_sum,
        }
    }

    /// What he fell short of, in millionths: half by sheets that did not come in time, half by grades below the best.
    /// Nothing where there is no record, or a spotless one.
    fn shortfall(self) -> i64 {
        let part = |short: u32, of: u32| i64::from(short) * 1_000_000 / i64::from(of.max(1));
        let late = part(self.accepted.saturating_sub(self.on_time), self.accepted + SPOTLESS);
        let best = BEST_GRADE * self.rated;
        let poor = part(best.saturating_sub(self.rated_sum), BEST_GRADE * (self.rated + SPOTLESS));
        i64::midpoint(late, poor)
    }
}

/// What the record of each expert of the pool (by position) costs him, in millionths of affinity; empty where it costs
/// nobody anything.
pub(super) fn penalties(input: &MatchInput, weight: i64) -> Vec<i64> {
    if weight == 0 || input.histories.is_empty() {
        return Vec::new();
    }
    let of = |expert: &crate::experts::model::Expert| {
        let history = input.histories.get(&expert.expert_id);
        history.map_or(0, |history| weight * history.shortfall() / 1_000_000)
    };
    input.experts.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experts::model::Expert;

    fn history(accepted: u32, on_time: u32, rated: u32, rated_sum: u32) -> ReviewerHistory {
        ReviewerHistory { accepted, on_time, rated, rated_sum }
    }

    #[test]
    fn no_record_and_a_spotless_one_cost_nothing_and_every_fault_costs_more() {
        assert_eq!(ReviewerHistory::default().shortfall(), 0);
        assert_eq!(history(12, 12, 12, 60).shortfall(), 0);
        assert_eq!(history(1, 0, 0, 0).shortfall(), 125_000, "half of one of four");
        let falling = [(12, 12, 60), (12, 12, 50), (12, 8, 50), (12, 0, 50), (12, 0, 12)];
        let shortfalls =
            falling.map(|(accepted, on_time, sum)| history(accepted, on_time, 12, sum).shortfall());
        assert!(shortfalls.is_sorted(), "{shortfalls:?}");
        assert!(shortfalls[4] < 1_000_000, "{shortfalls:?}");
        assert_eq!(history(1, 1, 0, 0).and(history(2, 0, 1, 4)), history(3, 1, 1, 4));
    }

    #[test]
    fn a_record_costs_at_most_the_weight_and_only_whose_it_is() {
        let expert = |id: &str| Expert { expert_id: id.to_owned(), ..Expert::default() };
        let mut input =
            MatchInput { experts: ["E-1", "E-2"].map(expert).to_vec(), ..MatchInput::default() };
        assert_eq!(penalties(&input, 50_000), [0_i64; 0]);
        input.histories = [("E-2".to_owned(), history(4, 2, 0, 0))].into();
        assert_eq!(penalties(&input, 0), [0_i64; 0]);
        assert_eq!(penalties(&input, 50_000), [0, 7_142], "half of two sevenths of the weight");
    }
}
