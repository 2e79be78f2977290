//! May an item of the record be disputed, and may a dispute be answered so?

use chrono::{DateTime, Duration, Utc};
use entity::vocabulary::DisputeState;

use super::definitions::DisputeRule;

/// What can be done to a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// CAST corrects the record.
    Accept,
    /// CAST lets it stand.
    Reject,
    /// The society takes it back.
    Withdraw,
}

/// The one table of transitions: an answer is final.
pub(super) const fn after(state: DisputeState, step: Step) -> Option<DisputeState> {
    match (state, step) {
        (DisputeState::Filed, Step::Accept) => Some(DisputeState::Accepted),
        (DisputeState::Filed, Step::Reject) => Some(DisputeState::Rejected),
        (DisputeState::Filed, Step::Withdraw) => Some(DisputeState::Withdrawn),
        _ => None,
    }
}

impl DisputeRule {
    /// Until when facts that were last recorded at `recorded` may be disputed.
    pub fn closes(&self, recorded: DateTime<Utc>) -> DateTime<Utc> {
        recorded + Duration::days(i64::from(self.file_within_days))
    }

    /// Until when a dispute filed at `filed` is to be answered.
    pub fn due(&self, filed: DateTime<Utc>) -> DateTime<Utc> {
        filed + Duration::days(i64::from(self.answer_within_days))
    }
}

/// Whether an answer is late.
pub(super) fn is_overdue(state: DisputeState, due: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    state == DisputeState::Filed && due < now
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;
    use crate::track_record::definitions::{Definitions, SHIPPED};

    #[test]
    fn only_what_is_filed_moves() {
        let steps = [Step::Accept, Step::Reject, Step::Withdraw];
        let moves: Vec<_> = DisputeState::ALL
            .iter()
            .filter(|&&state| steps.iter().any(|&step| after(state, step).is_some()))
            .collect();
        assert_eq!(moves, [&DisputeState::Filed]);
    }

    #[test]
    fn the_windows_are_counted_in_days() {
        let definitions = Definitions::parse(SHIPPED).unwrap();
        let rule = definitions.disputes();
        let at = Utc.with_ymd_and_hms(2026, 11, 26, 8, 0, 0).unwrap();
        assert_eq!((rule.closes(at) - at).num_days(), 180);
        assert_eq!((rule.due(at) - at).num_days(), 30);
        assert!(!is_overdue(DisputeState::Filed, rule.due(at), rule.due(at)));
        assert!(is_overdue(DisputeState::Filed, rule.due(at), rule.due(at) + Duration::seconds(1)));
        assert!(!is_overdue(
            DisputeState::Withdrawn,
            rule.due(at),
            rule.due(at) + Duration::days(9)
        ));
    }
}
