//! Which step may be taken about a pair of records, by whom, and where does it lead?
//!
//! Nothing is joined by one person alone, and nothing that two joined is parted by one. "Not the same person" is
//! one person's word that can be taken back, unless it would take a bar away: then it takes two as well.

use entity::vocabulary::{PersonLinkDeed as Deed, PersonLinkState as State};

/// Why a step may not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepRefusal {
    /// The state does not know the step.
    #[error("当前状态不能进行此操作 / the present state does not allow this")]
    NotNow,
    /// A second person is needed.
    #[error(
        "须由另一人复核：同一人不能既初次确认又复核 / a second person is needed: nobody confirms what he began himself"
    )]
    SamePerson,
    /// The step needs a reason.
    #[error("请说明理由（4–500 字） / please give a reason (4–500 characters)")]
    NoReason,
}

/// The least and the most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 4..=500;

/// Whether somebody must say why he takes the step.
pub(super) const fn needs_reason(deed: Deed) -> bool {
    matches!(deed, Deed::Refuse | Deed::Unlink | Deed::Withdraw | Deed::Reopen)
}

/// The state after `by` takes a step; `first` took the first of two. A refusal takes two where `takes_two`.
///
/// # Errors
/// The step is not allowed.
pub(super) fn after(
    state: State,
    (deed, takes_two): (Deed, bool),
    (first, by): (Option<&str>, &str),
    reason: Option<&str>,
) -> Result<State, StepRefusal> {
    let next = match (state, deed) {
        (State::Proposed, Deed::Confirm) => State::Confirmed,
        (State::Confirmed, Deed::Confirm) | (State::Unlinking, Deed::Withdraw) => State::Linked,
        (State::Proposed | State::Confirmed, Deed::Refuse) if takes_two => State::Refusing,
        (State::Proposed | State::Confirmed | State::Refusing, Deed::Refuse) => State::Refused,
        (State::Linked, Deed::Unlink) => State::Unlinking,
        (State::Unlinking, Deed::Unlink) => State::Unlinked,
        (State::Confirmed | State::Refusing, Deed::Withdraw | Deed::Lapse)
        | (State::Refused | State::Unlinked, Deed::Reopen) => State::Proposed,
        _ => return Err(StepRefusal::NotNow),
    };
    if is_second(state, deed) && first == Some(by) {
        return Err(StepRefusal::SamePerson);
    }
    let is_given = reason.is_some_and(|reason| REASON.contains(&reason.trim().chars().count()));
    if needs_reason(deed) && !is_given {
        return Err(StepRefusal::NoReason);
    }
    Ok(next)
}

/// Whether a step is the second of two.
const fn is_second(state: State, deed: Deed) -> bool {
    matches!(
        (state, deed),
        (State::Confirmed, Deed::Confirm)
            | (State::Unlinking, Deed::Unlink)
            | (State::Refusing, Deed::Refuse)
    )
}

/// Where, in all steps about a pair in their order with the states they led to, the deciding ones stand: those
/// of the two people who linked it, and of the one or two who said that it is not the same person.
pub(super) fn deciding(steps: &[(Deed, State)]) -> std::ops::Range<usize> {
    let decides = |step: &(Deed, State)| {
        matches!(step, (Deed::Confirm, State::Linked) | (Deed::Refuse, State::Refused))
    };
    let Some(last) = steps.iter().rposition(decides) else {
        return 0..0;
    };
    let before = last.checked_sub(1);
    let is_first = before.and_then(|before| steps.get(before)).is_some_and(|step| {
        matches!(step, (Deed::Confirm, State::Confirmed) | (Deed::Refuse, State::Refusing))
            && steps.get(last).is_some_and(|(deed, _)| *deed == step.0)
    });
    let (begin, end) = (if is_first { last - 1 } else { last }, last + 1);
    begin..end
}

/// Whether a state awaits a second person.
pub(super) const fn awaits_second(state: State) -> bool {
    matches!(state, State::Confirmed | State::Unlinking | State::Refusing)
}

