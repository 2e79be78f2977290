//! Which way does a nomination go from the remote review to the award, and how is what was decided corrected?

use entity::vocabulary::NominationState as State;

use super::states::{Awards, Guard, Transition, Who, step};

use State::{
    Awarded, CentralApproval, CommitteeFailed, CommitteePassed, CommitteeReview, CouncilDecision,
    FirstReviewFailed, FirstReviewPassed, FirstReviewPublicity, MostCheck, NetworkReview,
    NetworkReviewDone, NotAwarded, ObjectionClear, ObjectionOpen, PanelReview, Revoked,
};

/// Reviews, decision, approval. What a body votes moves nothing: two people release it, all at once.
pub(super) const OF_REVIEW: &[Transition] = {
    use Awards::{Every, Three, TopAndInt};
    use Guard::{
        Integrity, NoObjection, NotObjected, ObjectionInTime, ObjectionProved, PublicityOver,
        Quorum, Reason, ReleasedByTwo, SecondOfOffice, Threshold,
    };
    use Who::{Central, Committee, Council, Ministry, Office, Panel};
    &[
        step((NetworkReview, NetworkReviewDone), Office, Every, &[], "X25 art 76"),
        step(
            (NetworkReviewDone, PanelReview),
            Office,
            Every,
            &[Integrity, NotObjected],
            "X25 arts 77, 92",
        ),
        step(
            (PanelReview, FirstReviewPassed),
            Panel,
            Every,
            &[Quorum, Threshold, ReleasedByTwo],
            "X25 arts 77, 81",
        ),
        step(
            (PanelReview, FirstReviewFailed),
            Panel,
            Every,
            &[Quorum, ReleasedByTwo],
            "X25 arts 77, 81",
        ),
        step((FirstReviewPassed, FirstReviewPublicity), Office, Three, &[], "X25 art 78"),
        step(
            (FirstReviewPassed, CommitteeReview),
            Office,
            TopAndInt,
            &[Integrity, NotObjected],
            "X25 arts 79, 92",
        ),
        step(
            (FirstReviewPublicity, ObjectionOpen),
            Office,
            Three,
            &[ObjectionInTime, ObjectionProved],
            "X25 arts 67, 78",
        ),
        step(
            (FirstReviewPublicity, ObjectionClear),
            Office,
            Three,
            &[PublicityOver, NoObjection],
            "X25 art 78",
        ),
        step(
            (CommitteeReview, CommitteePassed),
            Committee,
            Every,
            &[Quorum, Threshold, ReleasedByTwo],
            "X25 arts 80, 81",
        ),
        step(
            (CommitteeReview, CommitteeFailed),
            Committee,
            Every,
            &[Quorum, ReleasedByTwo],
            "X25 arts 80, 81",
        ),
        step(
            (CommitteePassed, CouncilDecision),
            Office,
            Every,
            &[Integrity, NotObjected],
            "X25 arts 81, 92",
        ),
        step(
            (CouncilDecision, MostCheck),
            Council,
            Every,
            &[Quorum, Threshold, ReleasedByTwo],
            "X25 arts 81, 85",
        ),
        step((CouncilDecision, NotAwarded), Council, Every, &[Quorum, ReleasedByTwo], "X25 art 81"),
        step((MostCheck, CentralApproval), Ministry, Every, &[SecondOfOffice], "X25 art 85"),
        step((MostCheck, NotAwarded), Ministry, Every, &[SecondOfOffice, Reason], "X25 art 85"),
        step((CentralApproval, Awarded), Central, Every, &[ReleasedByTwo], "T24 art 21"),
        step((CentralApproval, NotAwarded), Central, Every, &[ReleasedByTwo], "T24 art 21"),
        step((Awarded, Revoked), Central, Every, &[SecondOfOffice, Reason], "X25 art 94"),
    ]
};

/// Back to the point at which something was decided wrongly: a feature of ours (I5), by two people, with the reason.
pub(super) const CORRECTED: &[Transition] = {
    use Guard::{Reason, Reversal, SecondOfOffice};
    const BY_TWO: &[Guard] = &[Reversal, SecondOfOffice, Reason];
    const CLAUSE: &str = "I5: our design";
    &[
        step((FirstReviewFailed, PanelReview), Who::Office, Awards::Every, BY_TWO, CLAUSE),
        step((CommitteeFailed, CommitteeReview), Who::Office, Awards::Every, BY_TWO, CLAUSE),
        step((NotAwarded, CouncilDecision), Who::Office, Awards::Every, BY_TWO, CLAUSE),
    ]
};
