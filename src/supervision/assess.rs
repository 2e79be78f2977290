//! How is a third-party assessment drawn, recorded and reported?

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use entity::{
    ids::{AssessmentFindingId, AssessmentId},
    vocabulary::{AssessmentAspect, FindingGrade, TaskbookState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    council::CouncilRules,
    draw::{Eligible, draw},
    errors::SupervisionError,
    model::{Fault, Rule},
    sides::must_act_for,
    store::{self, Assessment, Finding},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    persistence::WriteTx,
    shared::{china_day, hex_sha256, random_token},
    societies,
};

/// An assessment as CAST orders it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewAssessment {
    /// The year.
    #[validate(range(min = 2015, max = 2100))]
    pub year: i32,
    /// The body that assesses.
    #[validate(length(min = 1, max = 200))]
    pub assessor: String,
    /// A number that nobody could know when the societies were listed, such as a public lottery's;
    /// none to let the operating system draw one.
    #[validate(length(min = 1, max = 100))]
    pub seed: Option<String>,
}

/// SHA-256 of a value as JSON.
fn digest(value: &impl Serialize) -> String {
    hex_sha256(&serde_json::to_vec(value).unwrap_or_default())
}

async fn note(
    tx: &WriteTx,
    now: DateTime<Utc>,
    entry: audit::Entry,
) -> Result<(), SupervisionError> {
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

/// Every society that may be drawn, by code: all of the register. Suspended are those whose right, whose
/// standing with CAST or whose taskbook is, by the register, a sanction or the quotas.
async fn frame(tx: &WriteTx, today: NaiveDate) -> Result<Vec<Eligible>, SupervisionError> {
    let mut suspended = store::suspended_on(&**tx, today).await?;
    let taskbooks = store::list(&**tx).await?.into_iter();
    let halted = taskbooks.filter(|taskbook| taskbook.state == TaskbookState::Suspended);
    suspended.extend(halted.map(|taskbook| taskbook.draft.society_id));
    let is_gone = |status: Option<&str>| {
        matches!(status, Some("deregistered" | "left" | "merged_into" | "merged"))
    };
    Ok(societies::standings(&**tx, today, today.year())
        .await?
        .into_iter()
        .filter(|society| !is_gone(society.status.as_deref()))
        .map(|society| Eligible {
            is_suspended: society.status.as_deref() == Some("suspended")
                || society.qualification.is_taken_away()
                || suspended.contains(&society.society_id),
            society_id: society.society_id,
        })
        .collect())
}

/// Draws the societies of a year. There is one draw a year, and it stays.
///
/// # Errors
/// The actor is not CAST, the year is drawn, a repeated request.
pub async fn order(
    app: &App,
    actor: &Actor,
    new: NewAssessment,
    key: Option<&idempotency::Key>,
) -> Result<AssessmentId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let id: AssessmentId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    if store::year_is_taken(&*tx, new.year).await? {
        return Err(SupervisionError::Drawn(new.year));
    }
    let share = CouncilRules::in_force()?.assessment.least_share;
    let frame = frame(&tx, china_day(now)).await?;
    let seed = new.seed.unwrap_or_else(|| random_token(12));
    let sample = draw(&frame, &seed, share);
    let (frame_digest, sample_digest) = (digest(&frame), digest(&sample));
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "supervision.draw_assessment".to_owned(),
        subject: format!("assessment/{id}"),
        before_digest: Some(frame_digest.clone()),
        after_digest: Some(sample_digest.clone()),
        reason: Some(format!("seed {seed}, share {share}/1000")),
        ..audit::Entry::default()
    };
    note(&tx, now, entry).await?;
    let assessment = Assessment {
        id,
        year: new.year,
        assessor: new.assessor,
        seed,
        frame,
        sample,
        frame_digest,
        sample_digest,
        drawn_by: actor.username.clone(),
        drawn_at: now,
        report: None,
        reported_by: None,
        reported_at: None,
        version: 1,
    };
    store::insert_assessment(&*tx, assessment).await?;
    tx.commit().await?;
    Ok(id)
}

