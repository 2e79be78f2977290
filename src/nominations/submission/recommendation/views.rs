//! What is told of a recommendation: to its society what became of it, to CAST what waits?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::vocabulary::NominationState::{
    CouncilApproved, Draft, Recommended, ReturnAsked, Submitted,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{receipt::Receipt, views::PlacesView};
use crate::nominations::process::Step;

const WAITING: &str = "waiting";
const RETURN_ASKED: &str = "return_asked";
const RETURNED: &str = "returned";
const FORWARDED: &str = "forwarded";
const TAKEN_BACK: &str = "taken_back";

/// A recommendation to CAST, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Recommendation)]
pub(in super::super) struct RecommendationView {
    /// `waiting`, `return_asked`, `returned`, `forwarded` or `taken_back`.
    pub state: &'static str,
    /// Who recommended.
    pub recommended_by: String,
    /// When.
    pub recommended_at: DateTime<Utc>,
    /// Why it is returned, or is asked to be, or was taken back.
    pub reason: Option<String>,
    /// Who at CAST asked to return it.
    pub asked_by: Option<String>,
    /// Who at CAST forwarded it, or confirmed that it is returned; who of its society took it back.
    pub answered_by: Option<String>,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
}

impl RecommendationView {
    /// The newest recommendation of a dossier, by the steps that it took; none where it was never recommended.
    pub(in super::super) fn of(steps: &[Step]) -> Option<Self> {
        let mut newest: Option<Self> = None;
        for step in steps {
            if (step.from, step.to) == (CouncilApproved, Recommended) {
                newest = Some(Self {
                    state: WAITING,
                    recommended_by: step.by.clone(),
                    recommended_at: step.at,
                    reason: None,
                    asked_by: None,
                    answered_by: None,
                    answered_at: None,
                });
            } else if let Some(one) = &mut newest {
                one.follow(step);
            }
        }
        newest
    }

    fn follow(&mut self, step: &Step) {
        match (step.from, step.to) {
            (Recommended, ReturnAsked) => {
                self.state = RETURN_ASKED;
                self.reason.clone_from(&step.reason);
                self.asked_by = Some(step.by.clone());
            }
            (ReturnAsked, Recommended) => {
                self.state = WAITING;
                (self.reason, self.asked_by) = (None, None);
            }
            (Recommended | ReturnAsked, Draft) => {
                // What one person at CAST asked for came to nothing.
                (self.reason, self.asked_by) = (step.reason.clone(), None);
                self.answered(TAKEN_BACK, step);
            }
            (ReturnAsked, CouncilApproved) => self.answered(RETURNED, step),
            (Recommended, Submitted) => self.answered(FORWARDED, step),
            _ => {}
        }
    }

    fn answered(&mut self, state: &'static str, step: &Step) {
        self.state = state;
        self.answered_by = Some(step.by.clone());
        self.answered_at = Some(step.at);
    }

    /// As its society is told of it: what one person at CAST asks for is nothing yet.
    pub(in super::super) fn for_society(self) -> Self {
        if self.state == RETURN_ASKED {
            Self { state: WAITING, reason: None, asked_by: None, ..self }
        } else {
            self
        }
    }

    /// Whether CAST has still to answer it.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.state, WAITING | RETURN_ASKED)
    }

    /// Whether CAST submitted it.
    pub(super) fn is_forwarded(&self) -> bool {
        self.state == FORWARDED
    }

    /// Whether `username` is the second person who may confirm that it is returned.
    pub(super) fn may_confirm(&self, username: &str) -> bool {
        self.state == RETURN_ASKED && self.asked_by.as_deref() != Some(username)
    }

    /// The user names of those who acted.
    pub(in super::super) fn actors(&self) -> impl Iterator<Item = &str> {
        let others = [&self.asked_by, &self.answered_by];
        let others = others.into_iter().filter_map(|by| by.as_deref());
        std::iter::once(self.recommended_by.as_str()).chain(others)
    }
}

