//! How does a society make a dossier public before it nominates, and say what came of it? (X25 art. 54.)

use chrono::NaiveDate;
use entity::{
    ids::{DossierId, InternalPublicityId},
    vocabulary::{NominationState, PublicityOutcome},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    errors::{ProcessError, Rule},
    proofs,
    publicity_rules::{Length, check_days, check_units, completing_units},
    record::{Objection, Publicity},
    step::{Held, as_seen, hold, note},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    awards::Calendar,
    idempotency,
    nominations::dossier::DossierError,
    shared::china_day,
};

/// A publicity to begin.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewPublicity {
    /// Where the dossier can be read: addresses, notice boards.
    #[validate(length(min = 1, max = 20))]
    pub places: Vec<String>,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// The completing units in which it is public as well.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub units: Vec<String>,
    /// Completing units in which it is not, as the society reports.
    #[serde(default)]
    #[validate(length(max = 100))]
    pub missing_units: Vec<String>,
    /// Numbers of the attachments that prove it.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub proofs: Vec<String>,
}

/// What came of a publicity.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PublicityEnd {
    /// `none` (无异议) or `objections` (有异议).
    #[schema(value_type = String)]
    pub outcome: PublicityOutcome,
    /// What was objected, and how each was settled.
    #[serde(default)]
    #[validate(nested, length(max = 100))]
    pub objections: Vec<Objection>,
    /// Whether an objection affects the nomination.
    #[serde(default)]
    pub is_affected: bool,
    /// Numbers of further attachments that prove it.
    #[serde(default)]
    #[validate(length(max = 50))]
    pub proofs: Vec<String>,
}

/// Trims, and leaves out what is empty.
fn cleaned(list: Vec<String>) -> Vec<String> {
    list.into_iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// Demands that the dossier is where it is made public.
fn in_publicity(held: &Held, actor: &Actor) -> Result<(), ProcessError> {
    if held.dossier.state == NominationState::InternalPublicity {
        return Ok(());
    }
    Err(held.no_way(actor))
}

/// Writes down a publicity, of what the dossier says now.
///
/// # Errors
/// Not the actor's, not in that state, one is there already, too short, begun before the review was
/// passed, units about which nothing is said, a repeated request, the records failing.
pub async fn begin_publicity(
    app: &App,
    actor: &Actor,
    id: DossierId,
    new: NewPublicity,
    key: Option<&idempotency::Key>,
) -> Result<InternalPublicityId, ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let held = hold(app, &tx, actor, (Action::WriteNominations, id)).await?;
    let made: InternalPublicityId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &made.to_string(), now).await?
    {
        return Err(DossierError::Repeated.into());
    }
    in_publicity(&held, actor)?;
    if held.process.publicity.is_some() {
        return Err(ProcessError::rule(Rule::PublicityThere));
    }
    let one = Publicity {
        id: made,
        places: cleaned(new.places),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        least_days: 0,
        count: entity::vocabulary::DayCount::Natural,
        content_digest: held.digest.clone(),
        units: cleaned(new.units),
        missing_units: cleaned(new.missing_units),
        proofs: cleaned(new.proofs),
        begun_by: actor.username.clone(),
        begun_at: now,
        outcome: None,
        objections: Vec::new(),
        is_affected: false,
        closed_by: None,
        closed_at: None,
        voided_at: None,
    };
    let proofs = proofs::of_publicity(&tx, id, one.proofs.clone()).await?;
    let length = store::length_of(&*tx, held.dossier.round).await?;
    check(&held, &one, length)?;
    let one = Publicity { proofs, least_days: length.days, count: length.count, ..one };
    store::insert_publicity(&*tx, id, &one).await?;
    let said = (Some(format!("{} – {}", one.starts_on, one.ends_on)), Some(held.digest));
    note(app, &tx, &actor.username, ("begin_publicity", format!("dossier/{id}")), said).await?;
    tx.commit().await?;
    Ok(made)
}

