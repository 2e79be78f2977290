//! The routes of publicities, for the award office alone.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use entity::{ids::PublicityId, vocabulary::PublicityKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::publicity::{
    self, EntryRow, EntryView, NewPublicity, PreviewView, PublicityError, PublicityView,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    web::{
        ApiError, Data, IfMatch, NoFacets, Page, Paging, Problem, ProblemCode, Tagged, ValidJson,
        bad_parameter,
    },
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_publicities, draft_publicity))
        .routes(routes!(preview_publicity))
        .routes(routes!(read_publicity, change_publicity, discard_publicity))
        .routes(routes!(list_publicity_entries))
        .routes(routes!(read_publicity_entry))
        .routes(routes!(release_publicity))
}

/// A publicity as it stands, with its version.
pub(super) async fn shown(
    app: &App,
    reader: &Reader,
    id: PublicityId,
) -> Result<Tagged<PublicityView>, ApiError> {
    let data = publicity::read(app, &reader.actor, id).await?;
    Ok(Tagged::new(data.version, data))
}

/// The outcome of a deed; what moved on is told with what stands now.
pub(super) async fn done(
    app: &App,
    reader: &Reader,
    id: PublicityId,
    outcome: Result<(), PublicityError>,
) -> Result<Tagged<PublicityView>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

/// The publicities of a round, drafts too, the newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/publicities", tag = "notices",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<PublicityView>>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_publicities(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<PublicityView>>, ApiError> {
    Ok(Data { data: publicity::list(&app, &reader.actor, year).await? })
}

/// Which publicity is meant.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PreviewParameters {
    /// `acceptance` or `first_review`.
    kind: Option<String>,
}

/// Which nominations a publicity would show now, before anything is written.
#[utoipa::path(
    get, path = "/rounds/{year}/publicity-preview", tag = "notices",
    params(("year" = i32, Path, description = "year of the round"), PreviewParameters),
    responses(
        (status = 200, body = Data<PreviewView>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn preview_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<PreviewParameters>,
) -> Result<Data<PreviewView>, ApiError> {
    let kind = asked.kind.as_deref().map_or(Ok(PublicityKind::Acceptance), str::parse);
    let kind = kind.map_err(|_| bad_parameter("kind", "acceptance, first_review"))?;
    Ok(Data { data: publicity::preview(&app, &reader.actor, (year, kind)).await? })
}

/// Drafts a publicity of the nominations that the preview lists.
#[utoipa::path(
    post, path = "/rounds/{year}/publicities", tag = "notices",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewPublicity,
    responses(
        (status = 201, body = Data<PublicityView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn draft_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewPublicity>,
) -> Result<Tagged<PublicityView>, ApiError> {
    let route = format!("rounds/{year}/publicities");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = match publicity::draft(&app, &reader.actor, (year, &body), Some(&key)).await {
        Err(PublicityError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id = Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))?;
            PublicityId(id)
        }
        other => other?,
    };
    let mut answer = shown(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

/// A publicity with its corrections.
#[utoipa::path(
    get, path = "/publicities/{id}", tag = "notices",
    params(("id" = String, Path, description = "key of the publicity")),
    responses((status = 200, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<PublicityView>, ApiError> {
    shown(&app, &reader, id.into()).await
}

/// Makes a draft anew, from how the nominations stand now.
#[utoipa::path(
    put, path = "/publicities/{id}", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = NewPublicity,
    responses(
        (status = 200, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn change_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<NewPublicity>,
) -> Result<Tagged<PublicityView>, ApiError> {
    let id = id.into();
    let outcome = publicity::change(&app, &reader.actor, (id, seen.0), &body).await;
    done(&app, &reader, id, outcome).await
}

/// Throws a draft away.
#[utoipa::path(
    delete, path = "/publicities/{id}", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 204, description = "thrown away"), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn discard_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, ApiError> {
    let id = id.into();
    match publicity::discard(&app, &reader.actor, (id, seen.0)).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        outcome => done(&app, &reader, id, outcome).await.map(|_| StatusCode::NO_CONTENT),
    }
}

/// Which part of a list.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EntryListParameters {
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// What a publicity shows, in order.
#[utoipa::path(
    get, path = "/publicities/{id}/entries", tag = "notices",
    params(("id" = String, Path, description = "key of the publicity"), EntryListParameters),
    responses(
        (status = 200, body = Page<EntryRow, NoFacets>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_publicity_entries(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<EntryListParameters>,
) -> Result<Page<EntryRow, NoFacets>, ApiError> {
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let part = (paging.limit, paging.offset);
    let (data, total) = publicity::list_entries(&app, &reader.actor, id.into(), part).await?;
    Ok(Page { data, meta: paging.meta(total, NoFacets {}) })
}

/// What a publicity shows of one nomination.
#[utoipa::path(
    get, path = "/publicities/{id}/entries/{position}", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("position" = i32, Path, description = "from 1"),
    ),
    responses((status = 200, body = Data<EntryView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_publicity_entry(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, position)): Path<(Uuid, i32)>,
) -> Result<Data<EntryView>, ApiError> {
    let data = publicity::entry_of(&app, &reader.actor, (id.into(), position)).await?;
    Ok(Data { data })
}

/// A release.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct PublicityRelease {
    /// How many nominations are meant, as typed; needed above 20.
    #[serde(default)]
    pub confirmed_count: Option<usize>,
}

/// Somebody who did not draft it releases a publicity: nothing of it is changed any more.
#[utoipa::path(
    post, path = "/publicities/{id}/release", tag = "notices",
    params(
        ("id" = String, Path, description = "key of the publicity"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = PublicityRelease,
    responses(
        (status = 200, body = Data<PublicityView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn release_publicity(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<PublicityRelease>,
) -> Result<Tagged<PublicityView>, ApiError> {
    let id = id.into();
    let typed = body.confirmed_count;
    let outcome = publicity::release(&app, &reader.actor, (id, seen.0), typed).await;
    done(&app, &reader, id, outcome).await
}
