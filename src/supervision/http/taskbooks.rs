//! The routes of taskbooks.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::TaskbookId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{
        carry_out::{self, MoveRequest, NewReport, TickChange},
        draft,
        errors::SupervisionError,
        model::Draft,
        show,
        sign::{self, NewResolution},
        views::{TaskbookDetail, TaskbookSummary},
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
        .routes(routes!(list_taskbooks, create_taskbook))
        .routes(routes!(read_taskbook, change_taskbook))
        .routes(routes!(record_resolution))
        .routes(routes!(sign_taskbook))
        .routes(routes!(move_taskbook))
        .routes(routes!(report_on_taskbook))
        .routes(routes!(tick_item))
        .routes(routes!(advance_stage))
}

/// A taskbook as the body of a request.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
struct DraftBody(Draft);

impl Validate for DraftBody {
    /// The rules of a draft are told by the use case, with the place of each.
    fn validate(&self) -> Result<(), validator::ValidationErrors> {
        Ok(())
    }
}

/// The taskbook as it stands after a change, or what stands now when the change came too late.
async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), SupervisionError>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

async fn shown(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let detail = show::detail(app, &reader.actor, reader.language, TaskbookId(id)).await?;
    Ok(Tagged::new(detail.version, detail))
}

/// The taskbooks that the reader may see.
#[utoipa::path(
    get, path = "/taskbooks", tag = "supervision",
    responses((status = 200, body = Data<Vec<TaskbookSummary>>), (status = 403, body = Problem))
)]
async fn list_taskbooks(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<TaskbookSummary>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor, reader.language).await? })
}

/// Makes a taskbook in state draft. CAST alone.
#[utoipa::path(
    post, path = "/taskbooks", tag = "supervision",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = Draft,
    responses(
        (status = 201, body = Data<TaskbookDetail>),
        (status = 403, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(DraftBody(body)): ValidJson<DraftBody>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let key = key_of(&headers, &reader, "taskbooks", &body)?;
    let outcome = draft::create(&app, &reader.actor, body, Some(&key)).await;
    let id = made(&app, &key, outcome.map(|id| id.0)).await?;
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// A taskbook whole: what is signed, resolutions, signatures, results, stages.
#[utoipa::path(
    get, path = "/taskbooks/{id}", tag = "supervision",
    params(("id" = String, Path, description = "key of the taskbook")),
    responses((status = 200, body = Data<TaskbookDetail>), (status = 404, body = Problem))
)]
async fn read_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    shown(&app, &reader, id).await
}

/// Changes what a taskbook says; signatures given so far are void.
#[utoipa::path(
    put, path = "/taskbooks/{id}", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Draft,
    responses(
        (status = 200, body = Data<TaskbookDetail>),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn change_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(DraftBody(body)): ValidJson<DraftBody>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let outcome = draft::change(&app, &reader.actor, TaskbookId(id), seen, body).await;
    answer(&app, &reader, id, outcome).await
}

/// Records what the society's council resolved about the project leader.
#[utoipa::path(
    post, path = "/taskbooks/{id}/resolutions", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewResolution,
    responses(
        (status = 200, body = Data<TaskbookDetail>),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn record_resolution(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewResolution>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let key = key_of(&headers, &reader, &format!("taskbooks/{id}/resolutions"), &body)?;
    let outcome = sign::resolve(&app, &reader.actor, TaskbookId(id), body, Some(&key)).await;
    made(&app, &key, outcome.map(|_| id)).await?;
    shown(&app, &reader, id).await
}

/// A signature, under the text that the signer saw.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTaskbookSignature)]
struct NewSignature {
    /// SHA-256 of the text that the signer saw.
    #[validate(length(min = 64, max = 64))]
    content_digest: String,
    /// The name of the person who signs.
    #[validate(length(min = 1, max = 100))]
    signer_name: String,
}

/// Signs a taskbook for the reader's party: society (its head), department or CAST.
#[utoipa::path(
    post, path = "/taskbooks/{id}/signatures", tag = "supervision",
    params(("id" = String, Path, description = "key of the taskbook")),
    request_body = NewSignature,
    responses(
        (status = 200, body = Data<TaskbookDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn sign_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<NewSignature>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let (name, digest) = (&body.signer_name, &body.content_digest);
    let outcome = sign::sign(&app, &reader.actor, TaskbookId(id), name, digest).await;
    answer(&app, &reader, id, outcome).await
}

/// Begins, suspends, resumes, closes or ends the work. CAST alone.
#[utoipa::path(
    post, path = "/taskbooks/{id}/moves", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = MoveRequest,
    responses(
        (status = 200, body = Data<TaskbookDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn move_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<MoveRequest>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let outcome = carry_out::make_move(&app, &reader.actor, TaskbookId(id), seen, body).await;
    answer(&app, &reader, id, outcome).await
}

/// Reports what became of an indicator or a task. The society alone.
#[utoipa::path(
    post, path = "/taskbooks/{id}/reports", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewReport,
    responses(
        (status = 200, body = Data<TaskbookDetail>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn report_on_taskbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewReport>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let key = key_of(&headers, &reader, &format!("taskbooks/{id}/reports"), &body)?;
    let outcome = carry_out::report(&app, &reader.actor, TaskbookId(id), body, Some(&key)).await;
    made(&app, &key, outcome.map(|()| id)).await?;
    shown(&app, &reader, id).await
}

/// Ticks an item of a checklist, or opens it again, over the version of the taskbook seen.
#[utoipa::path(
    put, path = "/taskbooks/{id}/items/{code}", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("code" = String, Path, description = "code of the item"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = TickChange,
    responses(
        (status = 200, body = Data<TaskbookDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn tick_item(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<TickChange>,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let place = (TaskbookId(id), Some(seen));
    let outcome = carry_out::tick(&app, &reader.actor, place, &code, body).await;
    answer(&app, &reader, id, outcome).await
}

/// Opens the next stage, once nothing is open in this one. CAST alone.
#[utoipa::path(
    post, path = "/taskbooks/{id}/stage", tag = "supervision",
    params(
        ("id" = String, Path, description = "key of the taskbook"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<TaskbookDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn advance_stage(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<TaskbookDetail>, ApiError> {
    let outcome = carry_out::advance(&app, &reader.actor, TaskbookId(id), seen).await;
    answer(&app, &reader, id, outcome.map(|_| ())).await
}
