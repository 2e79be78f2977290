//! How are many nominations dealt with at once? Looked at first, one by one; carried out after a time in which
//! everything can be undone; each for itself, so that one that cannot be dealt with holds up none.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::Duration;
use entity::{
    ids::{ExaminationBatchId, NominationId, RoundId},
    vocabulary::{BatchAction, BatchState, ExaminationStanding as Standing, NominationState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    decide::accept_in,
    errors::{ExaminationError, field},
    open::begin,
    store::{self, Batch, Ending},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    awards, idempotency,
    nominations::{CourseError, DossierError, Place, SubmissionError, held_place, places},
    persistence::WriteTx,
    shared::Bilingual,
};

/// How the examination is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Procedure {
    undo_minutes: i64,
    most_in_a_batch: usize,
    typed_from: usize,
}

static PROCEDURE: LazyLock<Option<Procedure>> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/examination/procedure.toml")).ok());

fn procedure() -> Result<Procedure, ExaminationError> {
    (*PROCEDURE).ok_or(ExaminationError::Rules)
}

/// What is asked of many nominations.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ExaminationBatchRequest)]
pub struct BatchRequest {
    /// `open` (开始审查) or `accept` (受理).
    #[schema(value_type = String)]
    pub action: BatchAction,
    /// Keys of the nominations; all of the round that can be dealt with where it is empty.
    #[serde(default)]
    pub nominations: Vec<Uuid>,
    /// How many the person saw and means; needed where it is carried out.
    #[serde(default)]
    pub expected: Option<u32>,
}

/// What would become of one nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ExaminationOutlook)]
pub struct Outlook {
    /// Its key.
    pub nomination_id: Uuid,
    /// Its number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// Why nothing would be done with it; absent where it would be.
    pub obstacle: Option<Bilingual>,
}

/// Why an action cannot be taken on a nomination.
fn obstacle(action: BatchAction, place: &Place, standing: Option<Standing>) -> Option<Bilingual> {
    match (action, standing) {
        (BatchAction::Open, None) if place.state == NominationState::Submitted => None,
        (BatchAction::Open, _) => {
            Some(Bilingual::new("不在“已提交”状态", "it is not at its submission"))
        }
        (BatchAction::Accept, Some(Standing::Acceptable)) => None,
        (BatchAction::Accept, Some(Standing::Refusable)) => {
            Some(Bilingual::new("有不合格项", "rules are settled against it"))
        }
        (BatchAction::Accept, Some(Standing::Accepted | Standing::Refused | Standing::Ended)) => {
            Some(Bilingual::new("已有结论", "it is decided already"))
        }
        (BatchAction::Accept, _) => {
            Some(Bilingual::new("尚有未审定的项目", "rules wait to be judged"))
        }
    }
}

async fn look(
    tx: &WriteTx,
    (round, action): (RoundId, BatchAction),
    wanted: &[Uuid],
) -> Result<Vec<Outlook>, ExaminationError> {
    let keys: Vec<NominationId> = if wanted.is_empty() {
        match action {
            BatchAction::Open => store::openable(&**tx, round).await?,
            BatchAction::Accept => store::acceptable(&**tx, round).await?,
        }
    } else {
        wanted.iter().map(|key| NominationId(*key)).collect()
    };
    let found = places(&**tx, &keys).await?;
    let found: BTreeMap<NominationId, Place> =
        found.into_iter().map(|place| (place.id, place)).collect();
    let standings = store::standings(&**tx, round).await?;
    let row = |key: NominationId| -> Result<Outlook, ExaminationError> {
        let place = found.get(&key).filter(|place| place.round == round);
        let place = place.ok_or(ExaminationError::NotFound)?;
        Ok(Outlook {
            nomination_id: key.0,
            obstacle: obstacle(action, place, standings.get(&key).copied()),
            number: place.number.clone(),
            title: place.title.clone(),
        })
    };
    keys.into_iter().map(row).collect()
}

fn check(request: &BatchRequest) -> Result<(), ExaminationError> {
    let most = procedure()?.most_in_a_batch;
    let mut seen: Vec<&Uuid> = request.nominations.iter().collect();
    seen.sort_unstable();
    seen.dedup();
    if request.nominations.len() > most || seen.len() < request.nominations.len() {
        return Err(field("/nominations", "一次最多 2000 项，且不重复", "2000 at most, each once"));
    }
    Ok(())
}

/// What would become of each nomination; nothing is done.
///
/// # Errors
/// The role, no such round or nomination, too many.
pub async fn preview(
    app: &App,
    actor: &Actor,
    (year, request): (i32, &BatchRequest),
) -> Result<Vec<Outlook>, ExaminationError> {
    permit(actor, Action::Examine)?;
    check(request)?;
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ExaminationError::NotFound)?;
    look(&tx, (round.id, request.action), &request.nominations).await
}