/// A dossier that was recommended, as CAST sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RecommendedDossier {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Number of the nomination (提名号).
    pub number: String,
    /// Project name.
    pub title: String,
    /// Category code.
    pub category: String,
    /// Code of the society.
    pub society_id: String,
    /// Name of the society.
    pub society: String,
    /// Of which of CAST's places it would take one: `TOP`, `THREE`, `SCI_POP` or `INT`.
    pub bucket: Option<String>,
    /// Version of the dossier, to be named by whoever answers.
    pub version: i64,
    /// How the recommendation stands.
    pub recommendation: RecommendationView,
    /// Whether the reader may confirm that it is returned.
    pub may_confirm: bool,
    /// The receipt, once CAST has submitted it.
    pub receipt: Option<Receipt>,
}

/// What societies recommended to CAST in a round.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RecommendationQueue {
    /// Year of the round.
    pub round: i32,
    /// The server's clock.
    pub now: DateTime<Utc>,
    /// CAST's places, by bucket; none before the ledger is opened.
    pub places: Vec<PlacesView>,
    /// What waits first, by when it was recommended; then what was answered, the newest first.
    pub dossiers: Vec<RecommendedDossier>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::vocabulary::NominationState;

    fn step(from: NominationState, to: NominationState, by: &str, reason: Option<&str>) -> Step {
        Step {
            number: 1,
            from,
            to,
            by: by.to_owned(),
            at: DateTime::UNIX_EPOCH,
            reason: reason.map(str::to_owned),
            content_digest: String::new(),
        }
    }

    #[test]
    fn the_newest_recommendation_stands_as_its_steps_say() {
        let mut steps = Vec::new();
        assert_eq!(RecommendationView::of(&steps), None);
        steps.push(step(CouncilApproved, Recommended, "head", None));
        assert_eq!(RecommendationView::of(&steps).unwrap().state, WAITING);
        steps.push(step(Recommended, ReturnAsked, "cast", Some("与他会项目重复")));
        let asked = RecommendationView::of(&steps).unwrap();
        assert!(asked.may_confirm("cast2") && !asked.may_confirm("cast"));
        assert_eq!(asked.reason.as_deref(), Some("与他会项目重复"));
        let told = asked.for_society();
        assert_eq!((told.state, told.reason, told.asked_by), (WAITING, None, None));
        steps.push(step(ReturnAsked, CouncilApproved, "cast2", None));
        let returned = RecommendationView::of(&steps).unwrap().for_society();
        assert_eq!((returned.state, returned.is_open()), (RETURNED, false));
        assert_eq!(returned.reason.as_deref(), Some("与他会项目重复"), "the society is told why");
        assert_eq!(returned.actors().collect::<Vec<_>>(), ["head", "cast", "cast2"]);
        steps.push(step(CouncilApproved, Recommended, "head", None));
        steps.push(step(Recommended, Submitted, "cast", None));
        let forwarded = RecommendationView::of(&steps).unwrap();
        assert!(forwarded.is_forwarded() && forwarded.reason.is_none(), "{forwarded:?}");
    }

    #[test]
    fn what_its_society_takes_back_waits_for_nobody_and_tells_of_no_one_at_cast() {
        let waiting = step(CouncilApproved, Recommended, "head", None);
        let asked = step(Recommended, ReturnAsked, "cast", Some("与他会项目重复"));
        let back = |from| step(from, Draft, "head2", Some("再作修改"));
        for steps in
            [vec![waiting.clone(), back(Recommended)], vec![waiting, asked, back(ReturnAsked)]]
        {
            let gone = RecommendationView::of(&steps).unwrap();
            assert_eq!((gone.state, gone.is_open()), (TAKEN_BACK, false));
            assert_eq!(gone.reason.as_deref(), Some("再作修改"));
            assert_eq!(gone.actors().collect::<Vec<_>>(), ["head", "head2"]);
            assert!(!gone.may_confirm("cast2"));
        }
    }
}
