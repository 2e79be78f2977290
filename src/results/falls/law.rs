//! Where does a fall take a nomination, and what has to hold for it?

use entity::vocabulary::{FallKind, NominationState as State};

use crate::nominations::Guard;

/// Where a nomination goes by a fall; none where it has no such way from where it stands. That the table of states
/// has the step is asked besides.
pub(super) const fn goal(kind: FallKind, from: State) -> Option<State> {
    match kind {
        FallKind::Removal => Some(State::Removed),
        FallKind::TerminationByObjection | FallKind::TerminationByMisconduct => {
            Some(State::Terminated)
        }
        FallKind::Revocation => Some(State::Revoked),
        FallKind::Reversal => match from {
            State::FirstReviewFailed => Some(State::PanelReview),
            State::CommitteeFailed => Some(State::CommitteeReview),
            State::NotAwarded => Some(State::CouncilDecision),
            _ => None,
        },
    }
}

/// What two people have seen to hold: one who asks with the ground, and one who agrees.
pub(super) const fn holds(kind: FallKind) -> &'static [Guard] {
    match kind {
        FallKind::Removal => &[Guard::Barred, Guard::SecondOfOffice],
        FallKind::TerminationByObjection
        | FallKind::TerminationByMisconduct
        | FallKind::Revocation => &[Guard::SecondOfOffice],
        FallKind::Reversal => &[Guard::Reversal, Guard::SecondOfOffice],
    }
}

/// Whether a kind of fall is decided outside the house, so that the document has to be named (X25 art. 94).
pub(super) const fn needs_document(kind: FallKind) -> bool {
    matches!(kind, FallKind::Revocation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::find_step;

    /// Every way that is written here stands in the table, with no other guard than those and the reason.
    #[test]
    fn the_table_of_states_knows_every_way() {
        let from = |kind| match kind {
            FallKind::Removal => vec![State::NetworkReview, State::CouncilDecision],
            FallKind::TerminationByObjection => vec![State::ObjectionResolved, State::PanelReview],
            FallKind::TerminationByMisconduct => vec![State::CommitteeReview],
            FallKind::Revocation => vec![State::Awarded],
            FallKind::Reversal => {
                vec![State::FirstReviewFailed, State::CommitteeFailed, State::NotAwarded]
            }
        };
        for kind in FallKind::ALL.iter().copied() {
            for state in from(kind) {
                let to = goal(kind, state).unwrap();
                let step =
                    find_step("NAT", state, to).unwrap_or_else(|| panic!("{state:?} {to:?}"));
                let is_seen =
                    |guard: &&Guard| holds(kind).contains(guard) || **guard == Guard::Reason;
                assert!(step.guards.iter().all(|guard| is_seen(&guard)), "{kind:?} {state:?}");
            }
        }
    }

    #[test]
    fn what_is_at_another_end_is_corrected_by_nothing() {
        assert_eq!(goal(FallKind::Reversal, State::Withdrawn), None);
        assert_eq!(goal(FallKind::Reversal, State::Awarded), None);
        for (kind, from) in [
            (FallKind::Removal, State::Awarded),
            (FallKind::Revocation, State::NotAwarded),
            (FallKind::TerminationByMisconduct, State::Rejected),
        ] {
            let to = goal(kind, from).unwrap();
            assert!(find_step("NAT", from, to).is_none(), "{kind:?} {from:?}");
        }
    }
}
