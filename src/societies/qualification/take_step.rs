//! How does an application go from state to state?

use entity::{ids::QualificationId, vocabulary::QualificationStep};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    criteria::CRITERIA,
    edit::{QualificationError, StepRefusal, entry, record, seen},
    guards::decide,
    states::{Side, TABLE},
    tell::tell_step,
};
use crate::{
    app::App,
    authz::Action,
    shared::china_day,
    societies::store::{qualifications, register::Hand, standing::facts},
};

/// A step to be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QualificationStepBody {
    /// `submit`, `withdraw`, `return`, `finish_check`, `grant`, `grant_probation`, `refuse`,
    /// `confirm`, `suspend`, `restore`, `revoke`, `appeal`, `uphold_appeal` or `dismiss_appeal`.
    #[schema(value_type = String)]
    pub step: QualificationStep,
    /// Reasons.
    #[validate(length(max = 4000))]
    #[serde(default)]
    pub reason: Option<String>,
}

/// The right that a step needs.
pub(crate) fn action(step: QualificationStep) -> Action {
    match TABLE.iter().find(|line| line.step == step).map(|line| line.side) {
        Some(Side::Society) => Action::ApplyForQualification,
        Some(Side::Cast) | None => Action::DecideQualification,
    }
}

/// Takes a step of the application, seen at a version.
///
/// # Errors
/// See [`QualificationError`].
pub async fn take_step(
    app: &App,
    by: &str,
    target: (QualificationId, Option<i64>),
    body: QualificationStepBody,
) -> Result<(), QualificationError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let found = seen(&tx, target.0, target.1, now).await?;
    let facts = facts(&*tx, &found, china_day(now)).await?;
    let outcome = decide(body.step, &facts, &CRITERIA, by, body.reason.as_deref())
        .map_err(|refusal| QualificationError::Refused(Box::new(StepRefusal(refusal))))?;
    let reason = body.reason.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let hand = Hand { by, now, ids: app.ids };
    let step = (body.step, reason.clone());
    qualifications::take_step(&*tx, hand, &found.row, step, &outcome).await?;
    let action = format!("qualifications.{}", body.step.as_str());
    let entry = crate::audit::Entry { reason, ..entry(by, &action, &found) };
    record(&tx, target.0, entry, now).await?;
    tell_step(app, &tx, (&found, body.step), &outcome).await?;
    tx.commit().await?;
    Ok(())
}
