//! What may be decided of a conflict, by whom, and what comes of it? One officer settles what the engine
//! leaves to a person; a bar falls only by two, whether it is lifted (where the policy allows it), was a person's
//! finding that is taken back, or rests on a declaration that is withdrawn.

use std::sync::LazyLock;

use entity::vocabulary::{RecusalDecisionState as State, RecusalOutcome as Outcome};
use serde::Deserialize;

use crate::conflicts::{ConflictKind, Severity};

const TEXT: &str = include_str!("../../rules/recusals/default.toml");

/// The rules in force. The text is part of the program and read by a test.
#[expect(clippy::expect_used, reason = "the text is compiled in and read by a test")]
pub(super) static RULES: LazyLock<RecusalRules> =
    LazyLock::new(|| toml::from_str(TEXT).expect("the rules of recusal are whole"));

/// The rules of decisions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecusalRules {
    pub(super) lifting: Lifting,
    pub(super) limits: Limits,
}

/// Which bars two people may lift.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lifting {
    /// Kinds that may always be lifted.
    pub(super) always: Vec<ConflictKind>,
    /// Kinds that may be lifted below a confidence, per mille.
    pub(super) when_uncertain: Vec<ConflictKind>,
    pub(super) below: u16,
}

/// Bounds of what is typed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) least_reason: usize,
    pub(super) most_reason: usize,
}

/// What the engine found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: ConflictKind,
    pub(super) severity: Severity,
    /// Per mille.
    pub(super) confidence: u16,
}

/// A decision that stands: proposed, or in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) outcome: Outcome,
    pub(super) state: State,
    pub(super) decided_by: String,
    /// Who asked to take it back, where it bars.
    pub(super) reversal_asked_by: Option<String>,
}

/// What a person does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Settles what is left to a person.
    Decide {
        /// Whether it is found to be a conflict.
        is_conflict: bool,
    },
    /// Proposes to lift a bar.
    Lift,
    /// Agrees to it, or to taking a bar back, or does not.
    AnswerLift {
        /// Whether.
        is_agreed: bool,
    },
    /// Takes a decision back; of one that bars, asks for it.
    Reverse,
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A new decision.
    New(Outcome, State),
    /// The standing decision changes.
    Becomes(State),
    /// It stands, and waits for a second person to take it back.
    Asked,
    /// It stands: the second person did not agree.
    Kept,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A decision stands already.
    Decided,
    /// A bar is not settled by one person.
    Bar,
    /// There is nothing to settle: a note keeps nobody out.
    Nothing,
    /// The policy never lifts this bar.
    NeverLifted,
    /// There is no bar to lift.
    NoBar,
    /// Nothing waits for an answer.
    NotProposed,
    /// It was asked before, and waits for an answer.
    Asked,
    /// Another person has to answer.
    SamePerson,
    /// There is no decision to take back.
    NoDecision,
}

impl Standing {
    /// Whether it keeps the expert out by itself: taking it back takes a bar away.
    fn bars(&self) -> bool {
        self.outcome == Outcome::Conflict && self.state == State::InForce
    }

    /// What a second person's answer makes of it.
    fn answered(&self, is_agreed: bool, by: &str) -> Result<Next, Refused> {
        let (first, agreed, refused) = match (self.state, &self.reversal_asked_by) {
            (State::Proposed, _) => {
                (&self.decided_by, Next::Becomes(State::InForce), Next::Becomes(State::Refused))
            }
            (State::InForce, Some(first)) => (first, Next::Becomes(State::Reversed), Next::Kept),
            _ => return Err(Refused::NotProposed),
        };
        match (first == by, is_agreed) {
            (true, _) => Err(Refused::SamePerson),
            (false, true) => Ok(agreed),
            (false, false) => Ok(refused),
        }
    }
}

/// What becomes of a declaration that somebody wants withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Withdrawal {
    /// It bars on, and waits for a second person.
    Asked,
    /// It is withdrawn.
    Done,
}

/// What becomes of a declaration in force, of which `asked_by` asked for the withdrawal, when `by` wants it withdrawn:
/// the first asks, a second of the office agrees. Whose own interest it is may ask, and never agrees.
pub(super) fn withdrawal(
    asked_by: Option<&str>,
    (by, is_own): (&str, bool),
) -> Result<Withdrawal, Refused> {
    match asked_by {
        None => Ok(Withdrawal::Asked),
        Some(first) if is_own || first == by => Err(Refused::SamePerson),
        Some(_) => Ok(Withdrawal::Done),
    }
}

