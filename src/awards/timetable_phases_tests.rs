//! Do the phases of a round begin and end at their very instants, and only by what was set or released?

use super::*;

const STAGES: StageRule =
    StageRule { examination: 45, acceptance_publicity: 30, review: 60, first_review_publicity: 20 };

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn course() -> Course<'static> {
    Course {
        nominating: Window {
            opens_at: at("2027-01-01T09:00:00+08:00"),
            closes_at: at("2027-02-28T17:00:00+08:00"),
        },
        correction_days: 0,
        investigation_days: 60,
        stages: &STAGES,
        acceptance: None,
        first_review: None,
    }
}

fn public(opens: &str, closes: &str) -> Option<PublicTime> {
    PublicTime::of([(at(opens), at(closes))])
}

fn phase(course: &Course<'_>, kind: PhaseKind) -> Phase {
    course.phases().into_iter().find(|one| one.kind == kind).unwrap()
}

/// The standing one second before an instant, at it, and one second after it.
fn around(one: &Phase, instant: DateTime<Utc>) -> [PhaseStanding; 3] {
    [-1, 0, 1].map(|seconds| one.standing(instant + Duration::seconds(seconds)))
}

#[test]
fn nominating_is_open_from_its_first_instant_and_over_at_its_last() {
    use PhaseStanding::{Before, Open, Over};
    let course = course();
    let one = phase(&course, PhaseKind::Nominating);
    assert_eq!(around(&one, course.nominating.opens_at), [Before, Open, Open]);
    assert_eq!(around(&one, course.nominating.closes_at), [Open, Over, Over]);
}

#[test]
fn a_plan_begins_nothing_and_what_is_not_released_in_time_is_late() {
    use PhaseStanding::{Before, Late, Open};
    let course = course();
    let examination = phase(&course, PhaseKind::Examination);
    // 28 February is the day itself, the forty-fifth after it is 14 April.
    let planned = at("2027-04-15T00:00:00+08:00");
    assert_eq!(examination.ends, Bound { at: planned, is_planned: true });
    assert_eq!(around(&examination, planned), [Open, Late, Late]);
    let shown = phase(&course, PhaseKind::AcceptancePublicity);
    assert_eq!((shown.begins.at, shown.begins.is_planned), (planned, true));
    assert_eq!(shown.ends.at, at("2027-05-15T00:00:00+08:00"), "thirty whole days");
    assert_eq!(around(&shown, planned), [Before; 3], "nobody released one");
    let review = phase(&course, PhaseKind::Review);
    assert_eq!(around(&review, review.begins.at), [Before; 3]);
    assert_eq!(review.ends.at, at("2027-07-14T00:00:00+08:00"));
    let again = phase(&course, PhaseKind::FirstReviewPublicity);
    assert_eq!(again.ends.at, at("2027-08-03T00:00:00+08:00"));
    assert!(course.phases().iter().skip(1).all(|one| one.ends.is_planned));
}

#[test]
fn what_was_released_fixes_the_phases_around_it() {
    use PhaseStanding::{Before, Open, Over};
    let (opens, closes) = ("2027-04-20T00:00:00+08:00", "2027-05-20T00:00:00+08:00");
    let course = Course { acceptance: public(opens, closes), ..course() };
    let examination = phase(&course, PhaseKind::Examination);
    assert_eq!(around(&examination, at(opens)), [Open, Over, Over]);
    let shown = phase(&course, PhaseKind::AcceptancePublicity);
    assert_eq!(around(&shown, at(opens)), [Before, Open, Open]);
    assert_eq!(around(&shown, at(closes)), [Open, Over, Over]);
    let objections = phase(&course, PhaseKind::Objections);
    assert_eq!(around(&objections, at(opens)), [Before, Open, Open]);
    // Sixty whole days after the last of the publicity.
    let last = at("2027-07-19T00:00:00+08:00");
    assert_eq!(objections.ends, Bound { at: last, is_planned: false });
    assert_eq!(around(&objections, last), [Open, Over, Over]);
    let review = phase(&course, PhaseKind::Review);
    assert_eq!(around(&review, at(closes)), [Before, Open, Open]);
    let late = around(&review, review.ends.at);
    assert_eq!(late, [Open, PhaseStanding::Late, PhaseStanding::Late]);

    let (again, end) = ("2027-08-01T00:00:00+08:00", "2027-08-21T00:00:00+08:00");
    let course = Course { first_review: public(again, end), ..course };
    assert_eq!(around(&phase(&course, PhaseKind::Review), at(again)), [Open, Over, Over]);
    let results = phase(&course, PhaseKind::FirstReviewPublicity);
    assert_eq!(around(&results, at(end)), [Open, Over, Over]);
    let objections = phase(&course, PhaseKind::FirstReviewObjections);
    assert_eq!(around(&objections, at(again)), [Before, Open, Open]);
    assert!(course.phases().iter().all(|one| !one.begins.is_planned && !one.ends.is_planned));
}

#[test]
fn an_early_publicity_does_not_end_the_examination() {
    let early = (at("2027-02-01T00:00:00+08:00"), at("2027-03-03T00:00:00+08:00"));
    let course = Course { acceptance: PublicTime::of([early]), ..course() };
    let shown = phase(&course, PhaseKind::AcceptancePublicity);
    assert_eq!(shown.begins, Bound { at: early.0, is_planned: false });
    assert!(shown.ends.is_planned, "more is to come");
    let examination = phase(&course, PhaseKind::Examination);
    let planned = Bound { at: at("2027-04-15T00:00:00+08:00"), is_planned: true };
    assert_eq!(examination.ends, planned);
    let last = (at("2027-04-10T00:00:00+08:00"), at("2027-05-10T00:00:00+08:00"));
    let course = Course { acceptance: PublicTime::of([last, early]), ..course };
    assert_eq!(phase(&course, PhaseKind::Examination).ends.at, last.0);
    assert_eq!(phase(&course, PhaseKind::AcceptancePublicity).begins.at, early.0);
    assert_eq!(phase(&course, PhaseKind::AcceptancePublicity).ends.at, last.1);
}

#[test]
fn corrections_are_a_phase_where_the_round_grants_time_for_them() {
    let kinds = |course: &Course<'_>| -> Vec<&'static str> {
        course.phases().iter().map(|one| one.kind.as_str()).collect()
    };
    assert!(!kinds(&course()).contains(&"corrections"));
    let with = Course { correction_days: 5, ..course() };
    assert_eq!(
        kinds(&with),
        [
            "nominating",
            "examination",
            "corrections",
            "acceptance_publicity",
            "objections",
            "review",
            "first_review_publicity",
            "first_review_objections",
        ]
    );
    let (one, other) = (phase(&with, PhaseKind::Corrections), phase(&with, PhaseKind::Examination));
    assert_eq!((one.begins, one.ends), (other.begins, other.ends));
}
