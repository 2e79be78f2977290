//! The routes of releases.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::ResultReleaseId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    draft::{self, NewRelease},
    papers::{self, NewPaper},
    second, show,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    results::{
        ResultError,
        views::{PaperView, ReleaseDetail, ReleaseView},
    },
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::results) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_result_releases, draft_result_release))
        .routes(routes!(read_result_release, change_result_release, discard_result_release))
        .routes(routes!(release_results))
        .routes(routes!(enter_result_paper))
        .routes(routes!(confirm_result_paper))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: ResultReleaseId,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    let data = Box::pin(show::read(app, &reader.actor, id)).await?;
    Ok(Tagged::new(data.release.version, data))
}

/// The outcome of a deed; what moved on is told with what stands now.
async fn done(
    app: &App,
    reader: &Reader,
    id: ResultReleaseId,
    outcome: Result<(), ResultError>,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

/// The releases of a round, drafts too, the newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/result-releases", tag = "results",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<ReleaseView>>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_result_releases(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<ReleaseView>>, ApiError> {
    Ok(Data { data: show::list(&app, &reader.actor, year).await? })
}

/// Drafts a release of what the ballots decided: every nomination of these categories that stands at the stage, or none.
#[utoipa::path(
    post, path = "/rounds/{year}/result-releases", tag = "results",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewRelease,
    responses(
        (status = 201, body = Data<ReleaseDetail>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn draft_result_release(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewRelease>,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    let route = format!("rounds/{year}/result-releases");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let drafted = Box::pin(draft::draft(&app, &reader.actor, (year, &body), &key)).await;
    let id = match drafted {
        Err(ResultError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id = Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))?;
            ResultReleaseId(id)
        }
        other => other?,
    };
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// A release with its decisions and, of a draft, what keeps it from being released.
#[utoipa::path(
    get, path = "/result-releases/{id}", tag = "results",
    params(("id" = String, Path, description = "key of the release")),
    responses(
        (status = 200, body = Data<ReleaseDetail>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_result_release(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    shown(&app, &reader, id.into()).await
}

/// Makes a draft anew, from what the ballots say now.
#[utoipa::path(
    put, path = "/result-releases/{id}", tag = "results",
    params(
        ("id" = String, Path, description = "key of the release"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = NewRelease,
    responses(
        (status = 200, body = Data<ReleaseDetail>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn change_result_release(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<NewRelease>,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    let id = id.into();
    let outcome = Box::pin(draft::change(&app, &reader.actor, (id, seen.0), &body)).await;
    done(&app, &reader, id, outcome).await
}

/// Throws a draft away.
#[utoipa::path(
    delete, path = "/result-releases/{id}", tag = "results",
    params(
        ("id" = String, Path, description = "key of the release"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 204, description = "thrown away"), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn discard_result_release(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, ApiError> {
    let id = id.into();
    match draft::discard(&app, &reader.actor, (id, seen.0)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        outcome => done(&app, &reader, id, outcome).await.map(|_| StatusCode::NO_CONTENT),
    }
}

/// The second person's word.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ResultReleaseConfirmation)]
struct Confirmation {
    /// How many nominations are meant, as typed; needed above 20.
    #[serde(default)]
    confirmed_count: Option<usize>,
}

/// Somebody who did not draft it releases it: everything at one instant.
#[utoipa::path(
    post, path = "/result-releases/{id}/release", tag = "results",
    params(
        ("id" = String, Path, description = "key of the release"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = Confirmation,
    responses(
        (status = 200, body = Data<ReleaseDetail>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn release_results(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<Confirmation>,
) -> Result<Tagged<ReleaseDetail>, ApiError> {
    let id = id.into();
    let typed = body.confirmed_count;
    let outcome = Box::pin(second::release(&app, &reader.actor, (id, seen.0), typed)).await;
    done(&app, &reader, id, outcome).await
}

/// A document as it stands, with its version.
async fn paper(
    app: &App,
    reader: &Reader,
    (id, kind): (ResultReleaseId, &str),
) -> Result<Tagged<PaperView>, ApiError> {
    let data = papers::read(app, &reader.actor, (id, kind)).await?;
    Ok(Tagged::new(data.version, data))
}

/// Enters a document behind a release of awards; the version seen is 0 where there was none.
#[utoipa::path(
    put, path = "/result-releases/{id}/papers/{kind}", tag = "results",
    params(
        ("id" = String, Path, description = "key of the release"),
        ("kind" = String, Path, description = "`ministry`, `approval` or `council_limits`"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = NewPaper,
    responses(
        (status = 200, body = Data<PaperView>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn enter_result_paper(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<NewPaper>,
) -> Result<Tagged<PaperView>, ApiError> {
    let id = id.into();
    let outcome = papers::enter(&app, &reader.actor, (id, &kind, seen.0), &body).await;
    Tagged::after(outcome, || paper(&app, &reader, (id, &kind))).await
}

/// Somebody who did not enter it confirms a document.
#[utoipa::path(
    post, path = "/result-releases/{id}/papers/{kind}/confirm", tag = "results",
    params(
        ("id" = String, Path, description = "key of the release"),
        ("kind" = String, Path, description = "`ministry`, `approval` or `council_limits`"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<PaperView>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn confirm_result_paper(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, kind)): Path<(Uuid, String)>,
    seen: IfMatch,
) -> Result<Tagged<PaperView>, ApiError> {
    let id = id.into();
    let outcome = papers::confirm(&app, &reader.actor, (id, &kind, seen.0)).await;
    Tagged::after(outcome, || paper(&app, &reader, (id, &kind))).await
}