impl RecusalRules {
    /// Whether two people may lift what was found.
    pub(super) fn may_lift(&self, found: Found) -> bool {
        let lifting = &self.lifting;
        found.severity == Severity::Bar
            && (lifting.always.contains(&found.kind)
                || (found.confidence < lifting.below
                    && lifting.when_uncertain.contains(&found.kind)))
    }

    /// What a deed makes of a finding and the decision that stands on it.
    pub(super) fn next(
        &self,
        found: Found,
        standing: Option<&Standing>,
        (deed, by): (Deed, &str),
    ) -> Result<Next, Refused> {
        match (deed, standing) {
            (Deed::Decide { .. } | Deed::Lift, Some(_)) => Err(Refused::Decided),
            (Deed::Decide { .. }, None) if found.severity == Severity::Bar => Err(Refused::Bar),
            (Deed::Decide { is_conflict: true }, None) => {
                Ok(Next::New(Outcome::Conflict, State::InForce))
            }
            (Deed::Decide { is_conflict: false }, None) => match found.severity {
                Severity::Flag => Ok(Next::New(Outcome::NotAConflict, State::InForce)),
                _ => Err(Refused::Nothing),
            },
            (Deed::Lift, None) if found.severity != Severity::Bar => Err(Refused::NoBar),
            (Deed::Lift, None) if !self.may_lift(found) => Err(Refused::NeverLifted),
            (Deed::Lift, None) => Ok(Next::New(Outcome::Lifted, State::Proposed)),
            (Deed::AnswerLift { is_agreed }, Some(one)) => one.answered(is_agreed, by),
            (Deed::AnswerLift { .. }, None) => Err(Refused::NotProposed),
            (Deed::Reverse, Some(one)) if one.reversal_asked_by.is_some() => Err(Refused::Asked),
            (Deed::Reverse, Some(one)) if one.bars() => Ok(Next::Asked),
            (Deed::Reverse, Some(_)) => Ok(Next::Becomes(State::Reversed)),
            (Deed::Reverse, None) => Err(Refused::NoDecision),
        }
    }

