//! How does a society's council resolve on its nominations? One resolution, several dossiers.

use chrono::NaiveDate;
use entity::{
    ids::{DossierId, DossierResolutionId, RoundId},
    vocabulary::{CouncilBody, NominationState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    errors::{ProcessError, Rule},
    proofs,
    record::Resolution,
    step::{Because, Held, hold, note, take},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    awards, idempotency,
    nominations::dossier::{self, DossierError},
    persistence::WriteTx,
    shared::{china_day, hex_sha256},
    societies::{self, AppliedCharter, CharterTerms},
    supervision::{CouncilOutcome, Votes},
};

/// A resolution as the society records it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewDossierResolution {
    /// Keys of the dossiers that it approves.
    #[validate(length(min = 1, max = 100))]
    pub dossiers: Vec<Uuid>,
    /// `council` (理事会) or `standing_council` (常务理事会).
    #[schema(value_type = String)]
    pub body: CouncilBody,
    /// The day of the meeting.
    pub held_on: NaiveDate,
    /// Members of the body.
    #[validate(range(min = 1, max = 100_000))]
    pub members: u32,
    /// Members present.
    #[validate(range(min = 0, max = 100_000))]
    pub present: u32,
    /// Votes for.
    #[validate(range(min = 0, max = 100_000))]
    pub in_favour: u32,
    /// Votes against.
    #[validate(range(min = 0, max = 100_000))]
    pub against: u32,
    /// Abstentions.
    #[validate(range(min = 0, max = 100_000))]
    pub abstained: u32,
    /// Present, but kept from voting by an interest of their own.
    #[validate(range(min = 0, max = 100_000))]
    pub recused: u32,
    /// The minutes; may be empty where an attachment holds them.
    #[serde(default)]
    #[validate(length(max = 20_000))]
    pub minutes: String,
    /// Number of the attachment with the minutes.
    #[serde(default)]
    #[validate(length(max = 20))]
    pub minutes_attachment: Option<String>,
}

impl NewDossierResolution {
    fn votes(&self) -> Votes {
        Votes {
            members: self.members,
            present: self.present,
            in_favour: self.in_favour,
            against: self.against,
            abstained: self.abstained,
            recused: self.recused,
        }
    }
}

/// What a resolution came to.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = DossierResolutionOutcome)]
pub struct ResolutionOutcome {
    /// Key.
    #[schema(value_type = String)]
    pub id: DossierResolutionId,
    /// Enough members came.
    pub is_quorate: bool,
    /// Enough of them were in favour.
    pub is_favoured: bool,
    /// The resolution stands, and its dossiers went on.
    pub is_carried: bool,
}

/// Records a resolution. One that is carried takes every dossier of it on, or, where one of them is not
/// ready, none; one that is not is kept all the same.
///
/// # Errors
/// Not the actor's, votes that do not add up, a dossier that is not ready, a repeated request, the
/// records failing.
pub async fn resolve(
    app: &App,
    actor: &Actor,
    year: i32,
    new: NewDossierResolution,
    key: Option<&idempotency::Key>,
) -> Result<ResolutionOutcome, ProcessError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    let charter = charter_for(&tx, &new).await?;
    let (votes, outcome) = counted(&new, china_day(now), &charter.terms)?;
    let answer = ResolutionOutcome {
        id: app.ids.next(),
        is_quorate: outcome.is_quorate,
        is_favoured: outcome.is_favoured,
        is_carried: outcome.is_carried(),
    };
    if let Some(key) = key {
        let reply = serde_json::to_string(&answer).unwrap_or_default();
        if !idempotency::keep(&*tx, key, &reply, now).await? {
            return Err(DossierError::Repeated.into());
        }
    }
    let all = hold_all(app, &tx, actor, (round.id, &new.dossiers)).await?;
    let society = one_society(&all)?;
    let minutes_attachment = proofs::of_resolution(&tx, new.minutes_attachment, &all).await?;
    let resolution = Resolution {
        id: answer.id,
        round: round.id,
        society,
        body: new.body,
        held_on: new.held_on,
        votes,
        minutes_digest: hex_sha256(new.minutes.as_bytes()),
        minutes: new.minutes,
        minutes_attachment,
        is_carried: answer.is_carried,
        charter,
        recorded_by: actor.username.clone(),
        recorded_at: now,
        content_digest: String::new(),
        voided_at: None,
    };
    for (place, held) in &all {
        check_day(held, new.held_on).map_err(|rule| at_dossier(*place, rule))?;
        if !awaits_council(held) {
            return Err(located(held.no_way(actor), *place));
        }
        if answer.is_carried {
            go_on(app, &tx, actor, held).await.map_err(|error| located(error, *place))?;
        }
    }
    let dossiers: Vec<(DossierId, String)> =
        all.iter().map(|(_, held)| (held.dossier.id, held.digest.clone())).collect();
    store::insert_resolution(&*tx, app.ids, &resolution, &dossiers).await?;
    let word = if answer.is_carried { "resolution_carried" } else { "resolution_not_carried" };
    let listed = dossiers.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(" ");
    let said = (Some(listed), Some(resolution.minutes_digest.clone()));
    note(app, &tx, &actor.username, (word, format!("dossier_resolution/{}", answer.id)), said)
        .await?;
    tx.commit().await?;
    Ok(answer)
}