/// What `by` may do now.
pub(super) fn allowed(state: State, first: Option<&str>, by: &str) -> Vec<Deed> {
    let deeds = [Deed::Confirm, Deed::Refuse, Deed::Unlink, Deed::Withdraw, Deed::Reopen];
    let is_allowed =
        |deed: &Deed| after(state, (*deed, true), (first, by), Some("理由齐备")).is_ok();
    deeds.into_iter().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHY: Option<&str> = Some("核对过任职经历");

    #[test]
    fn it_takes_two_to_link_and_two_to_part() {
        let step = |state, deed, first, by| after(state, (deed, false), (first, by), WHY);
        assert_eq!(step(State::Proposed, Deed::Confirm, None, "a"), Ok(State::Confirmed));
        assert_eq!(
            step(State::Confirmed, Deed::Confirm, Some("a"), "a"),
            Err(StepRefusal::SamePerson)
        );
        assert_eq!(step(State::Confirmed, Deed::Confirm, Some("a"), "b"), Ok(State::Linked));
        assert_eq!(step(State::Linked, Deed::Unlink, None, "a"), Ok(State::Unlinking));
        assert_eq!(
            step(State::Unlinking, Deed::Unlink, Some("a"), "a"),
            Err(StepRefusal::SamePerson)
        );
        assert_eq!(step(State::Unlinking, Deed::Unlink, Some("a"), "b"), Ok(State::Unlinked));
        assert_eq!(step(State::Unlinking, Deed::Withdraw, Some("a"), "a"), Ok(State::Linked));
    }

    #[test]
    fn not_the_same_takes_two_where_a_bar_would_fall() {
        let step =
            |state, takes_two, first, by| after(state, (Deed::Refuse, takes_two), (first, by), WHY);
        for from in [State::Proposed, State::Confirmed] {
            assert_eq!(step(from, false, Some("b"), "a"), Ok(State::Refused));
            assert_eq!(step(from, true, Some("b"), "a"), Ok(State::Refusing));
        }
        // Whatever it is found to take now: what two people were asked for, two people do.
        for takes_two in [false, true] {
            let again = step(State::Refusing, takes_two, Some("a"), "a");
            assert_eq!(again, Err(StepRefusal::SamePerson));
            assert_eq!(step(State::Refusing, takes_two, Some("a"), "b"), Ok(State::Refused));
        }
        for deed in [Deed::Withdraw, Deed::Lapse] {
            let back = after(State::Refusing, (deed, true), (Some("a"), "a"), WHY);
            assert_eq!(back, Ok(State::Proposed));
        }
        let no_reason = after(State::Refusing, (Deed::Refuse, true), (Some("a"), "b"), None);
        assert_eq!(no_reason, Err(StepRefusal::NoReason));
    }

    #[test]
    fn no_single_step_links_and_what_is_linked_is_not_refused() {
        for &state in State::ALL {
            for &deed in Deed::ALL {
                let next = after(state, (deed, true), (Some("a"), "a"), WHY);
                let is_new_link = next == Ok(State::Linked) && state != State::Unlinking;
                assert!(!is_new_link, "{state:?} {deed:?}");
                assert_ne!(next, Ok(State::Refused), "{state:?} {deed:?}: one person alone");
            }
            for takes_two in [false, true] {
                assert_eq!(
                    after(State::Linked, (Deed::Refuse, takes_two), (None, "a"), WHY),
                    Err(StepRefusal::NotNow)
                );
            }
        }
    }

    #[test]
    fn a_reason_is_asked_for() {
        for bad in [None, Some(""), Some("   不是  ")] {
            assert_eq!(
                after(State::Proposed, (Deed::Refuse, false), (None, "a"), bad),
                Err(StepRefusal::NoReason)
            );
        }
        assert_eq!(allowed(State::Proposed, None, "a"), [Deed::Confirm, Deed::Refuse]);
        assert_eq!(allowed(State::Confirmed, Some("a"), "a"), [Deed::Refuse, Deed::Withdraw]);
        assert_eq!(
            allowed(State::Confirmed, Some("a"), "b"),
            [Deed::Confirm, Deed::Refuse, Deed::Withdraw]
        );
        assert_eq!(allowed(State::Refusing, Some("a"), "a"), [Deed::Withdraw]);
        assert_eq!(allowed(State::Refusing, Some("a"), "b"), [Deed::Refuse, Deed::Withdraw]);
    }

    #[test]
    fn the_deciding_steps_are_those_of_what_stands() {
        use Deed::{Confirm, Refuse, Reopen, Unlink, Withdraw};
        use State::{Confirmed, Linked, Proposed, Refused, Refusing, Unlinking};
        let (one, two) = ((Confirm, Confirmed), (Confirm, Linked));
        let (asks, alone) = ((Refuse, Refusing), (Refuse, Refused));
        for (steps, expected) in [
            (vec![], 0..0),
            (vec![one], 0..0),
            (vec![one, two], 0..2),
            (vec![one, two, (Unlink, Unlinking), (Withdraw, Linked)], 0..2),
            (vec![alone], 0..1),
            (vec![asks, alone], 0..2),
            (vec![one, asks, alone], 1..3),
            // Of a refusal that was taken back nothing counts.
            (vec![asks, (Withdraw, Proposed), alone], 2..3),
            (vec![one, alone], 1..2),
            (vec![alone, (Reopen, Proposed), one, two], 2..4),
        ] {
            assert_eq!(deciding(&steps), expected, "{steps:?}");
        }
    }
}