    /// Whether `text` is long enough for a reason, and not too long.
    pub(super) fn is_reason(&self, text: &str) -> bool {
        let letters = text.trim().chars().count();
        (self.limits.least_reason..=self.limits.most_reason).contains(&letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn severity() -> impl Strategy<Value = Severity> {
        prop_oneof![Just(Severity::Note), Just(Severity::Flag), Just(Severity::Bar)]
    }

    fn found() -> impl Strategy<Value = Found> {
        let kinds = prop::sample::select(ConflictKind::ALL.to_vec());
        (kinds, severity(), 0..=1_000_u16).prop_map(|(kind, severity, confidence)| Found {
            kind,
            severity,
            confidence,
        })
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            any::<bool>().prop_map(|is_conflict| Deed::Decide { is_conflict }),
            Just(Deed::Lift),
            any::<bool>().prop_map(|is_agreed| Deed::AnswerLift { is_agreed }),
            Just(Deed::Reverse),
        ]
    }

    /// What stands after a course of deeds by two people, who stands behind it, and who took each bar away.
    struct Course {
        standing: Option<Standing>,
        hands: Vec<&'static str>,
        reversals: Vec<[String; 2]>,
    }

    fn walk(found: Found, deeds: &[(Deed, bool)]) -> Course {
        let mut course = Course { standing: None, hands: Vec::new(), reversals: Vec::new() };
        for &(deed, is_first) in deeds {
            let by = if is_first { "one" } else { "other" };
            let next = RULES.next(found, course.standing.as_ref(), (deed, by));
            match (next, &mut course.standing) {
                (Ok(Next::New(outcome, state)), _) => {
                    let decided_by = by.to_owned();
                    let new = Standing { outcome, state, decided_by, reversal_asked_by: None };
                    course.standing = Some(new);
                    course.hands = vec![by];
                }
                (Ok(Next::Becomes(State::InForce)), Some(one)) => {
                    one.state = State::InForce;
                    course.hands.push(by);
                }
                (Ok(Next::Asked), Some(one)) => one.reversal_asked_by = Some(by.to_owned()),
                (Ok(Next::Kept), Some(one)) => one.reversal_asked_by = None,
                (Ok(_), one) => {
                    let bar = one.take().filter(Standing::bars);
                    let first = bar.map(|bar| bar.reversal_asked_by.unwrap_or_default());
                    course.reversals.extend(first.map(|first| [first, by.to_owned()]));
                }
                (Err(_), _) => {}
            }
        }
        course
    }

    proptest! {
        #[test]
        fn a_bar_falls_by_two_hands_or_not_at_all(
            found in found(),
            deeds in prop::collection::vec((deed(), any::<bool>()), 0..8),
        ) {
            let course = walk(found, &deeds);
            if let Some(one) = course.standing
                && one.state == State::InForce
                && one.outcome == Outcome::Lifted
            {
                prop_assert!(RULES.may_lift(found));
                prop_assert_eq!(course.hands.len(), 2);
                prop_assert_ne!(course.hands[0], course.hands[1]);
            }
            for [first, second] in course.reversals {
                prop_assert!(!first.is_empty() && first != second, "{} and {}", first, second);
            }
        }

        #[test]
        fn one_person_settles_a_flag_and_never_a_bar(found in found(), is_conflict: bool) {
            let next = RULES.next(found, None, (Deed::Decide { is_conflict }, "one"));
            match found.severity {
                Severity::Bar => prop_assert_eq!(next, Err(Refused::Bar)),
                Severity::Flag => prop_assert!(next.is_ok()),
                Severity::Note => prop_assert_eq!(next.is_ok(), is_conflict),
            }
        }

        #[test]
        fn what_stands_is_not_decided_twice_and_can_be_taken_back(found in found(), is_conflict: bool) {
            let cleared = standing(Outcome::NotAConflict, None);
            let again = RULES.next(found, Some(&cleared), (Deed::Decide { is_conflict }, "other"));
            prop_assert_eq!(again, Err(Refused::Decided));
            // A flag asks again, and a bar that was lifted bars again: one person may.
            for one in [cleared, standing(Outcome::Lifted, None)] {
                let back = RULES.next(found, Some(&one), (Deed::Reverse, "one"));
                prop_assert_eq!(back, Ok(Next::Becomes(State::Reversed)));
            }
        }

        #[test]
        fn a_bar_is_taken_back_by_two(found in found(), is_agreed: bool) {
            let next = |one: &Standing, deed, by| RULES.next(found, Some(one), (deed, by));
            let answer = Deed::AnswerLift { is_agreed };
            let bar = standing(Outcome::Conflict, None);
            // Neither who decided it nor a colleague takes it back alone.
            for by in ["one", "other"] {
                prop_assert_eq!(next(&bar, Deed::Reverse, by), Ok(Next::Asked));
            }
            prop_assert_eq!(next(&bar, answer, "other"), Err(Refused::NotProposed));
            let asked = standing(Outcome::Conflict, Some("other"));
            prop_assert_eq!(next(&asked, Deed::Reverse, "one"), Err(Refused::Asked));
            prop_assert_eq!(next(&asked, answer, "other"), Err(Refused::SamePerson));
            let answered = if is_agreed { Next::Becomes(State::Reversed) } else { Next::Kept };
            prop_assert_eq!(next(&asked, answer, "one"), Ok(answered));
        }
    }

    /// A decision in force of "one", which somebody asked to take back.
    fn standing(outcome: Outcome, asked_by: Option<&str>) -> Standing {
        Standing {
            outcome,
            state: State::InForce,
            decided_by: "one".to_owned(),
            reversal_asked_by: asked_by.map(str::to_owned),
        }
    }

    #[test]
    fn a_declaration_is_withdrawn_by_a_second_person_who_has_no_interest_in_it() {
        for (asked_by, by, next) in [
            (None, ("maker", true), Ok(Withdrawal::Asked)),
            (None, ("one", false), Ok(Withdrawal::Asked)),
            (Some("maker"), ("maker", true), Err(Refused::SamePerson)),
            (Some("one"), ("one", false), Err(Refused::SamePerson)),
            (Some("one"), ("maker", true), Err(Refused::SamePerson)),
            (Some("maker"), ("one", false), Ok(Withdrawal::Done)),
            (Some("one"), ("other", false), Ok(Withdrawal::Done)),
        ] {
            assert_eq!(withdrawal(asked_by, by), next, "{asked_by:?} {by:?}");
        }
    }

    #[test]
    fn kin_and_the_same_unit_are_never_lifted() {
        for kind in [ConflictKind::Kin, ConflictKind::SameUnit, ConflictKind::AdviserStudent] {
            let found = Found { kind, severity: Severity::Bar, confidence: 100 };
            assert_eq!(RULES.next(found, None, (Deed::Lift, "one")), Err(Refused::NeverLifted));
        }
        let sure =
            Found { kind: ConflictKind::Completer, severity: Severity::Bar, confidence: 1_000 };
        assert_eq!(RULES.next(sure, None, (Deed::Lift, "one")), Err(Refused::NeverLifted));
        assert!(RULES.may_lift(Found { confidence: 900, ..sure }));
    }
}