/// By what the council resolves whose dossiers these are, on the day of its meeting; whether the actor may is seen
/// later.
async fn charter_for(
    tx: &WriteTx,
    new: &NewDossierResolution,
) -> Result<AppliedCharter, ProcessError> {
    let first = match new.dossiers.first() {
        Some(first) => dossier::find(&**tx, DossierId(*first)).await?,
        None => None,
    };
    let society = first.map(|known| known.society).unwrap_or_default();
    Ok(societies::charter_on(&**tx, &society, new.held_on).await?)
}

/// What the votes come to, of a resolution that has its day and its minutes.
fn counted(
    new: &NewDossierResolution,
    today: NaiveDate,
    charter: &CharterTerms,
) -> Result<(Votes, CouncilOutcome), ProcessError> {
    if new.held_on > today {
        return Err(ProcessError::at("/held_on", Rule::Future));
    }
    let attachment = new.minutes_attachment.as_deref().unwrap_or_default();
    if new.minutes.trim().is_empty() && attachment.trim().is_empty() {
        return Err(ProcessError::at("/minutes", Rule::NoMinutes));
    }
    let votes = new.votes();
    let outcome = votes
        .outcome(charter)
        .map_err(|miscount| ProcessError::at("/present", Rule::Miscount(miscount)))?;
    Ok((votes, outcome))
}

/// Holds the dossiers of a resolution, each with its place among them.
async fn hold_all(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (round, dossiers): (RoundId, &[Uuid]),
) -> Result<Vec<(usize, Held)>, ProcessError> {
    let mut all = Vec::with_capacity(dossiers.len());
    // In the order of their keys, so that two resolutions at once do not wait for each other.
    let mut wanted: Vec<(usize, Uuid)> = dossiers.iter().copied().enumerate().collect();
    wanted.sort_by_key(|(_, id)| *id);
    for (place, id) in wanted {
        let held = hold(app, tx, actor, (Action::WriteNominations, DossierId(id))).await?;
        if held.dossier.round != round {
            return Err(ProcessError::NOT_FOUND);
        }
        all.push((place, held));
    }
    Ok(all)
}

async fn go_on(app: &App, tx: &WriteTx, actor: &Actor, held: &Held) -> Result<(), ProcessError> {
    let because = Because { is_resolved: true, ..Because::default() };
    let to = NominationState::CouncilApproved;
    take(app, tx, held, to, (actor, because)).await
}

/// The society of the dossiers; each is named once.
fn one_society(all: &[(usize, Held)]) -> Result<String, ProcessError> {
    let mixed = || ProcessError::at("/dossiers", Rule::Mixed);
    let (_, first) = all.first().ok_or_else(mixed)?;
    let society = first.dossier.society.clone();
    let is_one = all.iter().all(|(_, held)| held.dossier.society == society);
    let is_distinct = all.windows(2).all(|pair| match pair {
        [(_, left), (_, right)] => left.dossier.id != right.dossier.id,
        _ => true,
    });
    if is_one && is_distinct { Ok(society) } else { Err(mixed()) }
}

/// Whether the council's word is what a dossier waits for.
fn awaits_council(held: &Held) -> bool {
    let category = held.dossier.form.category.as_str();
    super::states::is_resolved_on(category, held.dossier.state)
}

/// The council resolves on a text that nobody changes any more: not before it was locked for review.
fn check_day(held: &Held, held_on: NaiveDate) -> Result<(), Rule> {
    match held.process.review.requested_at.map(china_day) {
        Some(locked_on) if held_on < locked_on => Err(Rule::BeforeReview(locked_on)),
        _ => Ok(()),
    }
}

fn at_dossier(place: usize, rule: Rule) -> ProcessError {
    ProcessError::at(format!("/dossiers/{place}"), rule)
}

fn located(error: ProcessError, place: usize) -> ProcessError {
    match error {
        ProcessError::Rule(None, rule) => at_dossier(place, rule),
        error => error,
    }
}
