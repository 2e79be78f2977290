//! How is a nomination corrected (补正)? Where the round grants time for it, once, and only in the fields that
//! were named; the national rule grants none (domain: P57, our design).

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, ExaminationId, NominationId},
    vocabulary::{DayCount, ExaminationStanding as Standing, NominationState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    decide::tell_society,
    errors::{ExaminationError, field},
    judge::carried,
    model::Examination,
    remind::{remind, stop},
    store::{self, Correction},
    verdict::{held, keep, note, settle},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards::{self, Calendar},
    nominations::{
        Address, Examined, Guard, NextStep, changed_since, find_dossier, hand_in_corrected,
        held_place, keep_unlocked, take_step, unlock_fields,
    },
    notifications::Kind,
    persistence::WriteTx,
    shared::{beijing, china_day, end_of_day_after},
};

/// Fields of one correction.
const MOST_FIELDS: usize = 500;

/// A correction to be asked for.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct CorrectionRequest {
    /// The fields that it is about; a table stands for all of its rows.
    #[validate(length(min = 1, max = 500))]
    pub addresses: Vec<String>,
    /// What is to be done; the society reads it.
    #[validate(length(min = 1, max = 4000))]
    pub note: String,
}

/// More time for a correction.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = CorrectionExtension)]
pub struct Extension {
    /// The first instant that is too late then.
    pub until: DateTime<Utc>,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

fn addresses(named: &[String]) -> Result<Vec<Address>, ExaminationError> {
    let mut addresses = Vec::new();
    for (at, name) in named.iter().take(MOST_FIELDS).enumerate() {
        let address: Address = name.parse().map_err(|_| {
            field(format!("/addresses/{at}"), "不是字段地址", "this is no address of a field")
        })?;
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    Ok(addresses)
}

/// The first instant after so many working days from `now` on, that of `now` not counted.
fn due_after(now: DateTime<Utc>, days: u32) -> Result<DateTime<Utc>, ExaminationError> {
    let calendar = Calendar::in_force().map_err(|_| ExaminationError::Rules)?;
    let today = china_day(now);
    let last = calendar.last_day(today, days, DayCount::Working, false);
    let after = (last - today).num_days();
    Ok(end_of_day_after(now, u32::try_from(after).unwrap_or(days)))
}

/// Asks the society to correct the fields that are named, in the time that the round grants.
///
/// # Errors
/// The role; the round grants none; it was corrected before; nothing is settled against it; a field that its
/// form does not have; changed since.
pub async fn ask_correction(
    app: &App,
    actor: &Actor,
    at: (ExaminationId, i64),
    wanted: &CorrectionRequest,
) -> Result<Examination, ExaminationError> {
    let tx = app.database.begin_write().await?;
    let mut one = held(&tx, actor, at).await?;
    if one.standing != Standing::Refusable {
        return Err(ExaminationError::Standing(one.standing));
    }
    let table = awards::timetable(&*tx, one.round).await?;
    let days = table.map_or(0, |table| table.correction_days);
    let before = one.dossier_version.filter(|_| days > 0 && one.attempt == 1);
    let Some(before_version) = before else {
        return Err(field(
            "/addresses",
            "当届未设补正期，或已补正过一次",
            "the round grants no time for corrections, or it was corrected once already",
        ));
    };
    let id = DossierId(one.nomination.0);
    let known = find_dossier(&*tx, id).await?.ok_or(ExaminationError::NotFound)?;
    let addresses = addresses(&wanted.addresses)?;
    if let Some(at) = addresses.iter().position(|address| address.of(known.form).is_none()) {
        let pointer = format!("/addresses/{at}");
        return Err(field(pointer, "提名书没有该字段", "the form has no such field"));
    }
    let now = app.clock.now();
    let due_at = due_after(now, days)?;
    let correction = Correction {
        examination: one.id,
        note: wanted.note.trim().to_owned(),
        asked_by: actor.username.clone(),
        asked_at: now,
        due_at,
        extension_reason: None,
        extended_by: None,
        before_version,
        after_version: None,
        answered_by: None,
        answered_at: None,
    };
    store::insert_correction(&*tx, app.ids, &correction).await?;
    unlock_fields(app, &tx, id, (&addresses, due_at)).await?;
    let step = NextStep {
        to: NominationState::CorrectionRequired,
        holds: &[Guard::CorrectionAllowed],
        reason: Some(&correction.note),
    };
    let place = take_step(app, &tx, (&actor.username, one.nomination), step).await?;
    one.standing = Standing::Correcting;
    let one = keep(app, &tx, one).await?;
    tell_society(app, &tx, (Kind::CorrectionAsked, &place), Some(beijing(due_at))).await?;
    remind(app, &tx, &place, due_at).await?;
    note(app, &tx, &actor.username, ("ask_correction", one.id), Some(correction.note)).await?;
    tx.commit().await?;
    Ok(one)
}

/// An examination that waits for its correction, with it.
async fn correcting(
    tx: &WriteTx,
    one: Option<Examination>,
) -> Result<(Examination, Correction), ExaminationError> {
    let one = one.ok_or(ExaminationError::NotFound)?;
    if one.standing != Standing::Correcting {
        return Err(ExaminationError::Standing(one.standing));
    }
    let correction = store::correction_of(&**tx, one.id).await?;
    Ok((one, correction.ok_or(ExaminationError::NotFound)?))
}

/// Gives more time for a correction that was not answered yet.
///
/// # Errors
/// The role; nothing is being corrected; no later than what holds, or than now; changed since.
pub async fn extend(
    app: &App,
    actor: &Actor,
    (id, version): (ExaminationId, i64),
    extension: &Extension,
) -> Result<Examination, ExaminationError> {
    permit(actor, Action::Examine)?;
    let tx = app.database.begin_write().await?;
    let (one, correction) = correcting(&tx, store::find(&*tx, id).await?).await?;
    if one.version != version {
        return Err(ExaminationError::Stale);
    }
    if extension.until <= correction.due_at || extension.until <= app.clock.now() {
        let (zh, en) = ("延期须晚于原截止时间和现在", "later than the deadline and than now");
        return Err(field("/until", zh, en));
    }
    let told = (actor.username.as_str(), extension.until, extension.reason.trim());
    if !store::extended(&*tx, id, told).await? {
        return Err(ExaminationError::Stale);
    }
    let dossier = DossierId(one.nomination.0);
    keep_unlocked(&tx, dossier, extension.until).await?;
    let one = keep(app, &tx, one).await?;
    let place = held_place(&tx, one.nomination).await?.ok_or(ExaminationError::NotFound)?;
    let until = Some(beijing(extension.until));
    tell_society(app, &tx, (Kind::ExtensionDecided, &place), until).await?;
    remind(app, &tx, &place, extension.until).await?;
    note(app, &tx, &actor.username, ("extend", id), Some(extension.reason.clone())).await?;
    tx.commit().await?;
    Ok(one)
}

/// Hands a corrected dossier in again: the head of the society, in time. The examination goes on with what
/// the machine finds now; what was said of rules before stays with the attempt before.
///
/// # Errors
/// Not the actor's; nothing is being corrected; too late; changed since; a rule that fails still.
pub async fn answer_correction(
    app: &App,
    actor: &Actor,
    (id, version): (DossierId, i64),
) -> Result<(), ExaminationError> {
    let tx = app.database.begin_write().await?;
    let nomination = NominationId(id.0);
    let looked = hand_in_corrected(app, &tx, actor, (id, version)).await?;
    let found = store::examination_of(&*tx, nomination).await?;
    let (one, correction) = correcting(&tx, found).await?;
    let now = app.clock.now();
    if now >= correction.due_at {
        return Err(ExaminationError::Late(correction.due_at));
    }
    let by = actor.username.as_str();
    if !store::answered(&*tx, one.id, (by, now, Some(looked.version))).await? {
        return Err(ExaminationError::Stale);
    }
    unlock_fields(app, &tx, id, (&[], now)).await?;
    stop(app, &tx, nomination).await?;
    let step = NextStep {
        to: NominationState::FormCheck,
        holds: &[Guard::CorrectionInTime],
        reason: None,
    };
    take_step(app, &tx, (by, nomination), step).await?;
    let one = go_on(app, &tx, (one, &correction), looked).await?;
    note(app, &tx, by, ("answer_correction", one.id), None).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(())
}

/// The next attempt of an examination: what the machine finds now, with what holds still of what was said.
async fn go_on(
    app: &App,
    tx: &WriteTx,
    (mut one, correction): (Examination, &Correction),
    looked: Examined,
) -> Result<Examination, ExaminationError> {
    let known = find_dossier(&**tx, one.nomination.0.into()).await?;
    let known = known.ok_or(ExaminationError::NotFound)?;
    let since = (&known, correction.before_version);
    let written = changed_since(app, &**tx, since).await?;
    let changed: Vec<Address> =
        written.iter().filter_map(|change| change.address.parse().ok()).collect();
    let given = store::verdicts_of(&**tx, (one.id, one.attempt)).await?;
    let kept = carried((&one.findings, &looked.findings), &given, &changed);
    one.attempt += 1;
    one.dossier_version = Some(looked.version);
    one.findings = looked.findings;
    for said in &kept {
        store::insert_verdict(&**tx, app.ids, (one.id, one.attempt), said).await?;
    }
    settle(app, tx, one).await
}
