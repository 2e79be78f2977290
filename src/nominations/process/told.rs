//! Which steps of a dossier is somebody told? That one person at CAST asks to return it is nothing yet, to everybody
//! but CAST: it is told when a second one confirms it, and never where it was thought better of.

use entity::vocabulary::NominationState;

use super::record::Step;

/// The steps, oldest first, as they are told at CAST and elsewhere.
pub(super) fn told_steps(steps: &[Step], is_of_cast: bool) -> Vec<Step> {
    use NominationState::{CouncilApproved, Draft, Recommended, ReturnAsked};
    if is_of_cast {
        return steps.to_vec();
    }
    let is_confirmed =
        |place: usize| steps.get(place + 1).is_some_and(|next| next.to == CouncilApproved);
    let told = |(place, step): (usize, &Step)| match (step.from, step.to) {
        (Recommended, ReturnAsked) if !is_confirmed(place) => None,
        (ReturnAsked, Recommended) => None,
        // Its society took it back from where it thought that it lay.
        (ReturnAsked, Draft) => Some(Step { from: Recommended, ..step.clone() }),
        _ => Some(step.clone()),
    };
    let told = steps.iter().enumerate().filter_map(told);
    // A number that is left out would tell of a step.
    (1..).zip(told).map(|(number, step)| Step { number, ..step }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use NominationState::{CouncilApproved, Draft, Recommended, ReturnAsked};

    fn walk(states: &[NominationState]) -> Vec<Step> {
        let step = |(number, pair): (u32, &[NominationState])| Step {
            number,
            from: pair[0],
            to: pair[1],
            by: "somebody".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
            reason: Some("理由".to_owned()),
            content_digest: String::new(),
        };
        (1..).zip(states.windows(2)).map(step).collect()
    }

    /// Through which states it is told to have gone; its steps are numbered without a gap and follow each other.
    fn told(states: &[NominationState]) -> Vec<NominationState> {
        let (all, told) = (walk(states), told_steps(&walk(states), false));
        assert_eq!(told_steps(&all, true), all, "CAST is told all");
        assert!((1..).zip(&told).all(|(number, step)| step.number == number), "{told:?}");
        assert!(told.windows(2).all(|pair| pair[0].to == pair[1].from), "{told:?}");
        std::iter::once(told[0].from).chain(told.iter().map(|step| step.to)).collect()
    }

    #[test]
    fn what_one_person_at_cast_asks_for_is_told_when_a_second_confirms_it() {
        let begun = [CouncilApproved, Recommended];
        let with = |more: &[NominationState]| [&begun[..], more].concat();
        assert_eq!(told(&with(&[ReturnAsked])), begun);
        assert_eq!(told(&with(&[ReturnAsked, Recommended])), begun);
        let returned = with(&[ReturnAsked, CouncilApproved]);
        assert_eq!(told(&returned), returned);
        let kept_first = with(&[ReturnAsked, Recommended, ReturnAsked, CouncilApproved]);
        assert_eq!(told(&kept_first), returned);
        let again = with(&[ReturnAsked, CouncilApproved, Recommended, ReturnAsked]);
        assert_eq!(told(&again), with(&[ReturnAsked, CouncilApproved, Recommended]));
        for states in [&[Draft][..], &[ReturnAsked, Draft]] {
            assert_eq!(told(&with(states)), with(&[Draft]), "taken back by its society");
        }
    }
}
