//! May a nomination be withdrawn, and what becomes of its place? By the table of states, and by the rule that the
//! round was opened with.

use entity::vocabulary::NominationState;

use crate::{awards::WithdrawalRule, nominations::process::states};

/// What a withdrawal would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Effect {
    /// Whether it may be asked for.
    pub(super) is_allowed: bool,
    /// Whether the dossier may be submitted again.
    pub(super) may_replace: bool,
    /// Whether the place goes back to the society.
    pub(super) frees_place: bool,
}

/// Which nomination, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing<'a> {
    /// Code of its award.
    pub(super) category: &'a str,
    /// Where it stands.
    pub(super) state: NominationState,
    /// Whether its society nominates through CAST in the round.
    pub(super) is_via_cast: bool,
    /// Whether nominating has not ended.
    pub(super) is_before_close: bool,
}

/// Whether the table leads from where it stands to `to`.
pub(super) fn leads(category: &str, state: NominationState, to: NominationState) -> bool {
    states::find(category, state, to).is_some()
}

impl Effect {
    /// What withdrawing does by the rule of the round.
    pub(super) fn of(rule: &WithdrawalRule, one: Standing<'_>) -> Self {
        let goes = |to| leads(one.category, one.state, to);
        let is_taken = rule.via_cast || !one.is_via_cast;
        let is_allowed = is_taken && goes(NominationState::Withdrawn);
        let is_replaced = rule.replaces_before_close && goes(NominationState::Draft);
        Self {
            is_allowed,
            may_replace: is_allowed && is_replaced && one.is_before_close,
            frees_place: rule.frees_place_before_close && one.is_before_close,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NominationState::{
        CommitteePassed, CouncilApproved, CouncilDecision, FormCheck, Rejected, Submitted,
        Withdrawn,
    };

    fn shipped() -> WithdrawalRule {
        crate::awards::RuleSet::shipped().unwrap().withdrawal.unwrap()
    }

    fn effect(
        rule: &WithdrawalRule,
        state: NominationState,
        (is_via_cast, is_before_close): (bool, bool),
    ) -> (bool, bool, bool) {
        let one = Standing { category: "NAT", state, is_via_cast, is_before_close };
        let effect = Effect::of(rule, one);
        (effect.is_allowed, effect.may_replace, effect.frees_place)
    }

    #[test]
    fn the_rule_that_ships_takes_none_through_cast_and_frees_no_place_after_the_end() {
        let at = |via_cast, before| effect(&shipped(), Submitted, (via_cast, before));
        assert_eq!(at(false, true), (true, true, true));
        assert_eq!(at(false, false), (true, false, false));
        assert!(!at(true, true).0 && !at(true, false).1);
    }

    #[test]
    fn it_is_withdrawn_until_the_council_decides_and_replaced_until_it_is_examined() {
        for state in [FormCheck, CommitteePassed] {
            assert_eq!(effect(&shipped(), state, (false, true)), (true, false, true), "{state:?}");
        }
        for state in [CouncilApproved, Rejected, CouncilDecision, Withdrawn] {
            assert!(!effect(&shipped(), state, (false, true)).0, "{state:?}");
        }
    }

    #[test]
    fn a_round_says_otherwise() {
        let rule = WithdrawalRule {
            via_cast: true,
            replaces_before_close: false,
            frees_place_before_close: false,
            ..shipped()
        };
        assert_eq!(effect(&rule, Submitted, (true, true)), (true, false, false));
    }
}
