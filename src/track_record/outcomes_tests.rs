//! What of a nomination becomes a fact, and what waits?

use super::*;
use crate::track_record::definitions::SHIPPED;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const CLOSES: &str = "2026-12-16T17:00:00+08:00";

/// Submitted two days before the close and accepted at once.
fn accepted_one(number: &str) -> KnownNomination {
    KnownNomination {
        society_id: "A".to_owned(),
        number: number.to_owned(),
        title: "项目".to_owned(),
        state: State::Accepted,
        is_ended: false,
        reached: vec![State::FormCheck, State::Accepted],
        submitted_at: Some(at("2026-12-14T17:00:00+08:00")),
        left_at: None,
        closes_at: Some(at(CLOSES)),
        attempts: Some(1),
        is_publicity_complete: Some(true),
        selection: Some(KnownSelection {
            is_called: true,
            is_chosen: true,
            has_minutes: true,
            experts: 6,
            heard: 4,
        }),
        objections: Vec::new(),
        first_review: None,
        awarded: None,
        grade_kept: None,
        defences: None,
    }
}

fn in_state(number: &str, state: State, is_ended: bool) -> KnownNomination {
    KnownNomination { state, is_ended, ..accepted_one(number) }
}

fn objection(
    outcome: Option<ObjectionOutcome>,
    is_answered_in_time: Option<bool>,
) -> KnownObjection {
    KnownObjection { is_taken: true, outcome, is_answered_in_time }
}

fn owed_at(known: &[KnownNomination], now: &str) -> Vec<Owed> {
    nominations_owed(&Definitions::parse(SHIPPED).unwrap(), known, at(now))
}

/// What a measure of each nomination is known as, once nominating is over.
fn values(known: &[KnownNomination], measure: &str) -> Vec<Option<u32>> {
    let value =
        |one: &Owed| one.told.iter().find(|told| told.measure == measure).map(|one| one.value);
    owed_at(known, CLOSES).iter().map(value).collect()
}

fn value(one: KnownNomination, measure: &str) -> Option<u32> {
    values(&[one], measure)[0]
}

#[test]
fn an_accepted_nomination_tells_its_outcome_with_its_case_and_source() {
    let owed = owed_at(&[accepted_one("2027-自-0001")], CLOSES);
    assert_eq!((owed[0].society_id.as_str(), owed[0].case_ref.as_str()), ("A", "2027-自-0001"));
    let told: Vec<_> =
        owed[0].told.iter().map(|told| (told.measure, told.value, told.room)).collect();
    assert_eq!(
        told,
        [
            ("submitted", 1, "nominations"),
            ("submitted_early", 1, "nominations"),
            ("publicity_complete", 1, "nominations"),
            ("selection_complete", 1, "nominations"),
            ("form_passed", 1, "examination"),
            ("form_passed_first", 1, "examination"),
            ("accepted", 1, "examination"),
        ],
        "whether it is withdrawn or objected to is open still"
    );
}

#[test]
fn nothing_is_told_before_nominating_is_over() {
    let told = |known: &[KnownNomination], now: &str| {
        owed_at(known, now).iter().map(|one| one.told.len()).collect::<Vec<_>>()
    };
    let before = "2026-12-16T16:59:59+08:00";
    assert_eq!(told(&[accepted_one("1")], before), [0], "the case is there, and open");
    assert_eq!(told(&[accepted_one("1")], CLOSES), [7]);
    let longer = Some(at("2026-12-20T17:00:00+08:00"));
    let extended = KnownNomination { closes_at: longer, ..accepted_one("2") };
    assert_eq!(told(&[accepted_one("1"), extended], CLOSES), [0, 0], "the society has more time");
    let untimed = KnownNomination { closes_at: None, ..accepted_one("1") };
    assert_eq!(told(&[untimed], CLOSES), [0]);
}

#[test]
fn a_rate_waits_for_every_nomination_of_its_society_and_for_no_other() {
    let other = KnownNomination { society_id: "B".to_owned(), ..accepted_one("3") };
    let known = [accepted_one("1"), in_state("2", State::FormCheck, false), other];
    assert_eq!(values(&known, "accepted"), [None, None, Some(1)]);
    assert_eq!(values(&known, "submitted"), [Some(1); 3]);
    let decided = [accepted_one("1"), in_state("2", State::Rejected, true)];
    assert_eq!(values(&decided, "accepted"), [Some(1), Some(0)]);
    assert_eq!(values(&decided, "form_passed_first"), [Some(1), Some(0)]);
}

#[test]
fn what_the_states_say_of_the_examination() {
    let of = |state| {
        let one = in_state("1", state, false);
        (value(one.clone(), "form_passed"), value(one, "accepted"))
    };
    assert_eq!(of(State::CorrectionRequired), (None, None));
    assert_eq!(of(State::Rejected), (Some(0), Some(0)));
    assert_eq!(of(State::ObjectionInvestigating), (Some(1), Some(1)));
    assert_eq!(of(State::Removed), (Some(1), Some(0)), "X25 art 66");
    let corrected = KnownNomination { attempts: Some(2), ..accepted_one("1") };
    assert_eq!(value(corrected, "form_passed_first"), Some(0));
    let imported = KnownNomination { attempts: None, ..accepted_one("1") };
    assert_eq!(value(imported, "form_passed_first"), None);
}

