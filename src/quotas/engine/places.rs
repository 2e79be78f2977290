//! Within which bounds may the places of a society move, and by which steps?

use super::apportion::Seats;
use super::band::{Band, Verdict};
use super::policy::Policy;

/// The bounds of a society, with the points between which its steps run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) seats: Seats,
    /// The places held, brought within the policy's bounds.
    pub(super) held: u32,
    /// Places that the band asks for, before bounds.
    pub(super) asked: i64,
    /// Places that the band gives within bounds.
    pub(super) given: u32,
}

/// The bounds of a society with so many places in the newest round.
pub(super) fn span(policy: &Policy, verdict: &Verdict, previous: u32) -> Span {
    let bounds = &policy.bounds;
    let (down, up) = (previous.saturating_sub(bounds.max_down), previous + bounds.max_up);
    let least = down.max(bounds.floor.min(up));
    let most = up.min(bounds.ceiling.max(down));
    let held = previous.clamp(least, most);
    let kept = |places: u32| Seats { least: places, low: places, high: places };
    match verdict.band {
        Band::Suspend => Span { seats: kept(0), held: previous, asked: 0, given: 0 },
        Band::Newcomer | Band::Return => {
            let places = policy.newcomer.places;
            Span { seats: kept(places), held: previous, asked: places.into(), given: places }
        }
        Band::Hold => {
            let seats = Seats { least, low: held, high: held };
            Span { seats, held, asked: held.into(), given: held }
        }
        Band::Expand => {
            let asked = held + policy.expand.by;
            let high = asked.min(most).max(held);
            let seats = Seats { least, low: held, high };
            Span { seats, held, asked: asked.into(), given: high }
        }
        Band::Shrink => {
            let asked = i64::from(held) - i64::from(policy.shrink.by);
            let places = u32::try_from(asked).unwrap_or(0).max(least);
            let seats = Seats { least, low: places, high: places };
            Span { seats, held, asked, given: places }
        }
    }
}

/// The steps from the places held to those proposed, each with its kind's number of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) bound: i32,
    pub(super) band: i32,
    pub(super) limit: i32,
    pub(super) sharing: i32,
}

/// Takes a change apart; the four parts sum to it.
pub(super) fn steps(span: &Span, previous: u32, proposed: u32) -> Steps {
    let (previous, proposed) = (i64::from(previous), i64::from(proposed));
    let (held, given) = (i64::from(span.held), i64::from(span.given));
    let small = |places: i64| i32::try_from(places).unwrap_or(i32::MAX);
    Steps {
        bound: small(held - previous),
        band: small(span.asked - held),
        limit: small(given - span.asked),
        sharing: small(proposed - given),
    }
}
