//! How close are two lists of discipline codes (GB/T 13745-2009)? A hard tier, shown beside the
//! score and never mixed into it.

use serde::{Deserialize, Serialize};

/// How many levels of the tree the nearest codes of expert and nomination share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisciplineTier {
    /// 0: nothing in common (or nothing known); 1, 2, 3: the same code down to that level.
    pub tier: u8,
    /// The expert's code; his first if the tier is 0.
    pub expert_code: Option<String>,
    /// The nomination's code; its first if the tier is 0.
    pub nomination_code: Option<String>,
}

/// Digits of a code down to level 1, 2, 3.
const LEVELS: [usize; 3] = [3, 5, 7];

/// The nearest pair of codes; among equals the first of the nomination, then of the expert.
pub fn discipline_tier(expert: &[String], nomination: &[String]) -> DisciplineTier {
    let mut nearest = DisciplineTier {
        tier: 0,
        expert_code: expert.first().cloned(),
        nomination_code: nomination.first().cloned(),
    };
    for nomination_code in nomination {
        for expert_code in expert {
            let tier = shared_levels(expert_code, nomination_code);
            if tier > nearest.tier {
                nearest = DisciplineTier {
                    tier,
                    expert_code: Some(expert_code.clone()),
                    nomination_code: Some(nomination_code.clone()),
                };
            }
        }
    }
    nearest
}

/// The tier alone, without copies.
pub(super) fn tier_of(expert: &[String], nomination: &[String]) -> u8 {
    let levels = nomination
        .iter()
        .flat_map(|code| expert.iter().map(move |other| shared_levels(other, code)));
    levels.max().unwrap_or(0)
}

fn shared_levels(one: &str, other: &str) -> u8 {
    // Codes are written `1203020` or `120.3020`.
    let digits = |code: &str| -> Vec<u8> { code.bytes().filter(u8::is_ascii_digit).collect() };
    let (one, other) = (digits(one), digits(other));
    (1..)
        .zip(LEVELS)
        .take_while(|&(_, length)| {
            one.get(..length).is_some_and(|start| other.get(..length) == Some(start))
        })
        .last()
        .map_or(0, |(level, _)| level)
}
