//! How does an application go from state to state?

use chrono::{Datelike as _, NaiveDate};
use entity::{
    ids::QualificationId,
    vocabulary::{QualificationState, QualificationStep, RoundState, Verdict},
};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    criteria::CRITERIA,
    edit::{QualificationError, StepRefusal, close, entry, seen},
    guards::{Facts, ItemFacts, Taken, decide},
    states::{Side, TABLE},
};
use crate::{
    app::App,
    authz::Action,
    awards,
    shared::china_day,
    societies::store::{
        qualifications::{self, Application},
        register::Hand,
    },
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

/// The facts that the steps of an application are decided from.
pub(crate) async fn facts(
    database: &impl ConnectionTrait,
    found: &Application,
    today: NaiveDate,
) -> Result<Facts, DbErr> {
    let row = &found.row;
    let others = qualifications::of_society(database, row.society_id).await?;
    let rounds = awards::list_rounds(database).await?;
    let began = row.valid_from.map_or(i32::MAX, |from| from.year());
    let items = CRITERIA.list.iter().map(|criterion| {
        let said = found.items.iter().find(|item| item.criterion == criterion.id);
        let files = found.files.iter().filter(|(file, _)| file.criterion == criterion.id);
        ItemFacts {
            criterion: criterion.id.clone(),
            has_statement: said.is_some_and(|item| item.statement.is_some()),
            files: files.map(|(file, _)| file.valid_to).collect(),
            verdict: said.and_then(|item| item.verdict),
            has_note: said.is_some_and(|item| item.note.is_some()),
        }
    });
    // Who held the right before this register was kept comes recognised by the ministry.
    let is_recognised = found
        .items
        .iter()
        .any(|item| item.criterion == "recognised" && item.verdict == Some(Verdict::Met));
    Ok(Facts {
        state: row.state,
        held_as: row.held_as,
        appealed_from: row.appealed_from,
        valid_to: row.valid_to,
        status: found.society_status.as_deref().and_then(|word| word.parse().ok()),
        items: items.collect(),
        taken: found
            .steps
            .iter()
            .map(|step| Taken {
                step: step.step,
                by: step.taken_by.clone(),
                on: china_day(step.taken_at),
            })
            .collect(),
        // Granted in full once: a society that was only ever on trial is still a newcomer.
        is_newcomer: !is_recognised
            && !others.iter().any(|other| {
                other.id != row.id && other.held_as == Some(QualificationState::Granted)
            }),
        renews_until: others
            .iter()
            .find(|other| Some(other.id) == row.renews)
            .and_then(|other| other.valid_to),
        has_round_ended: rounds
            .iter()
            .any(|round| round.state == RoundState::Closed && round.year >= began),
        today,
    })
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
    close(tx, target.0, entry, now).await
}
