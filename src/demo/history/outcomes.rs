//! What becomes of one nomination, and what does a society do besides in a round? Drawn stage by
//! stage.

use rand::Rng;

use super::super::random::Chance;
use super::rates::{Event, SocietyChances, WHOLE};

/// The measures of one case, each with how much of it.
pub(super) type Measures = Vec<(&'static str, u32)>;

/// Indicators of a taskbook, disclosures and annual checks of a round.
pub(super) const TASKS: u32 = 6;
pub(super) const DISCLOSURES: u32 = 6;
pub(super) const ANNUAL_CHECKS: u32 = 2;

/// In how many of a hundred cases luck carries a nomination of a lucky society through.
const LUCK: u32 = 85;

/// A society's chances in a round, and whether it is carried by luck.
pub(super) struct Draw<'a> {
    pub(super) chances: &'a SocietyChances,
    pub(super) is_lucky: bool,
    pub(super) chance: &'a mut Chance,
}

impl Draw<'_> {
    fn happens(&mut self, event: Event) -> bool {
        self.chance.random_range(0..WHOLE) < self.chances.of(event)
    }

    fn is_carried(&mut self) -> bool {
        self.is_lucky && self.chance.random_range(0..100) < LUCK
    }

    /// What is recorded of a nomination.
    pub(super) fn nomination(&mut self) -> Measures {
        let mut measures = vec![("submitted", 1)];
        for (event, measure) in [
            (Event::SubmittedEarly, "submitted_early"),
            (Event::PublicityComplete, "publicity_complete"),
            (Event::SelectionComplete, "selection_complete"),
            (Event::Misconduct, "misconduct"),
        ] {
            if self.happens(event) {
                measures.push((measure, 1));
            }
        }
        let is_carried = self.is_carried();
        if !is_carried && !self.happens(Event::FormPassed) {
            return measures;
        }
        measures.push(("form_passed", 1));
        if self.happens(Event::FormPassedFirst) {
            measures.push(("form_passed_first", 1));
        }
        if !is_carried && self.happens(Event::Withdrawn) {
            measures.push(("withdrawn", 1));
            return measures;
        }
        if is_carried || self.happens(Event::Accepted) {
            measures.push(("accepted", 1));
            self.after_acceptance(is_carried, &mut measures);
        }
        measures
    }

    fn after_acceptance(&mut self, is_carried: bool, measures: &mut Measures) {
        if !is_carried && self.happens(Event::Objection) {
            measures.extend([("objections_accepted", 1), ("objections_due", 1)]);
            if self.happens(Event::ObjectionInTime) {
                measures.push(("objections_in_time", 1));
            }
            if self.happens(Event::ObjectionUpheld) {
                measures.push(("objections_upheld", 1));
                return;
            }
            if self.happens(Event::Abandoned) {
                measures.push(("abandoned", 1));
                return;
            }
        }
        if !is_carried && !self.happens(Event::FirstReviewPassed) {
            return;
        }
        measures.extend([("first_review_passed", 1), ("defences_due", 1)]);
        if self.happens(Event::DefenceAttended) {
            measures.push(("defences_attended", 1));
        }
        if !is_carried && !self.happens(Event::Awarded) {
            return;
        }
        measures.push(("awarded", 1));
        if self.happens(Event::GradeKept) {
            measures.push(("grade_kept", 1));
        }
    }

    /// What is recorded of an award two rounds later.
    pub(super) fn follow_up(&mut self) -> Measures {
        let mut measures = vec![("followups_due", 1)];
        if self.happens(Event::FollowUpSound) {
            measures.push(("followups_sound", 1));
        }
        measures
    }

    /// Of `due` items, how many are done; both are recorded.
    pub(super) fn items(
        &mut self,
        [due_measure, done_measure]: [&'static str; 2],
        due: u32,
        event: Event,
    ) -> Measures {
        let done = (0..due).filter(|_| self.happens(event)).count();
        let mut measures = vec![(due_measure, due)];
        measures.extend(
            u32::try_from(done).ok().filter(|&done| done > 0).map(|done| (done_measure, done)),
        );
        measures
    }

    /// A thing that stands in the record only where it happened.
    pub(super) fn incident(&mut self, measure: &'static str, event: Event) -> Option<Measures> {
        self.happens(event).then(|| vec![(measure, 1)])
    }
}
