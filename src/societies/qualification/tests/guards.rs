//! Do the guards hold?

use super::*;
use crate::societies::qualification::{criteria::CRITERIA, states::TABLE};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An application to which everything was said and found met, in `state`.
fn whole(state: State) -> Facts {
    let items = CRITERIA.list.iter().map(|one| ItemFacts {
        criterion: one.id.clone(),
        has_statement: true,
        files: vec![None],
        verdict: Some(Verdict::Met),
        has_note: false,
    });
    Facts {
        state,
        held_as: None,
        appealed_from: None,
        valid_to: None,
        status: Some(SocietyStatus::Member),
        items: items.collect(),
        taken: vec![],
        is_newcomer: false,
        renews_until: None,
        has_round_ended: true,
        today: day("2027-03-01"),
    }
}

fn take(step: Step, facts: &Facts) -> Result<Outcome, Refusal> {
    decide(step, facts, &CRITERIA, "cast.two", Some("理由"))
}

fn decided(step: Step, by: &str, on: &str) -> Taken {
    Taken { step, by: by.to_owned(), on: day(on) }
}

#[test]
fn only_listed_steps_succeed() {
    for &step in Step::ALL {
        for &state in State::ALL {
            let is_listed =
                TABLE.iter().any(|line| line.step == step && line.from.contains(&state));
            let refused = take(step, &whole(state)) == Err(Refusal::NotFromHere);
            assert_eq!(refused, !is_listed, "{step:?} from {state:?}");
        }
    }
}

#[test]
fn decisions_need_reasons() {
    let facts = whole(State::Checked);
    for reason in [None, Some(""), Some("  ")] {
        let outcome = decide(Step::Refuse, &facts, &CRITERIA, "cast", reason);
        assert_eq!(outcome, Err(Refusal::ReasonMissing));
    }
}

#[test]
fn an_application_is_whole_before_it_goes_in() {
    let mut facts = whole(State::Draft);
    // Nothing claims that the ministry recognised the society.
    facts.items.retain(|item| item.criterion != "recognised");
    assert!(take(Step::Submit, &facts).is_ok());
    facts.items[0].has_statement = false;
    assert_eq!(take(Step::Submit, &facts), Err(Refusal::Unanswered(vec!["legal_person".into()])));
    facts.items[0].has_statement = true;
    facts.items[1].files = vec![];
    facts.items[0].files = vec![Some(day("2027-02-28"))];
    let missing = vec!["legal_person".to_owned(), "social_award".to_owned()];
    assert_eq!(take(Step::Submit, &facts), Err(Refusal::FileMissing(missing)));
    facts.items[0].files.push(Some(day("2027-03-01")));
    facts.items[1].files = vec![None];
    assert!(take(Step::Submit, &facts).is_ok());
    facts.status = Some(SocietyStatus::Suspended);
    assert_eq!(take(Step::Submit, &facts), Err(Refusal::SocietyNotInStanding));
}

#[test]
fn a_recognised_organisation_needs_no_award_of_its_own() {
    let mut facts = whole(State::Draft);
    facts.items.retain(|item| {
        !matches!(item.criterion.as_str(), "social_award" | "award_rules" | "award_periods")
    });
    assert!(take(Step::Submit, &facts).is_ok());
    facts.state = State::Submitted;
    assert!(take(Step::FinishCheck, &facts).is_ok());
    facts.state = State::Checked;
    assert!(take(Step::Grant, &facts).is_ok());
    facts.items.retain(|item| item.criterion != "recognised");
    let Err(Refusal::NotMet(list)) = take(Step::Grant, &facts) else { panic!() };
    assert_eq!(list, ["social_award", "award_rules", "award_periods"]);
}

#[test]
fn every_required_criterion_is_checked_and_a_no_says_why() {
    let mut facts = whole(State::Submitted);
    facts.items[0].verdict = None;
    assert_eq!(
        take(Step::FinishCheck, &facts),
        Err(Refusal::Unchecked(vec!["legal_person".into()]))
    );
    facts.items[0].verdict = Some(Verdict::NotMet);
    assert_eq!(
        take(Step::FinishCheck, &facts),
        Err(Refusal::NoteMissing(vec!["legal_person".into()]))
    );
    facts.items[0].has_note = true;
    assert!(take(Step::FinishCheck, &facts).is_ok());
    facts.state = State::Checked;
    assert_eq!(take(Step::Grant, &facts), Err(Refusal::NotMet(vec!["legal_person".into()])));
    assert!(take(Step::Refuse, &facts).is_ok());
}

