//! What does an objection do to its nomination? The nomination goes on when every objection to it is
//! decided and its publicity is over; it ends or waits for the next round as soon as one says so.

use entity::{
    ids::NominationId,
    vocabulary::{
        NominationState as State, ObjectionEffect as Effect, ObjectionOutcome as Outcome, Role,
    },
};

use super::{
    held::{self, CLOCK, Happened, Held, ObjectionError},
    own,
    states::{Deed, is_final},
    store,
};
use crate::{
    app::App,
    nominations::{CourseError, Guard, NextStep, take_step},
    notices::publicity,
    notifications::{Kind, To},
    persistence::WriteTx,
};

/// Takes a step; a nomination that has no such step from where it stands stays there.
async fn step(
    app: &App,
    tx: &WriteTx,
    (by, id): (&str, NominationId),
    next: NextStep<'_>,
) -> Result<(), ObjectionError> {
    match take_step(app, tx, (by, id), next).await {
        Ok(_) | Err(CourseError::NoWay(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// An objection that came in time, with evidence, is investigated. The nomination shows it from now on and not from
/// its receipt: its society sees the steps, and learns of no objection that nobody screened.
pub(super) async fn investigate(
    app: &App,
    tx: &WriteTx,
    (by, id): (&str, NominationId),
) -> Result<(), ObjectionError> {
    let holds = &[Guard::ObjectionInTime, Guard::ObjectionProved];
    // The sweep that ended the publicity did not see what was being kept just then.
    let is_past = matches!(
        store::state_of(&**tx, id).await?,
        Some(State::ObjectionClear | State::ObjectionResolved)
    );
    let reason = is_past.then(|| own::kept(own::KEPT_LATE));
    let next = NextStep { to: State::ObjectionOpen, holds, reason };
    step(app, tx, (by, id), next).await?;
    let next = NextStep { to: State::ObjectionInvestigating, holds: &[], reason: None };
    step(app, tx, (by, id), next).await
}

/// Lets the nomination go on where nothing holds it any more.
pub(super) async fn go_on(
    app: &App,
    tx: &WriteTx,
    (by, id): (&str, NominationId),
) -> Result<(), ObjectionError> {
    let is_public =
        publicity::shown(&**tx, id).await?.is_some_and(|shown| app.clock.now() < shown.closes_at);
    if is_public || store::stands_open(&**tx, id).await? {
        return Ok(());
    }
    let next = match store::state_of(&**tx, id).await? {
        Some(State::AcceptancePublicity | State::FirstReviewPublicity) => NextStep {
            to: State::ObjectionClear,
            holds: &[Guard::PublicityOver, Guard::NoObjection],
            reason: None,
        },
        // Where an earlier release showed an objection that nobody had screened.
        Some(State::ObjectionOpen) => {
            NextStep { to: State::ObjectionClear, holds: &[Guard::ObjectionRefused], reason: None }
        }
        // Whoever answered did so in time: a silence has had its own effect before it comes to this.
        Some(State::ObjectionInvestigating) => {
            NextStep { to: State::ObjectionResolved, holds: &[Guard::BothInTime], reason: None }
        }
        _ => return Ok(()),
    };
    step(app, tx, (by, id), next).await
}

/// Brings the effect of an objection that was decided upon its nomination.
pub(super) async fn settle(app: &App, held: &Held, by: &str) -> Result<(), ObjectionError> {
    let (tx, id) = (&held.tx, held.case.nomination_id);
    let reason = held.case.outcome_text.as_deref();
    let is_under_investigation =
        store::state_of(&**tx, id).await? == Some(State::ObjectionInvestigating);
    let next = match (held.case.effect, held.case.outcome) {
        (Some(Effect::Terminated), outcome) if is_under_investigation => {
            let is_silent = outcome == Some(Outcome::Abandoned);
            let (to, holds): (State, &[Guard]) = if is_silent {
                (State::Abandoned, &[Guard::NominatorLate])
            } else {
                (State::UpheldTerminated, &[Guard::ObjectionUpheld])
            };
            NextStep { to, holds, reason }
        }
        // Whoever decides an objection is not who proposed it.
        (Some(Effect::Terminated), _) => {
            NextStep { to: State::Terminated, holds: &[Guard::SecondOfOffice], reason }
        }
        (Some(Effect::Deferred), _) => {
            NextStep { to: State::Deferred, holds: &[Guard::Postponed], reason }
        }
        _ => return go_on(app, tx, (by, id)).await,
    };
    step(app, tx, (by, id), next).await
}

/// Lets a deferred nomination go on from where it waits. One that does not wait is told of: a person asks.
pub(super) async fn resume(
    app: &App,
    tx: &WriteTx,
    (by, id): (&str, NominationId),
    reason: &str,
) -> Result<(), ObjectionError> {
    let (to, holds) = (State::ObjectionResolved, &[Guard::NextRound]);
    take_step(app, tx, (by, id), NextStep { to, holds, reason: Some(reason) }).await?;
    Ok(())
}

/// Ends what else was objected to a nomination that is at its end (X25 art. 75).
pub(super) async fn end_others(app: &App, mut done: Held) -> Result<(), ObjectionError> {
    done.keep(app).await?;
    let is_terminated = done.case.effect == Some(Effect::Terminated);
    let (own, nomination) = (done.case.id, done.case.nomination_id);
    let mut tx = done.tx;
    let all =
        if is_terminated { store::of_nomination(&*tx, nomination).await? } else { Vec::new() };
    for case in all.into_iter().filter(|case| case.id != own && !is_final(case.state)) {
        let mut other = held::take(tx, case).await?;
        end(app, &mut other).await?;
        tx = other.tx;
    }
    Ok(tx.commit().await?)
}

/// Ends an objection with its nomination.
async fn end(app: &App, held: &mut Held) -> Result<(), ObjectionError> {
    held.step(Deed::End)?;
    held.case.decided_by = Some(CLOCK.to_owned());
    held.case.decided_at = Some(app.clock.now());
    let happened = Happened {
        what: "ended",
        by: CLOCK,
        text: Some(own::kept(own::ENDED)),
        clause: Some("X25 art. 75"),
    };
    held.note(app, happened).await?;
    held.keep(app).await
}

/// Ends an objection whose nomination came to its end otherwise, by withdrawal or by a review: whoever knows of it
/// is told (X25 art. 75). One that is over is left as it is.
pub(super) async fn end_fallen(app: &App, mut held: Held) -> Result<(), ObjectionError> {
    if is_final(held.case.state) {
        return Ok(());
    }
    end(app, &mut held).await?;
    if held.case.summary.is_some() {
        held.tell_nominator(app, Kind::ObjectionDecided, None).await?;
    }
    for role in [Role::AwardOffice, Role::Supervisor] {
        held.tell(app, (To::Role(role), Kind::ObjectionReported), None).await?;
    }
    Ok(held.tx.commit().await?)
}
