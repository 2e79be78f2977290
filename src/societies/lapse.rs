//! What must a society mend before it may nominate again, whatever right it holds?

use chrono::NaiveDate;
use entity::vocabulary::{CheckResult, SocietyStatus};

/// Something that has lapsed in the register. It stands until the register says that it was mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lapse {
    /// The newest annual check was failed (不合格).
    AnnualCheck,
    /// The assessment grade was taken away before its time, and no other holds.
    Grade,
    /// It is deregistered, has left, or was merged into another.
    Register,
}

/// A grade, from its first day to its last, and the day on which it was ended before that.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GradeTerm {
    pub(crate) first: NaiveDate,
    pub(crate) last: NaiveDate,
    pub(crate) ended_on: Option<NaiveDate>,
}

impl GradeTerm {
    fn holds(&self, today: NaiveDate) -> bool {
        let last = self.ended_on.map_or(self.last, |ended| ended.min(self.last));
        self.first <= today && today <= last
    }

    /// It would hold today, had it not been ended.
    fn is_cancelled(&self, today: NaiveDate) -> bool {
        self.ended_on.is_some_and(|ended| ended < today) && today <= self.last
    }
}

/// How a society stands with CAST, by the word that is kept.
fn status_of(word: Option<&str>) -> Option<SocietyStatus> {
    word.and_then(|word| word.parse().ok())
}

fn is_gone(status: Option<SocietyStatus>) -> bool {
    use SocietyStatus::{Deregistered, Left, Merged};
    matches!(status, Some(Merged | Deregistered | Left))
}

/// Whether a society that stands so with CAST is stopped or gone: it may not nominate meanwhile, whatever
/// right was granted to it.
pub(crate) fn is_barred(status: Option<&str>) -> bool {
    let status = status_of(status);
    is_gone(status) || status == Some(SocietyStatus::Suspended)
}

/// What has lapsed, from the standing with CAST, the newest annual check and every grade.
pub(crate) fn lapses(
    status: Option<&str>,
    check: Option<CheckResult>,
    grades: &[GradeTerm],
    today: NaiveDate,
) -> Vec<Lapse> {
    let has_lost_grade = grades.iter().any(|grade| grade.is_cancelled(today))
        && !grades.iter().any(|grade| grade.holds(today));
    let found = [
        (check == Some(CheckResult::Failed), Lapse::AnnualCheck),
        (has_lost_grade, Lapse::Grade),
        (is_gone(status_of(status)), Lapse::Register),
    ];
    found.into_iter().filter(|(is_so, _)| *is_so).map(|(_, lapse)| lapse).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn grade(first: &str, last: &str, ended_on: Option<&str>) -> GradeTerm {
        GradeTerm { first: day(first), last: day(last), ended_on: ended_on.map(day) }
    }

    #[test]
    fn who_is_stopped_or_gone_is_barred() {
        let barred: Vec<&str> = SocietyStatus::ALL
            .iter()
            .map(|status| status.as_str())
            .filter(|word| is_barred(Some(word)))
            .collect();
        assert_eq!(barred, ["suspended", "merged", "deregistered", "left"]);
        assert!(!is_barred(None) && !is_barred(Some("a word of another register")));
    }

    #[test]
    fn a_failed_check_lapses_and_one_that_is_passed_with_reserve_does_not() {
        let of = |check| lapses(Some("member"), check, &[], day("2027-03-01"));
        assert_eq!(of(Some(CheckResult::Failed)), [Lapse::AnnualCheck]);
        for check in [None, Some(CheckResult::Passed), Some(CheckResult::BasicallyPassed)] {
            assert_eq!(of(check), []);
        }
    }

    #[test]
    fn a_grade_that_was_taken_away_lapses_until_another_holds_or_its_time_is_over() {
        let lost = grade("2024-01-01", "2028-12-31", Some("2027-03-01"));
        let of = |grades: &[GradeTerm], today: &str| lapses(None, None, grades, day(today));
        assert_eq!(of(&[lost], "2027-03-01"), [], "its last day");
        assert_eq!(of(&[lost], "2027-03-02"), [Lapse::Grade]);
        assert_eq!(of(&[lost], "2028-12-31"), [Lapse::Grade]);
        assert_eq!(of(&[lost], "2029-01-01"), [], "it would be over by now");
        let lower = grade("2028-01-01", "2032-12-31", None);
        assert_eq!(of(&[lost, lower], "2027-12-31"), [Lapse::Grade]);
        assert_eq!(of(&[lost, lower], "2028-01-01"), []);
        let over = grade("2019-01-01", "2023-12-31", None);
        assert_eq!(of(&[over], "2027-03-01"), [], "a grade that ran out was not taken away");
    }

    #[test]
    fn who_is_gone_has_lapsed_and_who_is_stopped_has_not() {
        let of = |status| lapses(Some(status), None, &[], day("2027-03-01"));
        for status in ["merged", "deregistered", "left"] {
            assert_eq!(of(status), [Lapse::Register]);
        }
        assert_eq!(of("suspended"), [], "its right is suspended: that is said elsewhere");
    }
}
