//! What does the society learn of the examination of its nomination? That it runs; what is to be corrected;
//! what was decided and why. Never who said it, and nothing before it is decided.

use chrono::{DateTime, Utc};
use entity::{
    ids::{DossierId, ExaminationId, NominationId},
    vocabulary::{ExaminationRuling as Ruling, ExaminationStanding as Standing},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    errors::ExaminationError,
    judge::{ItemStanding, items_of},
    model::{Examination, Given},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    nominations::{CheckBook, check_book_of, reach_dossier},
    shared::Bilingual,
};

/// A rule that speaks against a nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct Objected {
    /// Its number.
    pub rule: String,
    /// The failing, as the official lists word it.
    pub text: Bilingual,
    /// The clause behind it.
    pub clause: String,
    /// Why it holds here.
    pub reason: String,
    /// What mends it.
    pub fix: Option<String>,
    /// The field.
    pub address: Option<String>,
}

/// The correction that is asked of a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct AskedCorrection {
    /// What is to be done.
    pub note: String,
    /// The fields that can be written in.
    pub addresses: Vec<String>,
    /// First instant that is too late.
    pub due_at: DateTime<Utc>,
    /// When it was handed in again.
    pub answered_at: Option<DateTime<Utc>>,
    /// Whether the reader may hand it in.
    pub may_answer: bool,
}

/// What a society learns.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct SocietyExamination {
    /// `none`, `running`, `correcting`, `accepted`, `refused` or `ended`.
    pub standing: String,
    /// The server's time.
    pub now: DateTime<Utc>,
    /// When it was decided.
    pub decided_at: Option<DateTime<Utc>>,
    /// What speaks against it, where a correction is asked for or it was refused.
    pub objected: Vec<Objected>,
    /// The correction, where one was asked for.
    pub correction: Option<AskedCorrection>,
}

/// The rules that are settled against a nomination, as a society is told: in the words of the round's book.
pub(super) fn objected(book: &CheckBook, one: &Examination, given: &[Given]) -> Vec<Objected> {
    let items = items_of(&one.findings, given);
    let failed =
        items.into_iter().filter(|item| item.standing == ItemStanding::Settled(Ruling::Fail));
    failed
        .map(|item| {
            let rule = book.rule(item.rule);
            // Whoever spoke last against it speaks for all.
            let last = item.given.iter().rfind(|said| said.verdict.ruling == Ruling::Fail);
            let said = |pick: fn(&super::model::Verdict) -> Option<String>| {
                item.given.iter().rev().find_map(|one| pick(&one.verdict))
            };
            let found = item.findings.iter().find_map(|found| found.address.clone());
            Objected {
                rule: item.rule.to_owned(),
                text: rule.map(|rule| rule.text.clone()).unwrap_or_default(),
                clause: rule.map(|rule| rule.clause.clone()).unwrap_or_default(),
                reason: last.and_then(|one| one.verdict.reason.clone()).unwrap_or_default(),
                fix: said(|one| one.fix.clone()),
                address: said(|one| one.address.clone()).or(found.map(|one| one.to_string())),
            }
        })
        .collect()
}

/// What the society of a dossier learns of its examination.
///
/// # Errors
/// No such dossier, or not the actor's to know; the records failing.
pub(super) async fn of_dossier(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<SocietyExamination, ExaminationError> {
    let known = reach_dossier(app, actor, id).await?;
    let tx = app.database.begin_read().await?;
    let mut told = SocietyExamination {
        standing: "none".to_owned(),
        now: app.clock.now(),
        decided_at: None,
        objected: Vec::new(),
        correction: None,
    };
    let Some(one) = store::examination_of(&*tx, NominationId(id.0)).await? else { return Ok(told) };
    let standing = match one.standing {
        Standing::Correcting | Standing::Accepted | Standing::Refused | Standing::Ended => {
            one.standing.as_str()
        }
        _ => "running",
    };
    standing.clone_into(&mut told.standing);
    told.decided_at = one.decided_at;
    if matches!(one.standing, Standing::Correcting | Standing::Refused) {
        let given = store::verdicts_of(&*tx, (one.id, one.attempt)).await?;
        told.objected = objected(check_book_of(&*tx, one.round).await?, &one, &given);
    }
    if let Some(correction) = store::correction_of(&*tx, one.id).await? {
        let may = permit(actor, Action::SubmitNominations)
            .is_ok_and(|permit| permit.covers(&known.society));
        let is_open = one.standing == Standing::Correcting && told.now < correction.due_at;
        told.correction = Some(AskedCorrection {
            note: correction.note,
            addresses: known.unlocked(),
            due_at: correction.due_at,
            answered_at: correction.answered_at.filter(|_| correction.after_version.is_some()),
            may_answer: may && is_open,
        });
    }
    Ok(told)
}

/// Number and examination of a dossier that the actor may read.
///
/// # Errors
/// No such dossier, or not the actor's to know; the records failing.
pub(super) async fn examination_of(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<(String, Option<ExaminationId>), ExaminationError> {
    let known = reach_dossier(app, actor, id).await?;
    let tx = app.database.begin_read().await?;
    let found = store::examination_of(&*tx, NominationId(id.0)).await?;
    Ok((known.number, found.map(|one| one.id)))
}
