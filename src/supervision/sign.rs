//! How does a council approve the leader, and how do the parties sign?

use chrono::NaiveDate;
use entity::{
    ids::TaskbookId,
    vocabulary::{CouncilBody, TaskbookParty},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    council::{CouncilRules, Votes},
    draft::{held, note},
    errors::SupervisionError,
    model::Fault,
    sides::Side,
    states::{self, Move},
    store::{self, Resolution, Signature},
};
use crate::{
    app::App,
    authz::Actor,
    idempotency,
    shared::{china_day, hex_sha256},
    societies,
};

/// A resolution of the council, as the society records it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCouncilResolution)]
pub struct NewResolution {
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
    /// Present, but recused.
    #[validate(range(min = 0, max = 100_000))]
    pub recused: u32,
    /// The minutes.
    #[validate(length(min = 1, max = 20_000))]
    pub minutes: String,
}

/// Records what the council resolved about the leader whom the taskbook names; says whether the
/// resolution stands. One that does not is kept as well.
///
/// # Errors
/// The actor is not of the society, the day cannot be, the votes do not add up, a repeated request.
pub async fn resolve(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    new: NewResolution,
    key: Option<&idempotency::Key>,
) -> Result<bool, SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (taskbook, side) = held(&tx, actor, id, now).await?;
    if !matches!(side, Side::Society { .. }) {
        return Err(SupervisionError::Denied);
    }
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    let meeting = CouncilRules::in_force()?.meeting;
    if let Some(rule) = meeting.fault(new.held_on, taskbook.draft.starts_on, china_day(now)) {
        let fault = Fault { pointer: "/held_on".to_owned(), rule };
        return Err(SupervisionError::Faults(vec![fault]));
    }
    let votes = Votes {
        members: new.members,
        present: new.present,
        in_favour: new.in_favour,
        against: new.against,
        abstained: new.abstained,
        recused: new.recused,
    };
    let society = &taskbook.draft.society_id;
    let charter = societies::charter_on(&*tx, society, new.held_on).await?;
    let outcome = votes.outcome(&charter.terms).map_err(SupervisionError::Miscount)?;
    let minutes_digest = hex_sha256(new.minutes.as_bytes());
    let resolution = Resolution {
        body: new.body,
        held_on: new.held_on,
        votes,
        leader_name: taskbook.draft.leader_name.clone(),
        leader_post: taskbook.draft.leader_post.clone(),
        minutes: new.minutes,
        minutes_digest: minutes_digest.clone(),
        is_carried: outcome.is_carried(),
        charter: charter.id,
        recorded_by: actor.username.clone(),
        recorded_at: now,
    };
    store::insert_resolution(&*tx, app.ids, id, resolution).await?;
    let digests = (None, Some(minutes_digest), None);
    note(&tx, now, &actor.username, "record_resolution", id, digests).await?;
    tx.commit().await?;
    Ok(outcome.is_carried())
}

/// Signs a taskbook for the actor's party, under the very text that the signer saw. With the third
/// signature the taskbook is signed.
///
/// # Errors
/// The actor signs for nobody, the text has changed, the council has not approved the leader, the
/// party has signed, the state does not allow it.
pub async fn sign(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    signer_name: &str,
    seen_digest: &str,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut taskbook, side) = held(&tx, actor, id, now).await?;
    let party = side.party().ok_or(SupervisionError::Denied)?;
    let signed = states::after(taskbook.state, Move::Sign)
        .ok_or(SupervisionError::State(taskbook.state, Move::Sign))?;
    if taskbook.digest != seen_digest {
        return Err(SupervisionError::OtherText);
    }
    let resolutions = store::resolutions(&*tx, id).await?;
    let draft = &taskbook.draft;
    if !store::is_resolved(&resolutions, &draft.leader_name, &draft.leader_post) {
        return Err(SupervisionError::NoResolution);
    }
    let mut parties: Vec<TaskbookParty> = store::signatures(&*tx, id)
        .await?
        .into_iter()
        .filter(|one| one.voided_at.is_none())
        .map(|one| one.party)
        .collect();
    if parties.contains(&party) {
        return Err(SupervisionError::Signed);
    }
    parties.push(party);
    let signature = Signature {
        party,
        signer: actor.username.clone(),
        signer_name: signer_name.to_owned(),
        digest: taskbook.digest.clone(),
        signed_at: now,
        voided_at: None,
    };
    store::insert_signature(&*tx, app.ids, id, signature).await?;
    let digests = (None, Some(taskbook.digest.clone()), None);
    note(&tx, now, &actor.username, &format!("sign_for_{}", party.as_str()), id, digests).await?;
    if TaskbookParty::ALL.iter().all(|one| parties.contains(one)) {
        taskbook.state = signed;
        taskbook.updated_at = now;
        store::save(&*tx, taskbook).await?;
    }
    tx.commit().await?;
    Ok(())
}
