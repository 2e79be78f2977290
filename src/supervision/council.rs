//! Does a resolution of the council stand by its society's charter, and may this person lead a project?

use entity::vocabulary::CharterBase;
use serde::Deserialize;

use crate::societies::CharterTerms;

const IN_FORCE: &str = include_str!("../../rules/supervision/council.toml");

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

/// The rules on whom a council approves, and on whom an assessment looks at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilRules {
    /// Who may lead.
    pub leader: LeaderRule,
    /// How many societies are assessed.
    pub assessment: AssessmentRule,
}

impl CouncilRules {
    /// The rules in force.
    ///
    /// # Errors
    /// The file does not parse, which a test of this room would have seen.
    pub fn in_force() -> Result<Self, toml::de::Error> {
        toml::from_str(IN_FORCE)
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
    /// What the votes come to by a charter.
    ///
    /// # Errors
    /// The count does not add up.
    pub fn outcome(self, charter: &CharterTerms) -> Result<Outcome, Miscount> {
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
            is_quorate: charter.quorum.is_reached(self.present, self.members),
            is_favoured: charter.threshold.is_reached(self.in_favour, self.whole(charter)),
        })
    }

    /// The number of which the threshold is a share.
    fn whole(self, charter: &CharterTerms) -> u32 {
        let all = match charter.base {
            CharterBase::Present => self.present,
            CharterBase::Members => self.members,
        };
        let abstained = if charter.counts_abstained { 0 } else { self.abstained };
        let recused = if charter.counts_recused { 0 } else { self.recused };
        all.saturating_sub(abstained).saturating_sub(recused)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::societies::{MODEL_CHARTER, Share};

    fn votes(members: u32, present: u32, in_favour: u32) -> Votes {
        let against = present - in_favour;
        Votes { members, present, in_favour, against, abstained: 0, recused: 0 }
    }

    fn carried(votes: Votes) -> bool {
        votes.outcome(&MODEL_CHARTER).unwrap().is_carried()
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
        let mut wrong = votes(45, 46, 40);
        assert_eq!(wrong.outcome(&MODEL_CHARTER), Err(Miscount::Present));
        wrong.members = 50;
        wrong.recused = 1;
        assert_eq!(wrong.outcome(&MODEL_CHARTER), Err(Miscount::Sum));
        assert_eq!(votes(5, 0, 0).outcome(&MODEL_CHARTER), Err(Miscount::Present));
        let leader = CouncilRules::in_force().unwrap().leader;
        assert!(!leader.posts.contains(&"deputy_secretary_general".to_owned()));
    }

    #[test]
    fn a_charter_says_of_whom_a_majority_is_and_whether_those_count_who_do_not_vote() {
        // More than half; 40 members, 30 present, 15 of them in favour, 5 abstained, 1 recused.
        let vote =
            Votes { members: 40, present: 30, in_favour: 15, against: 9, abstained: 5, recused: 1 };
        let majority = Share { numerator: 1, denominator: 2, is_exclusive: true };
        let stands = |base, counts_abstained, counts_recused| {
            let terms = CharterTerms {
                threshold: majority,
                base,
                counts_abstained,
                counts_recused,
                ..MODEL_CHARTER.clone()
            };
            vote.outcome(&terms).unwrap().is_carried()
        };
        // 15 of 30, of 29, of 25, of 40, of 35, of 34.
        assert!(!stands(CharterBase::Present, true, true));
        assert!(stands(CharterBase::Present, true, false));
        assert!(stands(CharterBase::Present, false, true));
        assert!(!stands(CharterBase::Members, true, true));
        assert!(!stands(CharterBase::Members, false, false));
        // Nobody is left who could be in favour.
        let terms = CharterTerms { counts_recused: false, ..MODEL_CHARTER.clone() };
        let all_recused = Votes { recused: 3, against: 0, ..votes(3, 3, 0) };
        assert_eq!(all_recused.outcome(&terms).map(Outcome::is_carried), Ok(false));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// The rule as the model charter says it, in exact fractions, and one more vote never harms.
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
