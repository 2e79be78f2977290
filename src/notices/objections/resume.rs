//! How does a nomination that was deferred come back? The office lets it go on at the same point of the next
//! round, once that has begun and the material is complete (X25 art. 74).

use chrono::{DateTime, Utc};
use entity::{
    ids::ObjectionId,
    vocabulary::{ObjectionEffect as Effect, ObjectionState as State, Role, RoundState},
};

use super::{
    effects,
    held::{self, Happened, Held, ObjectionError},
    screen::within,
    states::Refused,
    store,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    awards::{self, Round, Timetable},
    notifications::{Kind, To},
};

/// Least and most characters of the reason.
const REASON: (usize, usize) = (10, 2000);

/// Whether a round is under way: people may nominate in it, or could.
fn has_begun(round: &Round, table: Option<&Timetable>, now: DateTime<Utc>) -> bool {
    matches!(round.state, RoundState::Open | RoundState::Reviewing)
        && table.is_some_and(|table| table.opens_at <= now)
}

/// Whether the first round after that of the nomination has begun.
async fn has_next_begun(app: &App, held: &Held) -> Result<bool, ObjectionError> {
    let rounds = awards::list_rounds(&*held.tx).await?;
    let later = rounds.into_iter().filter(|round| held.brief.year < round.year);
    let Some(next) = later.min_by_key(|round| round.year) else { return Ok(false) };
    let table = awards::timetable(&*held.tx, next.id).await?;
    Ok(has_begun(&next, table.as_ref(), app.clock.now()))
}

/// Lets a deferred nomination go on; the reason says what completes the material.
///
/// # Errors
/// Not granted, not found, another version, not deferred, the next round has not begun, another objection is
/// open; the records failing.
pub async fn resume(
    app: &App,
    actor: &Actor,
    (id, seen): (ObjectionId, i64),
    reason: &str,
) -> Result<(), ObjectionError> {
    authz::permit(actor, Action::HandleObjections)?;
    within("reason", reason, REASON)?;
    let mut held = held::hold(app, id, Some(seen)).await?;
    if held.case.state != State::Decided || held.case.effect != Some(Effect::Deferred) {
        return Err(Refused::State(held.case.state).into());
    }
    let nomination = held.case.nomination_id;
    if store::stands_open(&*held.tx, nomination).await? {
        return Err(ObjectionError::OthersOpen);
    }
    if !has_next_begun(app, &held).await? {
        return Err(ObjectionError::NextRound);
    }
    let by = actor.username.as_str();
    effects::resume(app, &held.tx, (by, nomination), reason).await?;
    let clause = Some("X25 art. 74");
    held.note(app, Happened { what: "resumed", by, text: Some(reason), clause }).await?;
    held.tell_nominator(app, Kind::ObjectionReported, None).await?;
    held.tell(app, (To::Role(Role::Supervisor), Kind::ObjectionReported), None).await?;
    held.close(app).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(opens_at: DateTime<Utc>) -> Timetable {
        Timetable {
            opens_at,
            closes_at: opens_at + chrono::TimeDelta::days(30),
            cutoff: None,
            publicity_days: 7,
            publicity_count: entity::vocabulary::DayCount::Natural,
            correction_days: 0,
            basis: String::new(),
            version: 1,
        }
    }

    #[test]
    fn a_round_has_begun_with_its_first_instant_and_not_without_a_timetable() {
        let opens: DateTime<Utc> = "2027-12-01T00:00:00Z".parse().unwrap();
        let round = |state| Round {
            id: uuid::Uuid::nil().into(),
            year: 2028,
            name: String::new(),
            state,
            rule_set_name: String::new(),
            rule_set_digest: String::new(),
        };
        let second = chrono::TimeDelta::seconds(1);
        assert!(has_begun(&round(RoundState::Open), Some(&table(opens)), opens));
        assert!(!has_begun(&round(RoundState::Open), Some(&table(opens)), opens - second));
        assert!(!has_begun(&round(RoundState::Open), None, opens));
        assert!(!has_begun(&round(RoundState::Draft), Some(&table(opens)), opens));
        assert!(!has_begun(&round(RoundState::Closed), Some(&table(opens)), opens));
    }
}