/// Demands that a publicity is one.
fn check(held: &Held, one: &Publicity, length: Length) -> Result<(), ProcessError> {
    if one.places.is_empty() {
        let why = crate::shared::Bilingual::new("请写明公示地点", "say where it can be read");
        return Err(ProcessError::Field("/places".to_owned(), why));
    }
    let passed_on = held.process.review.passed_at.map(china_day);
    if let Some(passed_on) = passed_on
        && one.starts_on < passed_on
    {
        return Err(ProcessError::at("/starts_on", Rule::BeforeReview(passed_on)));
    }
    check_days(Calendar::in_force()?, (one.starts_on, one.ends_on), length)
        .map_err(|rule| ProcessError::at("/ends_on", rule))?;
    let needed = completing_units(held.dossier.form, &held.content);
    check_units(&needed, &one.units, &one.missing_units)
        .map_err(|rule| ProcessError::at("/units", rule))
}

/// Says what came of a publicity, after its last day, with what proves it. It is said once: later an objection that
/// was open is settled, a further one or a proof is added, and nothing is changed or taken out.
///
/// # Errors
/// Not the actor's, changed since, none runs, it has not ended, the outcome does not fit the objections or what was
/// said before, nothing proves it, nothing is left to be said; the records failing.
pub async fn end_publicity(
    app: &App,
    actor: &Actor,
    (id, seen): (DossierId, Option<i64>),
    end: PublicityEnd,
) -> Result<(), ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let held = hold(app, &tx, actor, (Action::WriteNominations, id)).await?;
    as_seen(&held, seen)?;
    in_publicity(&held, actor)?;
    let one = held.process.publicity.ok_or(ProcessError::rule(Rule::NoPublicity))?;
    if china_day(now) <= one.ends_on {
        return Err(ProcessError::rule(Rule::StillPublic(one.ends_on)));
    }
    let is_first = one.closed_at.is_none();
    check_outcome(&one, &end)?;
    let mut proofs = one.proofs.clone();
    for number in proofs::of_publicity(&tx, id, cleaned(end.proofs)).await? {
        if !proofs.contains(&number) {
            proofs.push(number);
        }
    }
    if proofs.is_empty() {
        return Err(ProcessError::at("/proofs", Rule::NoProof));
    }
    let says_more = proofs.len() > one.proofs.len()
        || (one.is_affected, &one.objections) != (end.is_affected, &end.objections);
    if !is_first && !says_more {
        return Err(ProcessError::Done);
    }
    let effect = if end.is_affected { ", affects the nomination" } else { "" };
    let said = format!("{}{effect}", end.outcome.as_str());
    let closed = Publicity {
        outcome: Some(end.outcome),
        objections: end.objections,
        is_affected: end.is_affected,
        proofs,
        // Who said it first; who added to it later is told by the audit chain.
        closed_by: one.closed_by.or_else(|| Some(actor.username.clone())),
        closed_at: one.closed_at.or(Some(now)),
        ..one
    };
    store::close_publicity(&*tx, id, &closed).await?;
    let deed = if is_first { "end_publicity" } else { "add_to_publicity" };
    let said = (Some(said), Some(closed.content_digest.clone()));
    note(app, &tx, &actor.username, (deed, format!("dossier/{id}")), said).await?;
    tx.commit().await?;
    Ok(())
}

/// Demands an outcome that fits its objections, and one that leaves standing what was said before.
fn check_outcome(one: &Publicity, end: &PublicityEnd) -> Result<(), ProcessError> {
    let has_objections = !end.objections.is_empty();
    if has_objections != (end.outcome == PublicityOutcome::Objections)
        || (end.is_affected && !has_objections)
    {
        return Err(ProcessError::at("/outcome", Rule::OutcomeMismatch));
    }
    let Some(outcome) = one.outcome else { return Ok(()) };
    // Once everything is settled, so is whether it affects the nomination.
    let is_final = one.objections.iter().all(Objection::is_settled);
    let is_turned = outcome != end.outcome || (is_final && one.is_affected != end.is_affected);
    let stands = |(place, before): (usize, &Objection)| {
        end.objections.get(place).is_some_and(|now| before.stands_in(now))
    };
    if is_turned || !one.objections.iter().enumerate().all(stands) {
        return Err(ProcessError::rule(Rule::OutcomeStands));
    }
    Ok(())
}
