//! How does a society stand with its right to nominate on a day?

use chrono::NaiveDate;
use entity::vocabulary::QualificationState as State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::societies::lapse::is_barred;

/// Where a society stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It never held nor asked for the right.
    None,
    /// It asked and waits.
    Applying,
    /// It holds the right on trial.
    Probation,
    /// It holds the right.
    Granted,
    /// Its right is suspended.
    Suspended,
    /// Its right has ended by its date.
    Expired,
    /// It was refused.
    Refused,
    /// Its right was revoked.
    Revoked,
    /// It appealed, and waits.
    Appealed,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 9] = [
        Self::None,
        Self::Applying,
        Self::Probation,
        Self::Granted,
        Self::Suspended,
        Self::Expired,
        Self::Refused,
        Self::Revoked,
        Self::Appealed,
    ];

    /// The word as sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Applying => "applying",
            Self::Probation => "probation",
            Self::Granted => "granted",
            Self::Suspended => "suspended",
            Self::Expired => "expired",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Appealed => "appealed",
        }
    }

    /// Whether the right was taken away from the society, for a time or for good.
    pub const fn is_taken_away(self) -> bool {
        matches!(self, Self::Suspended | Self::Revoked)
    }

    /// Whether the society may nominate on its own.
    pub const fn is_in_force(self) -> bool {
        matches!(self, Self::Probation | Self::Granted)
    }
}

/// What the standing is read from, one application each, the oldest first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Held {
    pub(crate) state: State,
    pub(crate) valid_from: Option<NaiveDate>,
    pub(crate) valid_to: Option<NaiveDate>,
}

impl Held {
    /// How this application alone makes the society stand.
    pub(crate) fn standing(self, today: NaiveDate) -> Standing {
        let has_ended = self.valid_to.is_some_and(|last| last < today);
        match self.state {
            State::Draft | State::Withdrawn => Standing::None,
            State::Submitted | State::Returned | State::Checked => Standing::Applying,
            State::Granted | State::Probation | State::Suspended if has_ended => Standing::Expired,
            State::Granted => Standing::Granted,
            State::Probation => Standing::Probation,
            State::Suspended => Standing::Suspended,
            State::Refused => Standing::Refused,
            State::Revoked => Standing::Revoked,
            State::Appealed => Standing::Appealed,
        }
    }
}

/// The place of the application that decides how the society stands today, with the standing: one
/// that is in force or suspended, else the newest that was handed in. A right is suspended as long as
/// its society, by its `status` with CAST, is stopped or gone.
pub(crate) fn standing(
    history: &[Held],
    status: Option<&str>,
    today: NaiveDate,
) -> (Standing, Option<usize>) {
    let has_begun = |held: &Held| held.valid_from.is_none_or(|first| first <= today);
    let each = || history.iter().enumerate().rev();
    let holds = each().find(|(_, held)| {
        let standing = held.standing(today);
        has_begun(held) && (standing.is_in_force() || standing == Standing::Suspended)
    });
    let handed_in = || each().find(|(_, held)| held.standing(today) != Standing::None);
    match holds.or_else(handed_in) {
        Some((at, held)) => {
            let alone = held.standing(today);
            let is_stopped = alone.is_in_force() && is_barred(status);
            (if is_stopped { Standing::Suspended } else { alone }, Some(at))
        }
        None => (Standing::None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEMBER: Option<&str> = Some("member");

    fn held(state: State, from: &str, to: &str) -> Held {
        Held { state, valid_from: from.parse().ok(), valid_to: to.parse().ok() }
    }

    #[test]
    fn a_right_in_force_outweighs_what_came_after() {
        let today = "2027-03-01".parse().unwrap();
        let right = held(State::Granted, "2024-01-01", "2027-03-01");
        let asks = held(State::Submitted, "", "");
        assert_eq!(standing(&[right, asks], MEMBER, today), (Standing::Granted, Some(0)));
        let refused = held(State::Refused, "", "");
        assert_eq!(standing(&[right, refused], MEMBER, today), (Standing::Granted, Some(0)));
        let tomorrow = "2027-03-02".parse().unwrap();
        assert_eq!(standing(&[right], MEMBER, tomorrow), (Standing::Expired, Some(0)));
        assert_eq!(standing(&[right, asks], MEMBER, tomorrow), (Standing::Applying, Some(1)));
    }

    #[test]
    fn a_renewal_takes_over_on_its_first_day() {
        let old = held(State::Granted, "2023-01-01", "2026-12-31");
        let new = held(State::Granted, "2027-01-01", "2030-12-31");
        let at = |day: &str| standing(&[old, new], MEMBER, day.parse().unwrap());
        assert_eq!(at("2026-12-31"), (Standing::Granted, Some(0)));
        assert_eq!(at("2027-01-01"), (Standing::Granted, Some(1)));
        assert_eq!(at("2031-01-01"), (Standing::Expired, Some(1)));
    }

    #[test]
    fn a_draft_is_nothing_yet() {
        let today = "2027-03-01".parse().unwrap();
        assert_eq!(standing(&[held(State::Draft, "", "")], MEMBER, today), (Standing::None, None));
        assert_eq!(standing(&[], MEMBER, today), (Standing::None, None));
    }

    #[test]
    fn a_society_that_is_stopped_or_gone_holds_its_right_in_name_only() {
        let today = "2027-03-01".parse().unwrap();
        let of = |state, status| {
            standing(&[held(state, "2024-01-01", "2028-01-01")], Some(status), today).0
        };
        for status in ["suspended", "merged", "deregistered", "left"] {
            assert_eq!(of(State::Granted, status), Standing::Suspended, "{status}");
            assert_eq!(of(State::Probation, status), Standing::Suspended, "{status}");
            assert_eq!(of(State::Revoked, status), Standing::Revoked, "nothing is softened");
            assert_eq!(of(State::Submitted, status), Standing::Applying);
        }
        assert_eq!(of(State::Granted, "entrusted"), Standing::Granted);
    }
}
