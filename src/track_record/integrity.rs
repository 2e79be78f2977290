//! What may happen to an integrity event, whom does it take, and in which round does it count?

use chrono::NaiveDate;
use entity::vocabulary::{IntegrityKind, IntegrityState, Sanction};

use super::definitions::IntegrityRule;

/// What can be done to an event once it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Another person confirms it: it comes into force.
    Confirm,
    /// Another person does not.
    Refuse,
    /// The society has explained itself, and its standing is restored.
    Restore,
    /// An appeal was granted: it never counts.
    Annul,
}

impl Step {
    /// Every step.
    pub const ALL: &'static [Self] = &[Self::Confirm, Self::Refuse, Self::Restore, Self::Annul];

    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Refuse => "refuse",
            Self::Restore => "restore",
            Self::Annul => "annul",
        }
    }
}

impl IntegrityRule {
    /// Whether integrity events count under `measure`.
    pub fn feeds(&self, measure: &str) -> bool {
        [&self.misconduct, &self.complaint, &self.fees, &self.suspension]
            .into_iter()
            .any(|one| one == measure)
    }

    /// The measure under which what was found counts, if it does.
    fn finding(&self, kind: IntegrityKind) -> Option<&str> {
        match kind {
            IntegrityKind::Conduct => None,
            IntegrityKind::Complaint => Some(&self.complaint),
            IntegrityKind::Misconduct => Some(&self.misconduct),
            IntegrityKind::Fees => Some(&self.fees),
        }
    }
}

/// Whether the sanction takes a second person: the two that take the right to nominate away.
pub(super) const fn takes_two(sanction: Sanction) -> bool {
    matches!(sanction, Sanction::Suspension | Sanction::Cancellation)
}

/// The state in which a new event begins.
pub(super) const fn first_state(sanction: Sanction) -> IntegrityState {
    if takes_two(sanction) { IntegrityState::Proposed } else { IntegrityState::InForce }
}

/// The one table of transitions.
pub(super) const fn after(state: IntegrityState, step: Step) -> Option<IntegrityState> {
    match (state, step) {
        (IntegrityState::Proposed, Step::Confirm) => Some(IntegrityState::InForce),
        (IntegrityState::Proposed, Step::Refuse) => Some(IntegrityState::Refused),
        (IntegrityState::InForce, Step::Restore) => Some(IntegrityState::Restored),
        (IntegrityState::InForce | IntegrityState::Restored, Step::Annul) => {
            Some(IntegrityState::Annulled)
        }
        _ => None,
    }
}

/// Whether the society may know of an event: only of what was decided.
pub(super) const fn is_told(state: IntegrityState) -> bool {
    !matches!(state, IntegrityState::Proposed | IntegrityState::Refused)
}

/// What of an event decides where it counts.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    /// What it is about.
    pub kind: IntegrityKind,
    /// The sanction.
    pub sanction: Sanction,
    /// Where it stands.
    pub state: IntegrityState,
    /// The round to which it belongs.
    pub round: i32,
    /// First day of the term.
    pub starts_on: NaiveDate,
    /// Last day of the term; none for one without end.
    pub ends_on: Option<NaiveDate>,
    /// The day on which it was restored.
    pub closed_on: Option<NaiveDate>,
}

impl Effect {
    fn counts(&self) -> bool {
        matches!(self.state, IntegrityState::InForce | IntegrityState::Restored)
    }

