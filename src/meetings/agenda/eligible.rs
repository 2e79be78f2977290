//! Which nominations may a meeting take up, and what holds of each that it does?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::vocabulary::{AgendaState, BodyKind, NominationState as State, ReviewMeetingState};

use crate::{
    meetings::model::Stage,
    nominations::{Guard, behind},
    shared::Bilingual,
};

/// Awards whose first review no publicity follows (X25 art. 78).
const WITHOUT_PUBLICITY: [&str; 2] = ["TOP", "INT"];

/// At which point of the way a body decides.
pub(in crate::meetings) const fn stage_of(kind: BodyKind) -> Stage {
    match kind {
        BodyKind::Panel => Stage::FirstReview,
        BodyKind::Committee => Stage::Committee,
        BodyKind::Council => Stage::Council,
    }
}

/// The state in which a nomination is while it is decided there.
pub(in crate::meetings) const fn state_of(stage: Stage) -> State {
    match stage {
        Stage::FirstReview => State::PanelReview,
        Stage::Committee => State::CommitteeReview,
        Stage::Council => State::CouncilDecision,
    }
}

/// The states in which a nomination may be when a meeting takes it up; the last is that in which it is decided.
pub(in crate::meetings) const fn sources(stage: Stage) -> &'static [State] {
    match stage {
        Stage::FirstReview => &[
            State::NetworkReviewDone,
            State::Accepted,
            State::ObjectionClear,
            State::ObjectionResolved,
            State::PanelReview,
        ],
        Stage::Committee => &[
            State::FirstReviewPassed,
            State::ObjectionClear,
            State::ObjectionResolved,
            State::CommitteeReview,
        ],
        Stage::Council => &[State::CommitteePassed, State::CouncilDecision],
    }
}

/// Where a nomination stands, as far as a meeting asks.
#[derive(Clone, Copy, Debug)]
pub(in crate::meetings) struct Standing<'a> {
    /// Its state.
    pub(in crate::meetings) state: State,
    /// Code of its award.
    pub(in crate::meetings) category: &'a str,
    /// The states that it reached.
    pub(in crate::meetings) reached: &'a BTreeSet<State>,
    /// Whether its award has a remote review in the round, which then comes first (X25 art. 76).
    pub(in crate::meetings) has_remote_review: bool,
}

/// How a nomination comes before a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::meetings) enum Coming {
    /// It is there already: put off by an earlier meeting, or taken back to the point at which it was decided.
    Is,
    /// By a step, of which this holds beside what the caller sees to.
    By(Option<Guard>),
}

/// How a nomination comes before a meeting at this point of the way; none where it does not.
pub(in crate::meetings) fn coming(stage: Stage, of: Standing<'_>) -> Option<Coming> {
    if of.state == state_of(stage) {
        return Some(Coming::Is);
    }
    if !sources(stage).contains(&of.state) {
        return None;
    }
    let is_after_publicity = matches!(of.state, State::ObjectionClear | State::ObjectionResolved);
    let is_without = WITHOUT_PUBLICITY.contains(&of.category);
    // The states are in the order of the way.
    let reached: Vec<State> = of.reached.iter().copied().collect();
    let publicity = behind(&reached).filter(|_| is_after_publicity);
    let fits = match stage {
        Stage::FirstReview => {
            let is_first = publicity == Some(Guard::AfterAcceptance);
            let skips =
                !of.has_remote_review && if is_after_publicity { is_first } else { is_without };
            of.state == State::NetworkReviewDone || skips
        }
        Stage::Committee => {
            if is_after_publicity {
                publicity == Some(Guard::AfterFirstReview)
            } else {
                is_without
            }
        }
        Stage::Council => true,
    };
    fits.then_some(Coming::By(publicity))
}

/// What keeps a nomination from a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::meetings) enum Obstacle {
    /// It does not stand where it would have to.
    State,
    /// An objection to it is not decided (X25 art. 74).
    Objected,
    /// The register bars somebody of it (X25 art. 92).
    Integrity,
    /// Another meeting takes it up, or has decided on it.
    Elsewhere,
}

