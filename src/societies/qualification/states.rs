//! Which step leads from which state to which, and whose step is it? One table.

use entity::vocabulary::{QualificationState as State, QualificationStep as Step};

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The society's head.
    Society,
    /// CAST.
    Cast,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// To this state.
    To(State),
    /// To what the society held before: the right, or the trial.
    Held,
    /// To where the appeal came from.
    Back,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Transition {
    /// The step.
    pub(crate) step: Step,
    /// The states in which it may be taken.
    pub(crate) from: &'static [State],
    /// Where it leads.
    pub(crate) goal: Goal,
    /// Whose it is.
    pub(crate) side: Side,
    /// Whether it needs reasons.
    pub(crate) needs_reason: bool,
}

const fn line(
    step: Step,
    from: &'static [State],
    goal: Goal,
    side: Side,
    needs_reason: bool,
) -> Transition {
    Transition { step, from, goal, side, needs_reason }
}

/// Every step that there is.
pub(crate) const TABLE: [Transition; 14] = [
    line(
        Step::Submit,
        &[State::Draft, State::Returned],
        Goal::To(State::Submitted),
        Side::Society,
        false,
    ),
    line(
        Step::Withdraw,
        &[State::Draft, State::Submitted, State::Returned, State::Checked],
        Goal::To(State::Withdrawn),
        Side::Society,
        false,
    ),
    line(
        Step::Return,
        &[State::Submitted, State::Checked],
        Goal::To(State::Returned),
        Side::Cast,
        true,
    ),
    line(Step::FinishCheck, &[State::Submitted], Goal::To(State::Checked), Side::Cast, false),
    line(Step::Grant, &[State::Checked], Goal::To(State::Granted), Side::Cast, true),
    line(Step::GrantProbation, &[State::Checked], Goal::To(State::Probation), Side::Cast, true),
    line(Step::Refuse, &[State::Checked], Goal::To(State::Refused), Side::Cast, true),
    line(Step::Confirm, &[State::Probation], Goal::To(State::Granted), Side::Cast, true),
    line(
        Step::Suspend,
        &[State::Granted, State::Probation],
        Goal::To(State::Suspended),
        Side::Cast,
        true,
    ),
    line(Step::Restore, &[State::Suspended], Goal::Held, Side::Cast, true),
    line(
        Step::Revoke,
        &[State::Granted, State::Probation, State::Suspended],
        Goal::To(State::Revoked),
        Side::Cast,
        true,
    ),
    line(
        Step::Appeal,
        &[State::Refused, State::Suspended, State::Revoked],
        Goal::To(State::Appealed),
        Side::Society,
        true,
    ),
    line(Step::UpholdAppeal, &[State::Appealed], Goal::Held, Side::Cast, true),
    line(Step::DismissAppeal, &[State::Appealed], Goal::Back, Side::Cast, true),
];

/// The line of `step`, where the table lets it be taken in `state`.
pub(crate) fn transition(step: Step, state: State) -> Option<&'static Transition> {
    TABLE.iter().find(|line| line.step == step && line.from.contains(&state))
}

/// Whether an application in this state waits for somebody: a society has one such at most.
pub(crate) fn is_open(state: State) -> bool {
    matches!(
        state,
        State::Draft | State::Submitted | State::Returned | State::Checked | State::Appealed
    )
}

/// Whether the society may still change what it handed in.
pub(crate) fn is_editable(state: State) -> bool {
    matches!(state, State::Draft | State::Returned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_this_table() {
        let mut table = Vec::new();
        for line in TABLE {
            for from in line.from {
                let goal = match line.goal {
                    Goal::To(state) => state.as_str(),
                    Goal::Held => "(held before)",
                    Goal::Back => "(appealed from)",
                };
                let reason = if line.needs_reason { " with reasons" } else { "" };
                table.push(format!(
                    "{:<10} --{}--> {goal}: {:?}{reason}",
                    from.as_str(),
                    line.step.as_str(),
                    line.side
                ));
            }
        }
        table.sort();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn every_step_is_there_once_and_only_listed_ones_succeed() {
        for &step in Step::ALL {
            assert_eq!(TABLE.iter().filter(|line| line.step == step).count(), 1, "{step:?}");
            for &state in State::ALL {
                let is_listed =
                    TABLE.iter().any(|line| line.step == step && line.from.contains(&state));
                assert_eq!(transition(step, state).is_some(), is_listed);
            }
        }
        // Withdrawn is the only end from which nothing leads on.
        for &state in State::ALL {
            let leads_on = TABLE.iter().any(|line| line.from.contains(&state));
            assert_eq!(leads_on, state != State::Withdrawn, "{state:?}");
        }
    }
}
