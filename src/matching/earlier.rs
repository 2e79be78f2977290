//! What do earlier rounds tell of the conflicts of one, and which of its own nominations are alike?

use entity::vocabulary::NominationState;
use serde::Serialize;

use crate::{
    conflicts::{PastReview, Similarity},
    nominations::model::{Nomination, Person},
};

/// What the conflict engine reads beside the nominations of the round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EarlierRounds {
    /// Nominations of earlier rounds, within the windows of the policy; their numbers stand behind the year.
    pub nominations: Vec<Nomination>,
    /// Their completers and nominating experts.
    pub people: Vec<Person>,
    /// Who judged which of them.
    pub reviews: Vec<PastReview>,
    /// Which nominations of the round itself a comparison found alike.
    pub similarities: Vec<Similarity>,
}

impl EarlierRounds {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.nominations.is_empty() && self.reviews.is_empty() && self.similarities.is_empty()
    }
}

/// Whether conflicts matter to a nomination: it is up for review, is being objected to, or was reviewed.
pub(super) fn is_of_interest(state: NominationState) -> bool {
    use NominationState::{
        Awarded, CommitteeFailed, CommitteePassed, CommitteeReview, CouncilDecision,
        FirstReviewFailed, FirstReviewPassed, FirstReviewPublicity, NetworkReviewDone, NotAwarded,
        ObjectionInvestigating, ObjectionOpen, PanelReview,
    };
    state.is_matched()
        || matches!(
            state,
            ObjectionOpen
                | ObjectionInvestigating
                | NetworkReviewDone
                | PanelReview
                | FirstReviewPassed
                | FirstReviewFailed
                | FirstReviewPublicity
                | CommitteeReview
                | CommitteePassed
                | CommitteeFailed
                | CouncilDecision
                | Awarded
                | NotAwarded
        )
}

/// Whether a nomination of an earlier round tells of its people: it was accepted, whatever became of it.
pub(super) fn was_accepted(state: NominationState) -> bool {
    use NominationState::{
        CorrectionRequired, CouncilApproved, Draft, FormCheck, InternalPublicity, InternalReview,
        Recommended, Rejected, ReturnAsked, Submitted, Withdrawn,
    };
    !matches!(
        state,
        Draft
            | InternalReview
            | InternalPublicity
            | CouncilApproved
            | Recommended
            | ReturnAsked
            | Submitted
            | FormCheck
            | CorrectionRequired
            | Rejected
            | Withdrawn
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_now_will_be_told_of_later() {
        for &state in NominationState::ALL {
            assert!(!is_of_interest(state) || was_accepted(state), "{state:?}");
        }
        assert!(!was_accepted(NominationState::Rejected));
        assert!(was_accepted(NominationState::Revoked), "what was taken back was done together");
    }
}
