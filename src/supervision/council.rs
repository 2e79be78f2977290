//! Does a resolution of the council stand, and may this person lead a project?

use std::collections::BTreeMap;

use serde::Deserialize;

const IN_FORCE: &str = include_str!("../../rules/supervision/council.toml");

/// A share of a number of people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Above the line.
    pub numerator: u64,
    /// Below the line.
    pub denominator: u64,
    /// Where it is written.
    pub basis: String,
}

impl Share {
    /// Whether `part` of `whole` is this share or more; in whole numbers.
    pub fn is_reached(&self, part: u32, whole: u32) -> bool {
        whole > 0 && u64::from(part) * self.denominator >= u64::from(whole) * self.numerator
    }
}

/// Who may lead a project.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaderRule {
    /// The posts.
    pub posts: Vec<String>,
    /// Where it is written.
    pub basis: String,
}

/// How many societies an assessment looks at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssessmentRule {
    /// The least share in thousandths.
    pub least_share: u32,
    /// Where it is written.
    pub basis: String,
}

/// The rules of councils.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilRules {
    /// How many of the members must be present.
    pub quorum: Share,
    /// How many of those present must be in favour.
    pub threshold: Share,
    /// Who may lead.
    pub leader: LeaderRule,
    /// How many societies are assessed.
    pub assessment: AssessmentRule,
    /// What the charter of a society says instead of the first two, by its code.
    #[serde(default)]
    pub charter: BTreeMap<String, Charter>,
}

/// What a society's own charter asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// How many of the members must be present.
    pub quorum: Share,
    /// How many of those present must be in favour.
    pub threshold: Share,
}

impl CouncilRules {
    /// The rules in force.
    ///
    /// # Errors
    /// The file does not parse, which a test of this room would have seen.
    pub fn in_force() -> Result<Self, toml::de::Error> {
        toml::from_str(IN_FORCE)
    }

    /// The rules by which the council of a society resolves: its charter's where that says something else.
    #[must_use]
    pub fn of_society(mut self, society: &str) -> Self {
        if let Some(charter) = self.charter.remove(society) {
            self.quorum = charter.quorum;
            self.threshold = charter.threshold;
        }
        self
    }
}

/// A count of votes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Votes {
    /// Members of the body.
    pub members: u32,
    /// Those who came.
    pub present: u32,
    /// For.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Neither.
    pub abstained: u32,
    /// Present, but kept from voting by an interest of their own.
    pub recused: u32,
}

/// Why a count is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miscount {
    /// More came than there are members, or nobody.
    Present,
    /// The votes do not add up to those present.
    Sum,
}

/// What a count comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Enough came.
    pub is_quorate: bool,
    /// Enough were in favour.
    pub is_favoured: bool,
}

impl Outcome {
    /// Whether the resolution stands.
    pub const fn is_carried(self) -> bool {
        self.is_quorate && self.is_favoured
    }
}

impl Votes {
    /// What the votes come to under `rules`.
    ///
    /// # Errors
    /// The count does not add up.
    pub fn outcome(self, rules: &CouncilRules) -> Result<Outcome, Miscount> {
        if self.present == 0 || self.present > self.members {
            return Err(Miscount::Present);
        }
        let sum = [self.in_favour, self.against, self.abstained, self.recused]
            .into_iter()
            .map(u64::from)
            .sum::<u64>();
        if sum != u64::from(self.present) {
            return Err(Miscount::Sum);
        }
        Ok(Outcome {
            is_quorate: rules.quorum.is_reached(self.present, self.members),
            is_favoured: rules.threshold.is_reached(self.in_favour, self.present),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn votes(members: u32, present: u32, in_favour: u32) -> Votes {
        let against = present - in_favour;
        Votes { members, present, in_favour, against, abstained: 0, recused: 0 }
    }

    fn carried(votes: Votes) -> bool {
        votes.outcome(&CouncilRules::in_force().unwrap()).unwrap().is_carried()
    }

    #[test]
    fn two_thirds_are_counted_to_the_man() {
        // 45 members: 30 are two thirds; of 30 present, 20 are two thirds.
        for (members, present, in_favour, stands) in [
            (45, 30, 20, true),
            (45, 29, 29, false),
            (45, 30, 19, false),
            (3, 2, 2, true),
            (3, 2, 1, false),
            (1, 1, 1, true),
            (100, 67, 45, true),
            (100, 66, 66, false),
        ] {
            assert_eq!(carried(votes(members, present, in_favour)), stands, "{members} {present}");
        }
        let rules = CouncilRules::in_force().unwrap();
        let mut wrong = votes(45, 46, 40);
        assert_eq!(wrong.outcome(&rules), Err(Miscount::Present));
        wrong.members = 50;
        wrong.recused = 1;
        assert_eq!(wrong.outcome(&rules), Err(Miscount::Sum));
        assert_eq!(votes(5, 0, 0).outcome(&rules), Err(Miscount::Present));
        assert!(!rules.leader.posts.contains(&"deputy_secretary_general".to_owned()));
    }

    #[test]
    fn a_charter_that_says_something_else_holds_for_its_society_alone() {
        let share =
            |of: &str| format!("{of} = {{ numerator = 1, denominator = 2, basis = '章程' }}\n");
        let text =
            format!("{IN_FORCE}\n[charter.\"A-01\"]\n{}{}", share("quorum"), share("threshold"));
        let rules: CouncilRules = toml::from_str(&text).unwrap();
        let half = votes(40, 20, 10);
        let stands =
            |society: &str| half.outcome(&rules.clone().of_society(society)).unwrap().is_carried();
        assert!(stands("A-01") && !stands("A-02"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// The rule as the charter says it, in exact fractions, and one more vote never harms.
        #[test]
        fn the_outcome_is_the_charters(members in 1_u32..5_000, absent in 0_u32..5_000, no in 0_u32..5_000) {
            let present = members.saturating_sub(absent).max(1);
            let in_favour = present.saturating_sub(no);
            let stands = carried(votes(members, present, in_favour));
            let by_charter = 3 * u64::from(present) >= 2 * u64::from(members)
                && 3 * u64::from(in_favour) >= 2 * u64::from(present);
            prop_assert_eq!(stands, by_charter);
            if stands && in_favour < present {
                prop_assert!(carried(votes(members, present, in_favour + 1)));
            }
            let sound = votes(members, present, in_favour);
            let moved = Votes { recused: sound.against, against: 0, ..sound };
            prop_assert_eq!(carried(moved), stands, "who is recused counts as present, not in favour");
        }
    }
}