#[test]
fn what_is_withdrawn_late_counts_and_what_is_taken_back_in_time_is_no_case() {
    let left = |at_text: &str| KnownNomination {
        left_at: Some(at(at_text)),
        reached: Vec::new(),
        ..in_state("1", State::Withdrawn, true)
    };
    assert_eq!(owed_at(&[left("2026-12-15T12:00:00+08:00")], CLOSES), []);
    let late = left("2027-01-15T12:00:00+08:00");
    assert_eq!(value(late.clone(), "withdrawn"), Some(1));
    assert_eq!(value(late.clone(), "form_passed"), Some(0));
    let imported = KnownNomination { submitted_at: None, left_at: None, ..late };
    assert_eq!(value(imported.clone(), "withdrawn"), Some(1));
    assert_eq!(value(imported, "form_passed"), None, "nobody knows how far it was");
    let after =
        KnownNomination { reached: vec![State::Accepted], ..in_state("1", State::Withdrawn, true) };
    assert_eq!(value(after, "accepted"), Some(1));
    assert_eq!(value(accepted_one("1"), "withdrawn"), None);
    assert_eq!(value(in_state("1", State::NotAwarded, true), "withdrawn"), Some(0));
}

#[test]
fn a_day_before_the_close_is_early_to_the_second() {
    let submitted = |text: &str| {
        let one = KnownNomination { submitted_at: Some(at(text)), ..accepted_one("1") };
        value(one, "submitted_early")
    };
    assert_eq!(submitted("2026-12-15T17:00:00+08:00"), Some(1));
    assert_eq!(submitted("2026-12-15T17:00:01+08:00"), Some(0));
    let imported = KnownNomination { submitted_at: None, ..accepted_one("1") };
    assert_eq!(value(imported, "submitted_early"), None);
}

#[test]
fn a_selection_is_complete_with_all_its_evidence() {
    let whole = accepted_one("1").selection.unwrap();
    let with =
        |selection| value(KnownNomination { selection, ..accepted_one("1") }, "selection_complete");
    assert_eq!(with(Some(whole)), Some(1), "four of six are two thirds");
    for lacking in [
        KnownSelection { heard: 3, ..whole },
        KnownSelection { experts: 4, heard: 4, ..whole },
        KnownSelection { is_called: false, ..whole },
        KnownSelection { is_chosen: false, ..whole },
        KnownSelection { has_minutes: false, ..whole },
    ] {
        assert_eq!(with(Some(lacking)), Some(0), "{lacking:?}");
    }
    assert_eq!(with(None), None);
}

#[test]
fn objections_tell_what_was_taken_upheld_answered_and_let_pass() {
    let with = |state, is_ended, objections: &[KnownObjection]| {
        let one =
            KnownNomination { objections: objections.to_vec(), ..in_state("1", state, is_ended) };
        [
            "objections_accepted",
            "objections_upheld",
            "abandoned",
            "objections_due",
            "objections_in_time",
        ]
        .map(|measure| value(one.clone(), measure))
    };
    let open = [None; 5];
    assert_eq!(with(State::ObjectionClear, false, &[]), open);
    let ended = [Some(0), Some(0), Some(0), None, None];
    assert_eq!(with(State::NotAwarded, true, &[]), ended);
    let waits = objection(None, None);
    let taken = [Some(1), None, None, None, None];
    assert_eq!(with(State::ObjectionInvestigating, false, &[waits]), taken);
    let upheld = objection(Some(ObjectionOutcome::Upheld), Some(true));
    let silent = objection(Some(ObjectionOutcome::Abandoned), Some(false));
    let both = [Some(1), Some(1), Some(1), Some(2), Some(1)];
    assert_eq!(with(State::UpheldTerminated, true, &[upheld, silent]), both);
    let admitted = objection(Some(ObjectionOutcome::Admitted), None);
    assert_eq!(with(State::ObjectionResolved, false, &[admitted])[1], Some(1));
}

#[test]
fn what_the_reviews_decided_counts_once_it_is_known_of_each() {
    let decided = |number: &str, is_awarded: bool| KnownNomination {
        first_review: Some(true),
        awarded: Some(is_awarded),
        grade_kept: Some(is_awarded),
        defences: Some((2, 1)),
        ..in_state(number, if is_awarded { State::Awarded } else { State::NotAwarded }, true)
    };
    let known = [decided("1", true), decided("2", false)];
    assert_eq!(values(&known, "first_review_passed"), [Some(1); 2]);
    assert_eq!(values(&known, "awarded"), [Some(1), Some(0)]);
    assert_eq!(values(&known, "grade_kept"), [Some(1), Some(0)]);
    assert_eq!(values(&known, "defences_due"), [Some(2); 2]);
    assert_eq!(values(&known, "defences_attended"), [Some(1); 2]);
    let open = [decided("1", true), accepted_one("2")];
    for measure in ["first_review_passed", "awarded", "grade_kept"] {
        assert_eq!(values(&open, measure), [None, None], "{measure} is open of one");
    }
    assert_eq!(values(&open, "defences_due"), [Some(2), None]);
    let sources: Vec<&str> = owed_at(&known, CLOSES)[0]
        .told
        .iter()
        .filter(|told| ["awarded", "defences_due"].contains(&told.measure))
        .map(|told| told.room)
        .collect();
    assert_eq!(sources, ["results"; 2]);
}
