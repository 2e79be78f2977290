//! Does an objection go its way whatever is done to it, and in whatever order?

use proptest::prelude::*;

use super::*;

fn case(state: State) -> Case {
    Case {
        kind: Kind::Academic,
        state,
        has_record: true,
        waits_for: Vec::new(),
        is_postponed: false,
        finding: None,
    }
}

#[test]
fn each_silence_has_the_effect_of_its_clause() {
    let waiting = |party| Case { waits_for: vec![party], ..case(State::Accepted) };
    let lapse = |party| next(&waiting(party), Deed::Lapse(party)).unwrap();
    assert_eq!(lapse(Party::Nominator).settled, Some((Outcome::Abandoned, Effect::Terminated)));
    assert_eq!(lapse(Party::Objector).settled, Some((Outcome::Dropped, Effect::Stays)));
    let admitted = lapse(Party::Nominee);
    assert_eq!((admitted.state, admitted.finding), (State::Accepted, Some(Outcome::Admitted)));
    let nobody = next(&case(State::Accepted), Deed::Lapse(Party::Nominee));
    assert_eq!(nobody, Err(Refused::NotAsked(Party::Nominee)));
}

#[test]
fn an_admission_leaves_only_its_effect_to_be_decided() {
    let admitted = Case { finding: Some(Outcome::Admitted), ..case(State::Accepted) };
    let propose = |outcome, effect| next(&admitted, Deed::Propose(outcome, effect));
    assert_eq!(propose(Outcome::Dismissed, Effect::Stays), Err(Refused::Admitted));
    assert_eq!(propose(Outcome::Admitted, Effect::Terminated).unwrap().state, State::Proposed);
    let free = case(State::Accepted);
    let admit = Deed::Propose(Outcome::Admitted, Effect::Stays);
    assert_eq!(next(&free, admit), Err(Refused::ByClock));
}

#[test]
fn what_is_proposed_needs_a_record_every_answer_and_an_effect_of_its_own() {
    let propose = Deed::Propose(Outcome::Dismissed, Effect::Stays);
    let open = Case { waits_for: vec![Party::Nominee], ..case(State::Accepted) };
    assert_eq!(next(&open, propose), Err(Refused::Waits));
    let blank = Case { has_record: false, ..case(State::Accepted) };
    assert_eq!(next(&blank, propose), Err(Refused::NoRecord));
    let harsh = Deed::Propose(Outcome::Dismissed, Effect::Terminated);
    assert_eq!(next(&case(State::Accepted), harsh), Err(Refused::Effect));
    let put_off = Deed::Propose(Outcome::Deferred, Effect::Deferred);
    assert_eq!(next(&case(State::Accepted), put_off), Err(Refused::NotPostponed));
    let postponed = Case { is_postponed: true, ..case(State::Accepted) };
    assert!(next(&postponed, put_off).is_ok());
    assert_eq!(next(&case(State::Received), propose), Err(Refused::State(State::Received)));
}

fn party() -> impl Strategy<Value = Party> {
    prop::sample::select(Party::ALL)
}

fn deed() -> impl Strategy<Value = Deed> {
    let outcome = prop::sample::select(Outcome::ALL);
    let effect = prop::sample::select(Effect::ALL);
    prop_oneof![
        Just(Deed::Accept),
        Just(Deed::Refuse),
        Just(Deed::Transfer),
        Just(Deed::Record),
        Just(Deed::Decide),
        Just(Deed::Return),
        Just(Deed::Withdraw),
        Just(Deed::End),
        party().prop_map(Deed::Ask),
        party().prop_map(Deed::Answer),
        party().prop_map(Deed::Lapse),
        (outcome, effect).prop_map(|(outcome, effect)| Deed::Propose(outcome, effect)),
    ]
}

/// What the use cases keep of a deed that was taken.
fn follow(case: &mut Case, deed: Deed, next: Next) {
    case.state = next.state;
    case.finding = next.finding;
    match deed {
        Deed::Ask(party) if party != Party::Office => case.waits_for.push(party),
        Deed::Answer(party) | Deed::Lapse(party) => case.waits_for.retain(|one| *one != party),
        Deed::Record => case.has_record = true,
        _ => {}
    }
}

proptest! {
    #[test]
    fn what_is_final_stays_and_nothing_is_decided_unproposed(
        deeds in prop::collection::vec(deed(), 1..60), is_disciplinary in any::<bool>(),
    ) {
        let kind = if is_disciplinary { Kind::Disciplinary } else { Kind::Academic };
        let mut case = Case { kind, has_record: false, ..case(State::Received) };
        for deed in deeds {
            let before = case.clone();
            let Ok(next) = next(&case, deed) else { continue };
            prop_assert!(!is_final(before.state), "{before:?} {deed:?}");
            if next.state == State::Decided {
                let is_by_clock = next.settled.is_some();
                prop_assert!(is_by_clock || before.state == State::Proposed);
            }
            if next.state == State::Proposed {
                prop_assert!(before.has_record && before.waits_for.is_empty());
            }
            if let Some((outcome, effect)) = next.settled {
                prop_assert_eq!(outcome == Outcome::Abandoned, effect == Effect::Terminated);
                prop_assert!(matches!(deed, Deed::Lapse(_) | Deed::End));
            }
            follow(&mut case, deed, next);
        }
    }
}
