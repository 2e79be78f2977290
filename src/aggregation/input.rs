//! What is aggregated?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rules::AggregationRules;
use crate::shared::hex_sha256;

/// The sheets of a phase with what decides their aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Code of the category.
    pub category: String,
    /// The sheets.
    pub sheets: Vec<SheetInput>,
    /// Every nomination of the phase with the group in which it is ranked; a sheet of a nomination that does not
    /// stand here counts for nothing.
    pub groups: BTreeMap<String, String>,
    /// The weight of each criterion with points; they add up to 100.
    pub weights: BTreeMap<String, u32>,
    /// The rules.
    pub rules: AggregationRules,
    /// Whether the severity of reviewers is taken off.
    pub is_calibrated: bool,
    /// The seed of the draws.
    pub seed: [u8; 32],
}

/// A sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetInput {
    /// The nomination, by whatever it is called.
    pub nomination: String,
    /// The reviewer, by whatever he is called.
    pub reviewer: String,
    /// Points by criterion.
    pub points: BTreeMap<String, u32>,
}

impl Input {
    /// SHA-256 of the input as JSON, in hexadecimal.
    pub fn digest(&self) -> String {
        hex_sha256(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl SheetInput {
    /// The sum of weight × points, in hundredths of a point; none until every criterion has its points, or where they
    /// are more than any sheet has.
    pub fn total(&self, weights: &BTreeMap<String, u32>) -> Option<i32> {
        let mut total = 0_u32;
        for (code, weight) in weights {
            total = total.checked_add(self.points.get(code)?.checked_mul(*weight)?)?;
        }
        i32::try_from(total).ok()
    }
}

/// The seed that is written as 64 hexadecimal digits; none where it is not.
pub fn seed_of(text: &str) -> Option<[u8; 32]> {
    let mut seed = [0; 32];
    hex::decode_to_slice(text, &mut seed).ok().map(|()| seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregation::rules::in_force;

    #[test]
    fn a_total_is_the_weighted_sum_and_none_before_the_last_criterion() {
        let weights: BTreeMap<String, u32> =
            [("novelty", 35), ("value", 30), ("effect", 25), ("material", 10)]
                .map(|(code, weight)| (code.to_owned(), weight))
                .into();
        let points: BTreeMap<String, u32> =
            [("novelty", 90), ("value", 80), ("effect", 70), ("material", 100)]
                .map(|(code, points)| (code.to_owned(), points))
                .into();
        let mut sheet = SheetInput { nomination: "n".to_owned(), reviewer: "r".to_owned(), points };
        assert_eq!(sheet.total(&weights), Some(35 * 90 + 30 * 80 + 25 * 70 + 10 * 100));
        sheet.points.insert("effect".to_owned(), u32::MAX);
        assert_eq!(sheet.total(&weights), None, "what no sheet has counts for nothing");
        sheet.points.remove("effect");
        assert_eq!(sheet.total(&weights), None);
    }

    #[test]
    fn a_seed_is_32_bytes_in_hexadecimal() {
        assert_eq!(seed_of(&"0f".repeat(32)), Some([15; 32]));
        for bad in ["", "0f", &"0g".repeat(32), &"0f".repeat(33)] {
            assert_eq!(seed_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_is_written_down_is_read_back() {
        let input = Input {
            category: "TOP".to_owned(),
            sheets: Vec::new(),
            groups: [("n1".to_owned(), "TOP".to_owned())].into(),
            weights: [("whole".to_owned(), 100)].into(),
            rules: in_force(),
            is_calibrated: false,
            seed: [0; 32],
        };
        let written = serde_json::to_value(&input).unwrap();
        let read: Input = serde_json::from_value(written).unwrap();
        assert_eq!((read.digest(), &read), (input.digest(), &input));
    }
}
