//! How is the timetable of a round set, and how is a deadline put off? Extensions take two people.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    ids::{DeadlineExtensionId, DossierId, RoundId},
    vocabulary::DayCount,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{closing, errors::ProcessError, step::note};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards::{self, Extension, Timetable, Writing},
    idempotency,
    nominations::dossier::{self, DossierError},
    persistence::WriteTx,
    shared::{Bilingual, beijing},
    societies,
};

/// The timetable of a round as the notice of the round says it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct RoundTimetableBody {
    /// When nominating begins.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// The last day on which papers and applications count.
    #[serde(default)]
    pub cutoff: Option<NaiveDate>,
    /// Least days of a society's publicity.
    #[validate(range(min = 1, max = 90))]
    pub publicity_days: u32,
    /// `natural` (自然日) or `working` (工作日).
    #[schema(value_type = String)]
    pub publicity_count: DayCount,
    /// Working days for a correction that the formal examination asks for; 0 where there is none.
    #[serde(default)]
    #[validate(range(max = 30))]
    pub correction_days: u32,
    /// The notice that says so.
    #[validate(length(min = 1, max = 500))]
    pub basis: String,
}

/// A deadline to be put off.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewDeadlineExtension {
    /// Code of the society; every society where it is left out.
    #[serde(default)]
    #[validate(length(min = 1, max = 100))]
    pub society_id: Option<String>,
    /// Key of the one dossier that it is for; every dossier of the society where it is left out.
    #[serde(default)]
    pub dossier_id: Option<Uuid>,
    /// The first instant that is too late then.
    pub until: DateTime<Utc>,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

fn field(pointer: &str, zh: &str, en: &str) -> ProcessError {
    ProcessError::Field(pointer.to_owned(), Bilingual::new(zh, en))
}

/// Sets the timetable of a round; `seen` is the version that the actor saw, 0 where there was none.
///
/// # Errors
/// Not the actor's, no such round, an end before its beginning, changed by somebody else since.
pub async fn set_timetable(
    app: &App,
    actor: &Actor,
    (year, seen): (i32, i64),
    body: RoundTimetableBody,
) -> Result<(), ProcessError> {
    permit(actor, Action::ManageTimetable)?;
    if body.closes_at <= body.opens_at {
        let (zh, en) = ("截止时间应晚于开始时间", "the end comes after the beginning");
        return Err(field("/closes_at", zh, en));
    }
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    let before = awards::timetable(&*tx, round.id).await?;
    if before.as_ref().map_or(0, |table| table.version) != seen {
        return Err(ProcessError::Stale);
    }
    let table = Timetable {
        opens_at: body.opens_at,
        closes_at: body.closes_at,
        cutoff: body.cutoff,
        publicity_days: body.publicity_days,
        publicity_count: body.publicity_count,
        correction_days: body.correction_days,
        basis: body.basis,
        version: seen.saturating_add(1),
    };
    let writing = Writing { ids: app.ids, now: app.clock.now(), by: &actor.username };
    awards::set_timetable(&*tx, round.id, &table, writing).await?;
    let said =
        format!("{} – {}；{}", beijing(table.opens_at), beijing(table.closes_at), table.basis);
    note(app, &tx, &actor.username, ("set_timetable", format!("round/{year}")), (Some(said), None))
        .await?;
    closing::remind_all(app, &tx, (round.id, year)).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for a deadline to be put off; it takes effect when another person confirms it.
///
/// # Errors
/// Not the actor's, no such round, society or dossier, no timetable, no later than what holds already,
/// a repeated request.
pub async fn ask_extension(
    app: &App,
    actor: &Actor,
    year: i32,
    new: NewDeadlineExtension,
    key: Option<&idempotency::Key>,
) -> Result<DeadlineExtensionId, ProcessError> {
    permit(actor, Action::ManageTimetable)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    let id: DeadlineExtensionId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(DossierError::Repeated.into());
    }
    let Some(table) = awards::timetable(&*tx, round.id).await? else {
        return Err(field("/until", "本年度尚未设定日程", "the round has no timetable yet"));
    };
    if new.until <= table.closes_at || new.until <= now {
        let (zh, en) = ("延期须晚于原截止时间和现在", "later than the deadline and than now");
        return Err(field("/until", zh, en));
    }
    let society = society_of(&tx, round.id, &new).await?;
    let extension = Extension {
        society,
        dossier: new.dossier_id.map(DossierId),
        until: new.until,
        reason: new.reason,
        asked_by: actor.username.clone(),
        confirmed_by: None,
    };
    awards::ask_extension(&*tx, id, round.id, &extension, now).await?;
    let said = format!("{}；{}", beijing(extension.until), extension.reason);
    let subject = format!("deadline_extension/{id}");
    note(app, &tx, &actor.username, ("ask_extension", subject), (Some(said), None)).await?;
    tx.commit().await?;
    Ok(id)
}

/// The society that an extension is for; of the dossier that it names, where it names one.
async fn society_of(
    tx: &WriteTx,
    round: RoundId,
    new: &NewDeadlineExtension,
) -> Result<Option<String>, ProcessError> {
    let mut society = new.society_id.clone();
    if let Some(dossier) = new.dossier_id.map(DossierId) {
        let known = dossier::find(&**tx, dossier).await?.filter(|one| one.round == round);
        let known =
            known.ok_or_else(|| field("/dossier_id", "没有该提名材料", "no such dossier"))?;
        if society.as_ref().is_some_and(|society| *society != known.society) {
            return Err(field("/dossier_id", "不是该学会的提名材料", "it is another society's"));
        }
        society = Some(known.society);
    }
    if let Some(society) = &society
        && !societies::all(&**tx).await?.iter().any(|one| one.society_id == *society)
    {
        return Err(field("/society_id", "没有该学会", "there is no such society"));
    }
    Ok(society)
}

/// Confirms an extension that somebody else asked for.
///
/// # Errors
/// Not the actor's, no such extension, his own, confirmed before.
pub async fn confirm_extension(
    app: &App,
    actor: &Actor,
    id: DeadlineExtensionId,
) -> Result<(), ProcessError> {
    permit(actor, Action::ManageTimetable)?;
    let tx = app.database.begin_write().await?;
    let kept = awards::extension(&*tx, id).await?.ok_or(ProcessError::NOT_FOUND)?;
    if kept.extension.asked_by == actor.username {
        return Err(ProcessError::SamePerson);
    }
    let writing = Writing { ids: app.ids, now: app.clock.now(), by: &actor.username };
    if !awards::confirm_extension(&*tx, id, writing).await? {
        return Err(ProcessError::Done);
    }
    let said = (Some(beijing(kept.extension.until)), None);
    let subject = format!("deadline_extension/{id}");
    note(app, &tx, &actor.username, ("confirm_extension", subject), said).await?;
    closing::remind_extended(app, &tx, &kept).await?;
    tx.commit().await?;
    Ok(())
}
