//! Does a resolution of the council stand by its society's charter, and may this person lead a project?

use chrono::{Days, NaiveDate};
use entity::vocabulary::CharterBase;
use serde::Deserialize;

use super::model::Rule;
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

/// When a council may have met to approve who leads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingRule {
    /// Days before the first day of the taskbook, at most.
    pub most_days_before: u64,
    /// Where it is written.
    pub basis: String,
}

impl MeetingRule {
    /// Why a meeting on `held_on` cannot have resolved on a taskbook that begins on `starts_on`.
    pub(super) fn fault(
        &self,
        held_on: NaiveDate,
        starts_on: NaiveDate,
        today: NaiveDate,
    ) -> Option<Rule> {
        let before = Days::new(self.most_days_before);
        let earliest = starts_on.checked_sub_days(before).unwrap_or(starts_on);
        if held_on > today {
            Some(Rule::NotLater)
        } else if held_on < earliest {
            Some(Rule::NotEarlier(earliest))
        } else {
            None
        }
    }
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

/// The rules on whom a council approves and when, and on whom an assessment looks at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CouncilRules {
    /// Who may lead.
    pub leader: LeaderRule,
    /// When a council may have met.
    pub meeting: MeetingRule,
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
    fn a_council_has_met_within_a_year_before_the_work_and_not_after_today() {
        let rule = CouncilRules::in_force().unwrap().meeting;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let fault = |held_on: &str, starts_on: &str| {
            rule.fault(day(held_on), day(starts_on), day("2026-06-30"))
        };
        let earliest = Rule::NotEarlier(day("2025-02-28"));
        assert_eq!(fault("2025-02-27", "2026-03-01"), Some(earliest));
        assert_eq!(fault("2025-02-28", "2026-03-01"), None);
        assert_eq!(fault("2026-06-30", "2026-03-01"), None, "a leader who took over later");
        assert_eq!(fault("2026-07-01", "2026-03-01"), Some(Rule::NotLater));
    }

    #[test]
    fn every_word_of_a_charter_decides() {
        // 40 members, 30 present, 15 of them in favour, 9 against, 5 abstained, 1 recused.
        let vote =
            Votes { members: 40, present: 30, in_favour: 15, against: 9, abstained: 5, recused: 1 };
        let share =
            |numerator, denominator, is_exclusive| Share { numerator, denominator, is_exclusive };
        let half = CharterTerms {
            quorum: share(3, 4, false),
            threshold: share(1, 2, false),
            ..MODEL_CHARTER.clone()
        };
        let outcome = |terms: &CharterTerms| {
            let outcome = vote.outcome(terms).unwrap();
            (outcome.is_quorate, outcome.is_favoured)
        };
        assert_eq!(outcome(&half), (true, true));
        let changed = |change: fn(&mut CharterTerms)| {
            let mut terms = half.clone();
            change(&mut terms);
            outcome(&terms)
        };
        // 30 of 40 are three quarters; 15 of 30 are half.
        assert_eq!(changed(|terms| terms.quorum.is_exclusive = true), (false, true));
        assert_eq!(changed(|terms| terms.quorum.numerator = 4), (false, true));
        assert_eq!(changed(|terms| terms.quorum.denominator = 3), (false, true));
        assert_eq!(changed(|terms| terms.threshold.is_exclusive = true), (true, false));
        assert_eq!(changed(|terms| terms.threshold.numerator = 2), (true, false));
        assert_eq!(changed(|terms| terms.threshold.denominator = 1), (true, false));
        assert_eq!(changed(|terms| terms.base = CharterBase::Members), (true, false));
        // Only of the 24 who voted are 15 more than three fifths.
        let voting = |counts_abstained, counts_recused| {
            let threshold = share(3, 5, true);
            outcome(&CharterTerms { threshold, counts_abstained, counts_recused, ..half.clone() }).1
        };
        assert_eq!(
            [voting(false, false), voting(true, false), voting(false, true), voting(true, true)],
            [true, false, false, false]
        );
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

    /// What a member did, as the minutes would say.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Deed {
        StayedAway,
        InFavour,
        Against,
        Abstained,
        Recused,
    }

    fn deed() -> impl Strategy<Value = Deed> {
        use Deed::{Abstained, Against, InFavour, Recused, StayedAway};
        // Most come and most agree, so that both outcomes are common.
        prop::sample::select(vec![
            InFavour, InFavour, InFavour, InFavour, InFavour, Against, Abstained, Recused,
            StayedAway,
        ])
    }

    fn share() -> impl Strategy<Value = Share> {
        (1_u32..=12, 1_u32..=12, any::<bool>()).prop_map(|(one, other, is_exclusive)| Share {
            numerator: one.min(other),
            denominator: one.max(other),
            is_exclusive: is_exclusive && one != other,
        })
    }

    fn terms() -> impl Strategy<Value = CharterTerms> {
        let base = prop::sample::select(vec![CharterBase::Present, CharterBase::Members]);
        (share(), share(), base, any::<bool>(), any::<bool>()).prop_map(
            |(quorum, threshold, base, counts_abstained, counts_recused)| CharterTerms {
                quorum,
                threshold,
                base,
                counts_abstained,
                counts_recused,
                ..MODEL_CHARTER.clone()
            },
        )
    }

    /// The fewest of `whole` that are enough.
    fn least(share: Share, whole: usize) -> usize {
        let (above, below) = (share.numerator as usize, share.denominator as usize);
        if share.is_exclusive { whole * above / below + 1 } else { (whole * above).div_ceil(below) }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// Whatever a charter says, member by member: who came, who counts, how many are enough.
        #[test]
        fn the_outcome_is_that_of_counting_heads(
            deeds in prop::collection::vec(deed(), 1..40), terms in terms(),
        ) {
            let heads = |of: &dyn Fn(Deed) -> bool| deeds.iter().filter(|one| of(**one)).count();
            let count = |wanted: Deed| u32::try_from(heads(&|deed| deed == wanted)).unwrap();
            let came = heads(&|deed| deed != Deed::StayedAway);
            prop_assume!(came > 0);
            let votes = Votes {
                members: u32::try_from(deeds.len()).unwrap(),
                present: u32::try_from(came).unwrap(),
                in_favour: count(Deed::InFavour),
                against: count(Deed::Against),
                abstained: count(Deed::Abstained),
                recused: count(Deed::Recused),
            };
            let counted = heads(&|deed| match deed {
                Deed::StayedAway => terms.base == CharterBase::Members,
                Deed::InFavour | Deed::Against => true,
                Deed::Abstained => terms.counts_abstained,
                Deed::Recused => terms.counts_recused,
            });
            let in_favour = heads(&|deed| deed == Deed::InFavour);
            let expected = Outcome {
                is_quorate: came >= least(terms.quorum, deeds.len()),
                is_favoured: counted > 0 && in_favour >= least(terms.threshold, counted),
            };
            prop_assert_eq!(votes.outcome(&terms), Ok(expected));
        }
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
