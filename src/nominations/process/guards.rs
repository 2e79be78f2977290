//! Do the guards of a society's step hold? By facts alone.

use entity::vocabulary::NominationState;

use super::{
    errors::Rule,
    record::Process,
    states::{self, Guard, Transition},
};
use crate::awards::{Moment, Window};

/// Everything on which a society's step may depend.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// Who acts.
    pub by: &'a str,
    /// What was done so far.
    pub process: &'a Process,
    /// SHA-256 of what the dossier says.
    pub digest: &'a str,
    /// Whether a reason was given.
    pub has_reason: bool,
    /// Whether a carried resolution is at hand.
    pub is_resolved: bool,
    /// Whether its society recommends through CAST in the round.
    pub is_via_cast: bool,
    /// When nominating is open, and where the present lies; none without a timetable.
    pub time: Option<(Window, Moment)>,
}

/// The step of a category from where the dossier stands, with every guard of it held.
///
/// # Errors
/// The table has no such step, or the first guard that does not hold.
pub(super) fn allowed(
    category: &str,
    (from, to): (NominationState, NominationState),
    facts: &Facts<'_>,
) -> Result<&'static Transition, Rule> {
    let step = states::find(category, from, to).ok_or(Rule::NoWay(from))?;
    for &guard in step.guards {
        holds(guard, facts)?;
    }
    Ok(step)
}

/// Whether a guard holds. Those that other rooms look after, such as the quota, hold here.
fn holds(guard: Guard, facts: &Facts<'_>) -> Result<(), Rule> {
    let process = facts.process;
    let publicity = process.publicity.as_ref();
    let is_held = match guard {
        Guard::BeforeClose | Guard::WindowOpen => return in_time(guard, facts),
        Guard::Reason => facts.has_reason,
        Guard::SecondPerson => {
            process.review.requested_by.as_deref().is_some_and(|by| by != facts.by)
        }
        Guard::PublicityOver => publicity.is_some_and(|one| one.closed_at.is_some()),
        Guard::ObjectionsSettled => publicity.is_some_and(super::record::Publicity::is_clear),
        Guard::ContentUnchanged => publicity.is_none_or(|one| one.content_digest == facts.digest),
        Guard::ResolutionCarried => facts.is_resolved,
        Guard::OwnRoute => !facts.is_via_cast,
        Guard::CastRoute => facts.is_via_cast,
        Guard::SecondOfCast => process.steps.last().is_some_and(|asked| asked.by != facts.by),
        _ => true,
    };
    if is_held { Ok(()) } else { Err(Rule::Guard(guard)) }
}

fn in_time(guard: Guard, facts: &Facts<'_>) -> Result<(), Rule> {
    match facts.time {
        Some((window, Moment::Over)) => Err(Rule::Late(window.closes_at)),
        Some((window, Moment::Before)) if guard == Guard::WindowOpen => {
            Err(Rule::Early(window.opens_at))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nominations::process::record::{Review, Step};
    use NominationState::{
        CouncilApproved, Draft, InternalPublicity, InternalReview, Recommended, ReturnAsked,
        Submitted,
    };

    fn process(state: NominationState) -> Process {
        let mut process = Process::of(state, Vec::new(), Vec::new(), Vec::new());
        process.review = Review { requested_by: Some("clerk".to_owned()), ..Review::default() };
        process
    }

    fn facts<'a>(process: &'a Process, by: &'a str) -> Facts<'a> {
        Facts {
            by,
            process,
            digest: "d",
            has_reason: false,
            is_resolved: false,
            is_via_cast: false,
            time: None,
        }
    }

    #[test]
    fn nobody_passes_what_he_asked_to_be_reviewed() {
        let process = process(InternalReview);
        let pass = |by| {
            allowed("NAT", (InternalReview, InternalPublicity), &facts(&process, by)).map(|_| ())
        };
        assert_eq!(pass("head"), Ok(()));
        assert_eq!(pass("clerk"), Err(Rule::Guard(Guard::SecondPerson)));
        let way = allowed("INT", (InternalReview, InternalPublicity), &facts(&process, "head"));
        assert_eq!(way.map(|_| ()), Err(Rule::NoWay(InternalReview)), "art 54 leaves INT out");
    }

    #[test]
    fn a_society_goes_by_its_one_route_and_a_second_person_confirms_what_goes_back() {
        let approved = process(CouncilApproved);
        let goes = |to, is_via_cast| {
            let facts = Facts { is_via_cast, ..facts(&approved, "head") };
            allowed("NAT", (CouncilApproved, to), &facts).map(|_| ())
        };
        assert_eq!(goes(Submitted, false), Ok(()));
        assert_eq!(goes(Submitted, true), Err(Rule::Guard(Guard::OwnRoute)));
        assert_eq!(goes(Recommended, true), Ok(()));
        assert_eq!(goes(Recommended, false), Err(Rule::Guard(Guard::CastRoute)));
        let mut asked = process(ReturnAsked);
        asked.steps.push(Step {
            number: 1,
            from: Recommended,
            to: ReturnAsked,
            by: "cast".to_owned(),
            at: chrono::DateTime::UNIX_EPOCH,
            reason: Some("重复".to_owned()),
            content_digest: "d".to_owned(),
        });
        let confirm =
            |by| allowed("NAT", (ReturnAsked, CouncilApproved), &facts(&asked, by)).map(|_| ());
        assert_eq!(confirm("cast"), Err(Rule::Guard(Guard::SecondOfCast)));
        assert_eq!(confirm("cast2"), Ok(()));
    }

    #[test]
    fn a_step_back_asks_for_a_reason_and_a_step_on_for_time() {
        let process = process(CouncilApproved);
        let mut facts = facts(&process, "head");
        let back = [CouncilApproved, Recommended, ReturnAsked].map(|from| (from, Draft));
        for way in back {
            assert_eq!(allowed("PRO", way, &facts), Err(Rule::Guard(Guard::Reason)));
        }
        facts.has_reason = true;
        assert!(back.iter().all(|way| allowed("PRO", *way, &facts).is_ok()));
        let at = |text: &str| text.parse().unwrap();
        let window =
            Window { opens_at: at("2026-11-01T00:00:00Z"), closes_at: at("2026-12-01T00:00:00Z") };
        for (moment, expected) in [
            (Moment::Before, Some(Rule::Early(window.opens_at))),
            (Moment::Open, None),
            (Moment::Over, Some(Rule::Late(window.closes_at))),
        ] {
            facts.time = Some((window, moment));
            let step = allowed("PRO", (CouncilApproved, Submitted), &facts);
            assert_eq!(step.err(), expected, "{moment:?}");
        }
        assert_eq!(
            allowed("PRO", (Draft, Submitted), &facts).err(),
            Some(Rule::NoWay(Draft)),
            "nothing is submitted from the draft"
        );
    }
}