#[test]
fn a_newcomer_begins_with_a_trial_and_is_confirmed_after_a_round() {
    let mut facts = whole(State::Checked);
    facts.is_newcomer = true;
    assert_eq!(take(Step::Grant, &facts), Err(Refusal::NewcomerNeedsProbation));
    let outcome = take(Step::GrantProbation, &facts).unwrap();
    assert_eq!(outcome.state, State::Probation);
    assert_eq!(outcome.term, Some((day("2027-03-01"), day("2029-02-28"))));
    facts = Facts {
        state: State::Probation,
        held_as: outcome.held_as,
        has_round_ended: false,
        ..facts
    };
    assert_eq!(take(Step::Confirm, &facts), Err(Refusal::RoundNotEnded));
    facts.has_round_ended = true;
    let outcome = take(Step::Confirm, &facts).unwrap();
    assert_eq!((outcome.state, outcome.held_as), (State::Granted, Some(State::Granted)));
    assert_eq!(outcome.term, Some((day("2027-03-01"), day("2031-02-28"))));
    let old = whole(State::Checked);
    assert_eq!(take(Step::GrantProbation, &old), Err(Refusal::NoNewcomer));
}

#[test]
fn a_renewal_begins_when_the_old_right_ends() {
    let mut facts = whole(State::Checked);
    facts.renews_until = Some(day("2027-06-30"));
    let outcome = take(Step::Grant, &facts).unwrap();
    assert_eq!(outcome.term, Some((day("2027-07-01"), day("2031-06-30"))));
    facts.renews_until = Some(day("2027-02-01"));
    assert_eq!(take(Step::Grant, &facts).unwrap().term.unwrap().0, day("2027-03-01"));
    assert_eq!(last_day(day("2028-02-29"), 1), day("2029-02-28"));
}

#[test]
fn an_appeal_is_in_time_once_and_decided_by_another() {
    let mut facts = whole(State::Refused);
    facts.taken = vec![decided(Step::Refuse, "cast.one", "2027-02-14")];
    assert!(take(Step::Appeal, &facts).is_ok(), "the last day counts");
    facts.today = day("2027-03-02");
    let late = Refusal::AppealTooLate { until: day("2027-03-01") };
    assert_eq!(take(Step::Appeal, &facts), Err(late));

    facts.today = day("2027-03-01");
    let appealed = take(Step::Appeal, &facts).unwrap();
    assert_eq!(appealed.appealed_from, Some(State::Refused));
    facts.state = State::Appealed;
    facts.appealed_from = appealed.appealed_from;
    facts.taken.push(decided(Step::Appeal, "head", "2027-03-01"));
    for step in [Step::UpholdAppeal, Step::DismissAppeal] {
        let own = decide(step, &facts, &CRITERIA, "cast.one", Some("理由"));
        assert_eq!(own, Err(Refusal::SamePerson));
    }
    assert_eq!(take(Step::DismissAppeal, &facts).unwrap().state, State::Refused);
    facts.state = State::Refused;
    facts.taken.push(decided(Step::DismissAppeal, "cast.two", "2027-03-01"));
    assert_eq!(take(Step::Appeal, &facts), Err(Refusal::AppealSpent));
}

#[test]
fn an_appeal_that_succeeds_gives_back_what_was_held() {
    let mut facts = whole(State::Appealed);
    facts.taken = vec![decided(Step::Suspend, "cast.one", "2027-02-20")];
    facts.appealed_from = Some(State::Suspended);
    facts.held_as = Some(State::Probation);
    facts.valid_to = Some(day("2028-01-01"));
    let outcome = take(Step::UpholdAppeal, &facts).unwrap();
    assert_eq!((outcome.state, outcome.term), (State::Probation, None));
    // Refused before it held anything: the first right begins with the appeal.
    let mut facts = whole(State::Appealed);
    facts.taken = vec![decided(Step::Refuse, "cast.one", "2027-02-20")];
    facts.is_newcomer = true;
    let outcome = take(Step::UpholdAppeal, &facts).unwrap();
    assert_eq!(outcome.state, State::Probation);
    assert!(outcome.term.is_some());
}

#[test]
fn what_has_ended_is_not_brought_back_but_may_be_revoked() {
    let mut facts = whole(State::Granted);
    facts.valid_to = Some(day("2027-02-28"));
    assert_eq!(take(Step::Suspend, &facts), Err(Refusal::Ended));
    facts.valid_to = Some(day("2027-03-01"));
    assert!(take(Step::Suspend, &facts).is_ok());
}