impl Obstacle {
    /// A word for programs.
    pub(in crate::meetings) const fn code(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Objected => "objected",
            Self::Integrity => "integrity",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// The sentence about the nomination of a number.
    pub(in crate::meetings) fn words(self, number: &str) -> Bilingual {
        let (zh, en) = match self {
            Self::State => {
                ("所处的状态不能提交本次会议", "does not stand where the meeting could take it up")
            }
            Self::Objected => ("有未处理完的异议", "an objection to it is not decided"),
            Self::Integrity => ("有处于影响期内的失信记录", "the register bars somebody of it"),
            Self::Elsewhere => {
                ("已列入其他会议或者已经评审", "another meeting takes it up or has decided on it")
            }
        };
        Bilingual::new(format!("{number}：{zh}"), format!("{number}: {en}"))
    }
}

/// Another item about the same nomination at the same point of the way.
#[derive(Clone, Copy, Debug)]
pub(in crate::meetings) struct OtherItem {
    /// Where its meeting stands.
    pub(in crate::meetings) meeting: ReviewMeetingState,
    /// Where it stands.
    pub(in crate::meetings) state: AgendaState,
    /// When its meeting was closed.
    pub(in crate::meetings) closed_at: Option<DateTime<Utc>>,
}

/// Whether another meeting has taken a nomination up that last came to this point at `entered`. What was put off, what a
/// cancelled meeting would have heard, and what was decided before the nomination was taken back to this point is free;
/// a draft holds it from another draft alone.
pub(in crate::meetings) fn is_taken(
    other: OtherItem,
    entered: Option<DateTime<Utc>>,
    is_drafting: bool,
) -> bool {
    let is_held = other.state != AgendaState::PutOff;
    match other.meeting {
        ReviewMeetingState::Cancelled => false,
        ReviewMeetingState::Draft => is_drafting,
        ReviewMeetingState::Called | ReviewMeetingState::Open => is_held,
        ReviewMeetingState::Closed => {
            let came_back = entered.is_some_and(|entered| other.closed_at < Some(entered));
            is_held && !came_back
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn come(
        point: Stage,
        state: State,
        (category, has_remote): (&str, bool),
        way: &[State],
    ) -> Option<Coming> {
        let met = way.iter().copied().collect();
        let of = Standing { state, category, reached: &met, has_remote_review: has_remote };
        coming(point, of)
    }

    const ACCEPTED: &[State] =
        &[State::Accepted, State::AcceptancePublicity, State::ObjectionClear];
    const FIRST: &[State] = &[
        State::AcceptancePublicity,
        State::ObjectionClear,
        State::PanelReview,
        State::FirstReviewPassed,
        State::FirstReviewPublicity,
    ];

    #[test]
    fn a_panel_takes_what_was_reviewed_or_what_no_remote_review_waits_for() {
        let of = |state, about, way| come(Stage::FirstReview, state, about, way);
        let by = |guard| Some(Coming::By(guard));
        assert_eq!(of(State::NetworkReviewDone, ("NAT", true), ACCEPTED), by(None));
        assert_eq!(
            of(State::ObjectionClear, ("NAT", false), ACCEPTED),
            by(Some(Guard::AfterAcceptance))
        );
        assert_eq!(
            of(State::ObjectionClear, ("NAT", true), ACCEPTED),
            None,
            "its review comes first"
        );
        assert_eq!(of(State::ObjectionClear, ("NAT", false), FIRST), None, "that is behind it");
        assert_eq!(
            of(State::ObjectionClear, ("NAT", false), &[]),
            None,
            "it was never made public"
        );
        assert_eq!(of(State::Accepted, ("INT", false), &[State::Accepted]), by(None));
        assert_eq!(of(State::Accepted, ("NAT", false), &[State::Accepted]), None);
        assert_eq!(of(State::NetworkReview, ("NAT", true), ACCEPTED), None);
        assert_eq!(of(State::PanelReview, ("NAT", true), FIRST), Some(Coming::Is));
    }

    #[test]
    fn a_committee_waits_for_the_publicity_where_the_award_has_one() {
        let of = |state, about, way| come(Stage::Committee, state, about, way);
        let by = |guard| Some(Coming::By(guard));
        assert_eq!(of(State::FirstReviewPassed, ("TOP", true), &[]), by(None));
        assert_eq!(of(State::FirstReviewPassed, ("PRO", true), FIRST), None);
        assert_eq!(
            of(State::ObjectionResolved, ("PRO", true), FIRST),
            by(Some(Guard::AfterFirstReview))
        );
        assert_eq!(of(State::ObjectionClear, ("PRO", true), ACCEPTED), None);
        assert_eq!(come(Stage::Council, State::CommitteePassed, ("PRO", true), FIRST), by(None));
        assert_eq!(come(Stage::Council, State::CommitteeFailed, ("PRO", true), FIRST), None);
    }

    #[test]
    fn what_was_put_off_or_taken_back_is_free_again() {
        use ReviewMeetingState::{Called, Cancelled, Closed, Draft, Open};
        let at = |second| DateTime::from_timestamp(second, 0);
        let taken = |meeting, state, entered, is_drafting| {
            is_taken(OtherItem { meeting, state, closed_at: at(50) }, entered, is_drafting)
        };
        let (done, off) = (AgendaState::Done, AgendaState::PutOff);
        assert!(!taken(Cancelled, done, None, true));
        assert_eq!([true, false].map(|drafts| taken(Draft, done, None, drafts)), [true, false]);
        assert_eq!([Called, Open].map(|state| taken(state, done, None, false)), [true, true]);
        assert_eq!([Called, Open, Closed].map(|state| taken(state, off, None, false)), [false; 3]);
        let closed = [None, at(49), at(50), at(51)].map(|at| taken(Closed, done, at, false));
        assert_eq!(closed, [true, true, true, false], "it came back after that was over");
    }
}