/// Asks for it: carried out after the time in which it can be undone. What cannot be dealt with then is left
/// out, with the reason.
///
/// # Errors
/// The role, no such round or nomination, too many, none that can be dealt with, another number than the
/// person saw, a repeated request.
pub async fn ask_batch(
    app: &App,
    actor: &Actor,
    (year, request): (i32, &BatchRequest),
    key: Option<&idempotency::Key>,
) -> Result<ExaminationBatchId, ExaminationError> {
    permit(actor, Action::Examine)?;
    check(request)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ExaminationError::NotFound)?;
    let id: ExaminationBatchId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(ExaminationError::Repeated);
    }
    let rows = look(&tx, (round.id, request.action), &request.nominations).await?;
    let nominations: Vec<NominationId> = rows
        .iter()
        .filter(|row| row.obstacle.is_none())
        .map(|row| NominationId(row.nomination_id))
        .collect();
    let count = u32::try_from(nominations.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(field("/nominations", "没有可处理的提名", "none of them can be dealt with"));
    }
    if request.expected != Some(count) {
        return Err(ExaminationError::Field(
            "/expected".to_owned(),
            Bilingual::new(
                format!("可处理 {count} 项，与所见数目不符"),
                format!("{count} can be dealt with, which is not the number that was seen"),
            ),
        ));
    }
    let batch = Batch {
        id,
        round: round.id,
        action: request.action,
        state: BatchState::Waiting,
        nominations,
        left_out: Vec::new(),
        asked_by: actor.username.clone(),
        asked_at: now,
        effective_at: now + Duration::minutes(procedure()?.undo_minutes),
        ended_by: None,
        ended_at: None,
    };
    store::insert_batch(&*tx, &batch).await?;
    let told = Some(format!("{} {count}", request.action.as_str()));
    note(app, &tx, &actor.username, ("ask_batch", id), told).await?;
    tx.commit().await?;
    Ok(id)
}

/// From how many on a person types the number to confirm.
///
/// # Errors
/// The rules cannot be read, which a test of this room would have seen.
pub(super) fn typed_from() -> Result<usize, ExaminationError> {
    Ok(procedure()?.typed_from)
}

async fn note(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (deed, id): (&str, ExaminationBatchId),
    reason: Option<String>,
) -> Result<(), ExaminationError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("examination.{deed}"),
        subject: format!("examination_batch/{id}"),
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, app.clock.now(), entry).await?;
    Ok(())
}

/// Undoes a batch before it is carried out.
///
/// # Errors
/// The role, no such batch, it was carried out or undone.
pub async fn undo(
    app: &App,
    actor: &Actor,
    id: ExaminationBatchId,
) -> Result<(), ExaminationError> {
    permit(actor, Action::Examine)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let batch = store::batch(&*tx, id).await?.ok_or(ExaminationError::NotFound)?;
    // To the second: what is due is carried out, even where nobody has come by yet.
    if now >= batch.effective_at {
        return Err(ExaminationError::Late(batch.effective_at));
    }
    let ending = Ending { state: BatchState::Undone, by: &actor.username, at: now, left_out: &[] };
    if !store::end_batch(&*tx, id, ending).await? {
        return Err(ExaminationError::Stale);
    }
    note(app, &tx, &actor.username, ("undo_batch", id), None).await?;
    tx.commit().await?;
    Ok(())
}

/// Carries a batch out, nomination by nomination.
pub(super) async fn carry_out(app: &App, batch: &Batch) -> Result<(), ExaminationError> {
    let mut left_out = Vec::new();
    for nomination in &batch.nominations {
        let tx = app.database.begin_write().await?;
        let place = held_place(&tx, *nomination).await?.ok_or(ExaminationError::NotFound)?;
        match carry_out_one(app, &tx, batch, *nomination).await {
            Ok(()) => tx.commit().await?,
            Err(error) if is_of_records(&error) => return Err(error),
            Err(error) => left_out.push((place.number, error.to_string())),
        }
    }
    let tx = app.database.begin_write().await?;
    let ending = Ending {
        state: BatchState::Done,
        by: &batch.asked_by,
        at: app.clock.now(),
        left_out: &left_out,
    };
    if store::end_batch(&*tx, batch.id, ending).await? {
        let told = Some(format!("{} left out", left_out.len()));
        note(app, &tx, &batch.asked_by, ("carry_out_batch", batch.id), told).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whether the records failed and not the nomination: then the batch is carried out again from there.
const fn is_of_records(error: &ExaminationError) -> bool {
    use SubmissionError::Dossier;
    matches!(
        error,
        ExaminationError::Dossier(DossierError::Store(_))
            | ExaminationError::Course(CourseError::Records(_))
            | ExaminationError::Submission(Dossier(DossierError::Store(_)))
    )
}

/// Deals with one nomination of a batch; one that another run dealt with already is left as it is.
async fn carry_out_one(
    app: &App,
    tx: &WriteTx,
    batch: &Batch,
    nomination: NominationId,
) -> Result<(), ExaminationError> {
    let known = store::examination_of(&**tx, nomination).await?;
    match (batch.action, known) {
        (BatchAction::Open, None) => {
            begin(app, tx, &batch.asked_by, nomination).await?;
        }
        (BatchAction::Accept, Some(one)) if one.standing != Standing::Accepted => {
            accept_in(app, tx, &batch.asked_by, one).await?;
        }
        (BatchAction::Accept, None) => return Err(ExaminationError::NotFound),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_procedure_can_be_read() {
        let procedure = procedure().unwrap();
        assert!(procedure.undo_minutes > 0 && procedure.most_in_a_batch >= 1534);
        assert_eq!(typed_from().unwrap(), 21, "over 20 the number is typed (I2)");
    }
}
