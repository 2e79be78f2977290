//! What ends soon, and how urgent is it? Days of China, counted to the last day itself.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryKind {
    /// The right to nominate.
    Qualification,
    /// A file that shows a criterion of a right in force.
    Evidence,
    /// The assessment grade.
    Grade,
    /// The council's term.
    CouncilTerm,
    /// An officer's term.
    OfficerTerm,
    /// A clerk's delegation.
    Delegation,
}

/// How near an end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alert {
    /// It has passed.
    Overdue,
    /// At most 7 days are left.
    Within7,
    /// At most 30 days are left.
    Within30,
    /// At most 90 days are left.
    Within90,
}

/// How near the end on `last` is, seen from `today`; none while more than 90 days are left. On the
/// last day itself 0 days are left and the thing still holds.
pub fn alert(last: NaiveDate, today: NaiveDate) -> Option<Alert> {
    match days_left(last, today) {
        ..0 => Some(Alert::Overdue),
        0..=7 => Some(Alert::Within7),
        8..=30 => Some(Alert::Within30),
        31..=90 => Some(Alert::Within90),
        91.. => None,
    }
}

/// Days from `today` to the last day; negative when it has passed.
pub fn days_left(last: NaiveDate, today: NaiveDate) -> i64 {
    (last - today).num_days()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::china_day;

    #[test]
    fn the_alerts_begin_ninety_thirty_and_seven_days_before() {
        let last: NaiveDate = "2027-06-30".parse().unwrap();
        let at = |day: &str| alert(last, day.parse().unwrap());
        assert_eq!(at("2027-03-31"), None);
        assert_eq!(at("2027-04-01"), Some(Alert::Within90));
        assert_eq!(at("2027-05-30"), Some(Alert::Within90));
        assert_eq!(at("2027-05-31"), Some(Alert::Within30));
        assert_eq!(at("2027-06-22"), Some(Alert::Within30));
        assert_eq!(at("2027-06-23"), Some(Alert::Within7));
        assert_eq!(at("2027-06-30"), Some(Alert::Within7));
        assert_eq!(at("2027-07-01"), Some(Alert::Overdue));
    }

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        let last: NaiveDate = "2027-06-30".parse().unwrap();
        let at = |instant: &str| alert(last, china_day(instant.parse().unwrap()));
        assert_eq!(at("2027-06-30T15:59:59Z"), Some(Alert::Within7));
        assert_eq!(at("2027-06-30T16:00:00Z"), Some(Alert::Overdue));
    }
}