    /// Whether the term touches a year from `from` to before `until`.
    fn touches(&self, from: i32, until: i32) -> bool {
        let first_day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX);
        let ended_on = [self.ends_on.and_then(|last| last.succ_opt()), self.closed_on]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(NaiveDate::MAX);
        self.starts_on < first_day(until) && ended_on > first_day(from) && ended_on > self.starts_on
    }

    /// Whether the right to nominate is taken away on `day`.
    pub fn suspends_on(&self, day: NaiveDate) -> bool {
        self.counts()
            && takes_two(self.sanction)
            && self.starts_on <= day
            && self.ends_on.is_none_or(|last| day <= last)
            && self.closed_on.is_none_or(|closed| day < closed)
    }

    /// The measures under which the event counts in `round`, which `next` follows, and `after_next`
    /// follows that: what was found in its own round, a suspension in the round before each one that
    /// its term touches, so that it weighs on the quota of that one.
    pub fn measures<'r>(
        &self,
        rule: &'r IntegrityRule,
        [round, next, after_next]: [i32; 3],
    ) -> Vec<&'r str> {
        if !self.counts() {
            return Vec::new();
        }
        let found = (self.round == round).then(|| rule.finding(self.kind)).flatten();
        let is_suspended = takes_two(self.sanction) && self.touches(next, after_next);
        found.into_iter().chain(is_suspended.then_some(rule.suspension.as_str())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::track_record::definitions::{Definitions, SHIPPED};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn suspension(from: NaiveDate, to: Option<NaiveDate>) -> Effect {
        Effect {
            kind: IntegrityKind::Misconduct,
            sanction: Sanction::Suspension,
            state: IntegrityState::InForce,
            round: 2025,
            starts_on: from,
            ends_on: to,
            closed_on: None,
        }
    }

    /// The rounds of which the row carries a measure of the event.
    fn rounds(event: Effect, measure: &str) -> Vec<i32> {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        [2021, 2023, 2025, 2027]
            .into_iter()
            .filter(|round| {
                let three = [*round, round + 2, round + 4];
                event.measures(definitions.integrity(), three).contains(&measure)
            })
            .collect()
    }

    #[test]
    fn a_suspension_weighs_on_the_rounds_that_its_term_touches() {
        // From the spring of 2026 to the end of 2027: on the round of 2027 and no other.
        let event = suspension(day(2026, 3, 1), Some(day(2027, 12, 31)));
        assert_eq!(rounds(event, "suspended"), [2023, 2025], "2025 was running when it began");
        assert_eq!(rounds(event, "misconduct"), [2025]);
        let within = suspension(day(2025, 6, 1), Some(day(2026, 12, 31)));
        assert_eq!(rounds(within, "suspended"), [2023]);
        let endless = suspension(day(2027, 1, 1), None);
        assert_eq!(rounds(endless, "suspended"), [2025, 2027]);
        let restored = Effect {
            state: IntegrityState::Restored,
            closed_on: Some(day(2027, 1, 1)),
            ..suspension(day(2026, 3, 1), Some(day(2027, 12, 31)))
        };
        assert_eq!(rounds(restored, "suspended"), [2023], "restored before the round began");
    }

    #[test]
    fn what_is_only_proposed_refused_or_annulled_counts_nowhere() {
        for state in [IntegrityState::Proposed, IntegrityState::Refused, IntegrityState::Annulled] {
            let event = Effect { state, ..suspension(day(2026, 3, 1), None) };
            assert_eq!((rounds(event, "suspended"), rounds(event, "misconduct")), (vec![], vec![]));
            assert!(!event.suspends_on(day(2026, 5, 1)));
        }
        assert!(suspension(day(2026, 3, 1), None).suspends_on(day(2026, 3, 1)));
    }

    #[test]
    fn a_talk_about_conduct_feeds_nothing() {
        let talk = Effect {
            kind: IntegrityKind::Conduct,
            sanction: Sanction::Talk,
            ..suspension(day(2026, 3, 1), None)
        };
        let definitions = Definitions::parse(SHIPPED).unwrap();
        assert_eq!(talk.measures(definitions.integrity(), [2025, 2027, 2029]), Vec::<&str>::new());
    }

    /// Every state with every step, as a table for the reviewer.
    #[test]
    fn the_steps_are_these() {
        use IntegrityState::{Annulled, InForce, Proposed, Refused, Restored};
        let table: Vec<_> = IntegrityState::ALL
            .iter()
            .map(|&state| {
                let steps = Step::ALL.iter().map(|&step| after(state, step));
                (state, <[_; 4]>::try_from(steps.collect::<Vec<_>>()).unwrap())
            })
            .collect();
        assert_eq!(
            table,
            [
                (Proposed, [Some(InForce), Some(Refused), None, None]),
                (InForce, [None, None, Some(Restored), Some(Annulled)]),
                (Refused, [None; 4]),
                (Restored, [None, None, None, Some(Annulled)]),
                (Annulled, [None; 4]),
            ]
        );
        assert_eq!(first_state(Sanction::Talk), InForce);
        assert_eq!(first_state(Sanction::Cancellation), Proposed);
    }
}
