//! The routes of third-party assessments.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::{AssessmentFindingId, AssessmentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{
        assess::{self, NewAssessment, NewFinding},
        errors::SupervisionError,
        show_work,
        views::AssessmentView,
    },
    key_of, made,
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_assessments, order_assessment))
        .routes(routes!(read_assessment))
        .routes(routes!(record_finding))
        .routes(routes!(reply_to_finding))
        .routes(routes!(report_assessment))
}

async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), SupervisionError>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

async fn shown(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<AssessmentView>, ApiError> {
    let id = AssessmentId(id);
    let view = show_work::assessment(app, &reader.actor, reader.language, id).await?;
    Ok(Tagged::new(view.version, view))
}

/// The assessments, newest first, each with its draw.
#[utoipa::path(
    get, path = "/assessments", tag = "supervision",
    responses((status = 200, body = Data<Vec<AssessmentView>>), (status = 403, body = Problem))
)]
async fn list_assessments(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<AssessmentView>>, ApiError> {
    Ok(Data { data: show_work::assessments(&app, &reader.actor, reader.language).await? })
}

/// Draws the societies of a year. CAST alone; there is one draw a year.
#[utoipa::path(
    post, path = "/assessments", tag = "supervision",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewAssessment,
    responses(
        (status = 201, body = Data<AssessmentView>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn order_assessment(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewAssessment>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    let key = key_of(&headers, &reader, "assessments", &body)?;
    let outcome = assess::order(&app, &reader.actor, body, Some(&key)).await;
    let id = made(&app, &key, outcome.map(|id| id.0)).await?;
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// An assessment with its draw and the findings that the reader may see.
#[utoipa::path(
    get, path = "/assessments/{id}", tag = "supervision",
    params(("id" = String, Path, description = "key of the assessment")),
    responses((status = 200, body = Data<AssessmentView>), (status = 404, body = Problem))
)]
async fn read_assessment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    shown(&app, &reader, id).await
}

/// Records a finding about a society of the sample. CAST alone.
#[utoipa::path(
    post, path = "/assessments/{id}/findings", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the assessment"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewFinding,
    responses(
        (status = 200, body = Data<AssessmentView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn record_finding(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewFinding>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    let key = key_of(&headers, &reader, &format!("assessments/{id}/findings"), &body)?;
    let outcome = assess::find(&app, &reader.actor, AssessmentId(id), body, Some(&key)).await;
    made(&app, &key, outcome.map(|finding| finding.0)).await?;
    shown(&app, &reader, id).await
}

/// What a society replies to a finding about it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct FindingReply {
    /// The reply.
    #[validate(length(min = 1, max = 5_000))]
    text: String,
}

/// Replies to a finding, once. The society that it is about.
#[utoipa::path(
    post, path = "/assessment-findings/{id}/reply", tag = "supervision",
    params(("id" = String, Path, description = "key of the finding")),
    request_body = FindingReply,
    responses(
        (status = 200, body = Data<AssessmentView>), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn reply_to_finding(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<FindingReply>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    let finding = AssessmentFindingId(id);
    let assessment = assess::reply(&app, &reader.actor, finding, &body.text).await?;
    shown(&app, &reader, assessment.0).await
}

/// The assessor's report.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct AssessmentReport {
    /// The report.
    #[validate(length(min = 1, max = 50_000))]
    report: String,
}

/// Writes the assessor's report; no finding is recorded after it. CAST alone.
#[utoipa::path(
    put, path = "/assessments/{id}/report", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the assessment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = AssessmentReport,
    responses(
        (status = 200, body = Data<AssessmentView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 412, body = Problem),
    )
)]
async fn report_assessment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<AssessmentReport>,
) -> Result<Tagged<AssessmentView>, ApiError> {
    let assessment = AssessmentId(id);
    let outcome = assess::report(&app, &reader.actor, assessment, seen, &body.report).await;
    answer(&app, &reader, id, outcome).await
}
