//! How are the papers of a taskbook made: the taskbook itself and the performance report?

use entity::ids::TaskbookId;

use super::{
    errors::SupervisionError,
    performance::{self, Record},
    performance_sheet, printed, show, show_work,
};
use crate::{
    app::App,
    authz::Actor,
    shared::{Language, china_day},
};

fn broken(error: &dyn std::fmt::Display) -> SupervisionError {
    SupervisionError::Broken(error.to_string())
}

/// The taskbook as a PDF.
///
/// # Errors
/// It is not there, or not the actor's to see; it cannot be made.
pub(super) async fn taskbook_pdf(
    app: &App,
    actor: &Actor,
    language: Language,
    id: TaskbookId,
) -> Result<Vec<u8>, SupervisionError> {
    let detail = show::detail(app, actor, language, id).await?;
    printed::taskbook(&detail, language).render().map_err(|error| broken(&error))
}

async fn record(
    app: &App,
    actor: &Actor,
    language: Language,
    id: TaskbookId,
) -> Result<Record, SupervisionError> {
    let taskbook = show::detail(app, actor, language, id).await?;
    let society = &taskbook.summary.society_id;
    let mut meetings = show_work::meetings(app, actor, language).await?;
    meetings.retain(|one| one.taskbook_id == Some(id.0));
    let assessments = show_work::assessments(app, actor, language).await?;
    let mut findings: Vec<_> = assessments.into_iter().flat_map(|one| one.findings).collect();
    findings.retain(|one| one.society_id == *society);
    let mut disclosures = show_work::disclosures(app, actor, language).await?;
    disclosures.retain(|one| one.taskbook_id == Some(id.0));
    let as_of = china_day(app.clock.now());
    Ok(Record { as_of, taskbook, meetings, findings, disclosures })
}

/// The performance report as a PDF.
///
/// # Errors
/// The taskbook is not there, or not the actor's to see; the report cannot be made.
pub(super) async fn performance_pdf(
    app: &App,
    actor: &Actor,
    language: Language,
    id: TaskbookId,
) -> Result<Vec<u8>, SupervisionError> {
    let record = record(app, actor, language, id).await?;
    performance::report(&record, language).render().map_err(|error| broken(&error))
}

/// The performance report as a workbook.
///
/// # Errors
/// The taskbook is not there, or not the actor's to see; the report cannot be made.
pub(super) async fn performance_xlsx(
    app: &App,
    actor: &Actor,
    language: Language,
    id: TaskbookId,
) -> Result<Vec<u8>, SupervisionError> {
    let record = record(app, actor, language, id).await?;
    performance_sheet::workbook(&record, language).map_err(|error| broken(&error))
}