/// A finding as the assessor hands it in.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// Code of the society, which is in the sample.
    #[validate(length(min = 1, max = 100))]
    pub society_id: String,
    /// `authenticity`, `process`, `member_satisfaction`, `unit_satisfaction` or
    /// `government_satisfaction`.
    #[schema(value_type = String)]
    pub aspect: AssessmentAspect,
    /// `sound`, `minor` or `serious`.
    #[schema(value_type = String)]
    pub grade: FindingGrade,
    /// Satisfaction in per cent, where it was asked.
    #[validate(range(min = 0, max = 100))]
    pub satisfaction: Option<i32>,
    /// What was found.
    #[validate(length(min = 1, max = 5_000))]
    pub text: String,
}

/// Records a finding about a society of the sample.
///
/// # Errors
/// The actor is not CAST, the society was not drawn, the report is written, a repeated request.
pub async fn find(
    app: &App,
    actor: &Actor,
    id: AssessmentId,
    new: NewFinding,
    key: Option<&idempotency::Key>,
) -> Result<AssessmentFindingId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let assessment = store::lock_assessment(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    if assessment.report.is_some() {
        return Err(SupervisionError::Done);
    }
    if !assessment.sample.iter().any(|one| one.society_id == new.society_id) {
        return Err(SupervisionError::NotDrawn(new.society_id));
    }
    let after_digest = Some(digest(&new));
    let finding = Finding {
        id: AssessmentFindingId(uuid::Uuid::nil()),
        assessment: id,
        society: new.society_id,
        aspect: new.aspect,
        grade: new.grade,
        satisfaction: new.satisfaction,
        text: new.text,
        recorded_by: actor.username.clone(),
        recorded_at: now,
        reply: None,
        replied_by: None,
        replied_at: None,
    };
    let finding = store::insert_finding(&*tx, app.ids, finding).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "supervision.record_finding".to_owned(),
        subject: format!("assessment_finding/{finding}"),
        after_digest,
        ..audit::Entry::default()
    };
    note(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(finding)
}

/// Writes the society's reply to a finding about it, once.
///
/// # Errors
/// The finding is not about the actor's society, or has a reply.
pub async fn reply(
    app: &App,
    actor: &Actor,
    id: AssessmentFindingId,
    text: &str,
) -> Result<AssessmentId, SupervisionError> {
    permit(actor, Action::ReadSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let finding = store::find_finding(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    must_act_for(actor, Some(&finding.society))?;
    if permit(actor, Action::ManageSupervision).is_ok() {
        return Err(SupervisionError::Denied);
    }
    if !store::reply(&*tx, id, (text, &actor.username, now)).await? {
        return Err(SupervisionError::Done);
    }
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "supervision.reply_to_finding".to_owned(),
        subject: format!("assessment_finding/{id}"),
        after_digest: Some(hex_sha256(text.as_bytes())),
        ..audit::Entry::default()
    };
    note(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(finding.assessment)
}

/// Writes the assessor's report, or writes it anew.
///
/// # Errors
/// The actor is not CAST, the text is empty, somebody was faster.
pub async fn report(
    app: &App,
    actor: &Actor,
    id: AssessmentId,
    seen: i64,
    text: &str,
) -> Result<(), SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    if text.trim().is_empty() {
        let fault = Fault { pointer: "/report".to_owned(), rule: Rule::Text(50_000) };
        return Err(SupervisionError::Faults(vec![fault]));
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let assessment = store::lock_assessment(&*tx, id).await?.ok_or(SupervisionError::NotFound)?;
    if assessment.version != seen {
        return Err(SupervisionError::Stale);
    }
    store::save_report(&*tx, &assessment, (text, &actor.username, now)).await?;
    let before_digest = assessment.report.as_deref().map(|text| hex_sha256(text.as_bytes()));
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "supervision.report_assessment".to_owned(),
        subject: format!("assessment/{id}"),
        before_digest,
        after_digest: Some(hex_sha256(text.as_bytes())),
        ..audit::Entry::default()
    };
    note(&tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
