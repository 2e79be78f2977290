//! What do verdicts come to, one by one and in any order?

use proptest::prelude::*;

use super::*;
use crate::{
    examination::model::Verdict,
    nominations::{CheckFinding, CheckSeverity, CheckVerdict},
    shared::Bilingual,
};

fn finding(rule: &str, verdict: CheckVerdict, severity: CheckSeverity) -> CheckFinding {
    CheckFinding {
        rule: rule.to_owned(),
        verdict,
        severity,
        what: Bilingual::new("", ""),
        evidence: Vec::new(),
        address: None,
        clause: String::new(),
    }
}

fn said(rule: &str, turn: u32, ruling: Ruling, by: &str) -> Given {
    let verdict = Verdict { rule: rule.to_owned(), ruling, reason: None, fix: None, address: None };
    Given { verdict, turn, by: by.to_owned(), at: chrono::DateTime::UNIX_EPOCH }
}

fn of(found: CheckVerdict, rulings: &[Ruling]) -> ItemStanding {
    let findings = [finding("R", found, CheckSeverity::Refusal)];
    let given: Vec<Given> =
        (1..).zip(rulings).map(|(turn, ruling)| said("R", turn, *ruling, "x")).collect();
    items_of(&findings, &given)[0].standing
}

#[test]
fn what_speaks_against_it_takes_two_and_a_disagreement_a_third() {
    use ItemStanding::{Open, Second, Settled, Third};
    use Ruling::{Fail, Pass};
    for (found, rulings, expected) in [
        (CheckVerdict::NeedsPerson, &[][..], Open),
        (CheckVerdict::NeedsPerson, &[Pass], Settled(Pass)),
        (CheckVerdict::NeedsPerson, &[Fail], Second),
        (CheckVerdict::NeedsPerson, &[Fail, Fail], Settled(Fail)),
        (CheckVerdict::NeedsPerson, &[Fail, Pass], Third),
        (CheckVerdict::NeedsPerson, &[Fail, Pass, Fail], Settled(Fail)),
        (CheckVerdict::NeedsPerson, &[Fail, Pass, Pass], Settled(Pass)),
        (CheckVerdict::Fail, &[], Open),
        (CheckVerdict::Fail, &[Fail], Second),
        (CheckVerdict::Fail, &[Pass], Second),
        (CheckVerdict::Fail, &[Pass, Pass], Settled(Pass)),
        (CheckVerdict::Fail, &[Pass, Fail], Third),
    ] {
        assert_eq!(of(found, rulings), expected, "{found:?} {rulings:?}");
    }
}

#[test]
fn what_passes_and_what_only_reminds_asks_nobody() {
    let findings = [
        finding("A", CheckVerdict::Pass, CheckSeverity::Refusal),
        finding("B", CheckVerdict::Fail, CheckSeverity::Reminder),
        finding("C", CheckVerdict::NotApplicable, CheckSeverity::Refusal),
        finding("D", CheckVerdict::Off, CheckSeverity::Refusal),
    ];
    assert!(items_of(&findings, &[]).is_empty());
    assert_eq!(readiness(&items_of(&findings, &[])).standing, Standing::Acceptable);
    // An examiner may object to what the machine passed.
    let given = [said("A", 1, Ruling::Fail, "x")];
    assert_eq!(readiness(&items_of(&findings, &given)).standing, Standing::Second);
}

#[test]
fn nobody_speaks_twice_of_a_rule() {
    let findings = [finding("R", CheckVerdict::NeedsPerson, CheckSeverity::Refusal)];
    let given = [said("R", 1, Ruling::Fail, "first")];
    let items = items_of(&findings, &given);
    assert!(!may_speak(items.first(), "first"));
    assert!(may_speak(items.first(), "second"));
    let settled = [said("R", 1, Ruling::Pass, "first")];
    let items = items_of(&findings, &settled);
    assert!(!may_speak(items.first(), "second"), "nothing is said of what is settled");
    assert!(may_speak(None, "anybody"));
}

fn rulings() -> impl Strategy<Value = Vec<Ruling>> {
    prop::collection::vec(prop_oneof![Just(Ruling::Pass), Just(Ruling::Fail)], 0..4)
}

proptest! {
    /// However verdicts fall, a nomination is refusable only when two different turns failed one rule.
    #[test]
    fn nothing_is_refused_by_one_voice(
        said_of in prop::collection::vec((any::<bool>(), rulings()), 0..8)
    ) {
        let mut findings = Vec::new();
        let mut given = Vec::new();
        for (at, (is_barred, rulings)) in said_of.iter().enumerate() {
            let rule = format!("R{at}");
            let found = if *is_barred { CheckVerdict::Fail } else { CheckVerdict::NeedsPerson };
            findings.push(finding(&rule, found, CheckSeverity::Refusal));
            // As the use case lets them speak: until it is settled.
            let mut spoken: Vec<Given> = Vec::new();
            for (turn, ruling) in (1..).zip(rulings) {
                let items = items_of(&findings, &spoken);
                let by = format!("person{turn}");
                if !may_speak(items.iter().find(|item| item.rule == rule), &by) { break; }
                spoken.push(said(&rule, turn, *ruling, &by));
            }
            given.extend(spoken);
        }
        let items = items_of(&findings, &given);
        let ready = readiness(&items);
        let voices = |item: &Item<'_>| {
            item.given.iter().filter(|one| one.verdict.ruling == Ruling::Fail).count()
        };
        if ready.standing == Standing::Refusable {
            prop_assert!(items.iter().any(|item| voices(item) >= 2));
        }
        if ready.standing == Standing::Acceptable {
            prop_assert!(items.iter().all(|item| item.standing == ItemStanding::Settled(Ruling::Pass)));
            let overruled = items.iter().filter(|item| item.is_barred());
            prop_assert!(overruled.clone().all(|item| item.given.len() >= 2), "the machine's refusal is not overruled by one");
        }
        prop_assert_eq!(ready.open == 0, matches!(ready.standing, Standing::Acceptable | Standing::Refusable));
    }
}
