//! Which steps does a release take?

use entity::vocabulary::{DecisionOutcome, NominationState as State, ReleaseStage};

use crate::nominations::Guard;

/// A step with the guards that a release holds.
pub(super) type Step = (State, &'static [Guard]);

const BY_VOTE: &[Guard] = &[Guard::Quorum, Guard::Threshold, Guard::ReleasedByTwo];
const WITHOUT_VOTE: &[Guard] = &[Guard::Quorum, Guard::ReleasedByTwo];
/// The ministry's check is a document that a second person confirmed.
const CHECKED: &[Guard] = &[Guard::SecondOfOffice];
const APPROVED: &[Guard] = &[Guard::ReleasedByTwo];

/// The steps of a nomination of which this was decided at a stage, in their order; none where it stays.
pub(super) const fn steps(stage: ReleaseStage, outcome: DecisionOutcome) -> &'static [Step] {
    use DecisionOutcome::{Awarded, Failed, NotAwarded, Passed, PutOff, Struck};
    use ReleaseStage::{Award, Committee, FirstReview};
    match (stage, outcome) {
        (FirstReview, Passed) => &[(State::FirstReviewPassed, BY_VOTE)],
        (FirstReview, Failed) => &[(State::FirstReviewFailed, WITHOUT_VOTE)],
        (Committee, Passed) => &[(State::CommitteePassed, BY_VOTE)],
        (Committee, Failed) => &[(State::CommitteeFailed, WITHOUT_VOTE)],
        (Award, Awarded) => &[
            (State::MostCheck, BY_VOTE),
            (State::CentralApproval, CHECKED),
            (State::Awarded, APPROVED),
        ],
        (Award, Struck) => &[(State::MostCheck, BY_VOTE), (State::NotAwarded, CHECKED)],
        (Award, NotAwarded) => &[(State::NotAwarded, WITHOUT_VOTE)],
        (_, PutOff)
        | (FirstReview | Committee, Awarded | NotAwarded | Struck)
        | (Award, Passed | Failed) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::record::stands_at;

    /// Every stage leads on from where its nominations stand, and an award ends there.
    #[test]
    fn each_stage_leads_where_its_words_say() {
        let ends = |stage, outcome| steps(stage, outcome).last().map(|(to, _)| *to);
        for (stage, outcome, end) in [
            (ReleaseStage::FirstReview, DecisionOutcome::Passed, State::FirstReviewPassed),
            (ReleaseStage::FirstReview, DecisionOutcome::Failed, State::FirstReviewFailed),
            (ReleaseStage::Committee, DecisionOutcome::Passed, State::CommitteePassed),
            (ReleaseStage::Committee, DecisionOutcome::Failed, State::CommitteeFailed),
            (ReleaseStage::Award, DecisionOutcome::Awarded, State::Awarded),
            (ReleaseStage::Award, DecisionOutcome::NotAwarded, State::NotAwarded),
            (ReleaseStage::Award, DecisionOutcome::Struck, State::NotAwarded),
        ] {
            assert_eq!(ends(stage, outcome), Some(end), "{stage:?} {outcome:?}");
            assert_eq!(ends(stage, DecisionOutcome::PutOff), None);
            assert!(!steps(stage, outcome).iter().any(|(to, _)| *to == stands_at(stage)));
        }
    }
}
