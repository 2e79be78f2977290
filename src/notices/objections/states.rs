//! Which way does an objection go, and what does each deed need? One function, of values alone.

use entity::vocabulary::{
    ObjectionEffect as Effect, ObjectionKind as Kind, ObjectionOutcome as Outcome,
    ObjectionParty as Party, ObjectionState as State,
};

/// What is known of an objection when somebody would act on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Case {
    /// What it is about.
    pub kind: Kind,
    /// Where it stands.
    pub state: State,
    /// An investigation record is kept.
    pub has_record: bool,
    /// The parties of whom something is asked and not answered; the office left out.
    pub waits_for: Vec<Party>,
    /// More time was granted to the nominator or the nominee.
    pub is_postponed: bool,
    /// What a party's silence brought.
    pub finding: Option<Outcome>,
}

/// Something done to an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// The office takes it for investigation.
    Accept,
    /// The office does not take it.
    Refuse,
    /// The office hands a disciplinary one to the competent body.
    Transfer,
    /// Something is asked of a party.
    Ask(Party),
    /// A party answers, asks for more time, or is given it.
    Answer(Party),
    /// The investigation is recorded.
    Record,
    /// One person proposes what becomes of it.
    Propose(Outcome, Effect),
    /// Another agrees.
    Decide,
    /// Another does not.
    Return,
    /// The objector takes it back.
    Withdraw,
    /// A party let the time pass.
    Lapse(Party),
    /// The nomination is at its end for another reason.
    End,
}

/// What a deed leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// Where the objection stands then.
    pub state: State,
    /// What the deed itself settles of the outcome.
    pub settled: Option<(Outcome, Effect)>,
    /// What a silence brings that people still decide the effect of.
    pub finding: Option<Outcome>,
}

/// Why a deed is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such step from where it stands.
    State(State),
    /// The party has something to answer already.
    AskedAlready(Party),
    /// Nothing is asked of the party.
    NotAsked(Party),
    /// Parties are still to answer.
    Waits,
    /// No record is kept.
    NoRecord,
    /// The outcome has no such effect.
    Effect,
    /// The nominee kept silent and so admitted it: nothing else can be proposed.
    Admitted,
    /// Silence brings this outcome, not a person.
    ByClock,
    /// A deferral follows an extension that was granted.
    NotPostponed,
}

/// Whether nothing more happens to an objection in this state.
pub(super) const fn is_final(state: State) -> bool {
    matches!(state, State::Refused | State::Decided | State::Withdrawn)
}

const fn is_investigated(state: State) -> bool {
    matches!(state, State::Accepted | State::Transferred)
}

/// What a deed leads to.
///
/// # Errors
/// The state does not allow it, or something is missing.
pub(super) fn next(case: &Case, deed: Deed) -> Result<Next, Refused> {
    let to = |state| Next { state, settled: None, finding: case.finding };
    let stays = to(case.state);
    match (case.state, deed) {
        (State::Received, Deed::Accept) => Ok(to(State::Accepted)),
        (State::Received, Deed::Refuse) => Ok(to(State::Refused)),
        (State::Received, Deed::Transfer) => Ok(to(State::Transferred)),
        (state, Deed::Withdraw) if state == State::Received || is_investigated(state) => {
            Ok(to(State::Withdrawn))
        }
        (state, Deed::End) if !is_final(state) => Ok(ended(Outcome::Ended, Effect::Stays)),
        (state, Deed::Ask(party)) if is_investigated(state) => {
            let is_waiting = case.waits_for.contains(&party);
            if is_waiting { Err(Refused::AskedAlready(party)) } else { Ok(stays) }
        }
        (state, Deed::Answer(party)) if is_investigated(state) => {
            let is_waiting = case.waits_for.contains(&party);
            if is_waiting { Ok(stays) } else { Err(Refused::NotAsked(party)) }
        }
        (state, Deed::Lapse(Party::Office)) if !is_final(state) => Ok(stays),
        (state, Deed::Lapse(party)) if is_investigated(state) => lapse(case, party),
        (state, Deed::Record) if is_investigated(state) => Ok(stays),
        (state, Deed::Propose(outcome, effect)) if is_investigated(state) => {
            may_propose(case, outcome, effect)?;
            Ok(to(State::Proposed))
        }
        (State::Proposed, Deed::Decide) => Ok(to(State::Decided)),
        (State::Proposed, Deed::Return) => Ok(to(match case.kind {
            Kind::Academic => State::Accepted,
            Kind::Disciplinary => State::Transferred,
        })),
        (state, _) => Err(Refused::State(state)),
    }
}

const fn ended(outcome: Outcome, effect: Effect) -> Next {
    Next { state: State::Decided, settled: Some((outcome, effect)), finding: None }
}

/// What silence brings (X25 arts 73, 74).
fn lapse(case: &Case, party: Party) -> Result<Next, Refused> {
    if !case.waits_for.contains(&party) {
        return Err(Refused::NotAsked(party));
    }
    Ok(match party {
        Party::Nominator => ended(Outcome::Abandoned, Effect::Terminated),
        Party::Objector => ended(Outcome::Dropped, Effect::Stays),
        Party::Nominee => {
            Next { state: case.state, settled: None, finding: Some(Outcome::Admitted) }
        }
        Party::Office => Next { state: case.state, settled: None, finding: case.finding },
    })
}

fn may_propose(case: &Case, outcome: Outcome, effect: Effect) -> Result<(), Refused> {
    if !case.waits_for.is_empty() {
        return Err(Refused::Waits);
    }
    if !case.has_record {
        return Err(Refused::NoRecord);
    }
    let is_admitted = case.finding == Some(Outcome::Admitted);
    let allowed: &[Effect] = match outcome {
        Outcome::Dismissed => &[Effect::Stays],
        Outcome::Upheld | Outcome::Admitted => &[Effect::Stays, Effect::Terminated],
        Outcome::Deferred => &[Effect::Deferred],
        Outcome::Abandoned | Outcome::Dropped | Outcome::Ended => return Err(Refused::ByClock),
    };
    if is_admitted != (outcome == Outcome::Admitted) {
        return Err(if is_admitted { Refused::Admitted } else { Refused::ByClock });
    }
    if outcome == Outcome::Deferred && !case.is_postponed {
        return Err(Refused::NotPostponed);
    }
    if allowed.contains(&effect) { Ok(()) } else { Err(Refused::Effect) }
}

#[cfg(test)]
#[path = "states_tests.rs"]
mod tests;
