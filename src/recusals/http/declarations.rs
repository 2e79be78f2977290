//! The routes of declarations.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
};
use entity::ids::RecusalDeclarationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{
        DeclarationAnswer, DeclarationFacets, OfficeDeclaration, OwnDeclarationBody, RecusalReason,
    },
    shown,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    recusals::{
        NewDeclaration, RecusalError,
        declarations::{self, DeclarationQuery},
        declare::{self, Answer},
        exclusions,
        round_views::ExclusionStatisticsView,
        views::{DeclarationView, OwnDeclarationView},
    },
    web::{ApiError, Data, IfMatch, Page, Paging, Problem, Tagged, ValidJson, bad_parameter},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct DeclarationListQuery {
    /// `reviewer`, `nominee`, `nominator`, `office` or `staff`.
    pub source: Option<String>,
    /// `waiting`, `in_force`, `refused` or `withdrawn`.
    pub state: Option<String>,
    /// Code of a kind.
    pub kind: Option<String>,
    /// Part of the nomination's number.
    pub nomination: Option<String>,
    /// Most rows, 1 to 200; 50 unless given.
    pub limit: Option<u64>,
    /// Cursor of a page.
    pub cursor: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_declarations, declare_for_expert))
        .routes(routes!(read_declaration))
        .routes(routes!(answer_declaration))
        .routes(routes!(withdraw_declaration))
        .routes(routes!(list_own_declarations, declare_own_interest))
        .routes(routes!(withdraw_own_declaration))
        .routes(routes!(read_exclusion_statistics))
}

fn word<W: std::str::FromStr>(
    name: &str,
    text: Option<&str>,
    allowed: &str,
) -> Result<Option<W>, ApiError> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| bad_parameter(name, allowed))).transpose()
}

/// The declarations of a round, what waits for the office first.
#[utoipa::path(
    get, path = "/rounds/{year}/declarations", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round"), DeclarationListQuery),
    responses(
        (status = 200, body = Page<DeclarationView, DeclarationFacets>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_declarations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<DeclarationListQuery>,
) -> Result<Page<DeclarationView, DeclarationFacets>, ApiError> {
    let paging = Paging::parse(query.limit, query.cursor.as_deref())?;
    let sources = "reviewer, nominee, nominator, office, staff";
    let kinds = "kin, adviser_student, economic_interest, same_unit, cooperation, society_staff, office_staff, other, exclusion";
    let asked = DeclarationQuery {
        source: word("source", query.source.as_deref(), sources)?,
        state: word("state", query.state.as_deref(), "waiting, in_force, refused, withdrawn")?,
        kind: word("kind", query.kind.as_deref(), kinds)?,
        nomination: query.nomination.filter(|part| !part.trim().is_empty()),
        ..DeclarationQuery::default()
    };
    let (data, total, waiting) =
        declarations::list(&app, &reader.actor, (year, asked, paging)).await?;
    Ok(Page { data, meta: paging.meta(total, DeclarationFacets { waiting }) })
}

/// The key of what was made, or was made before by the same request.
async fn made(
    app: &App,
    outcome: Result<RecusalDeclarationId, RecusalError>,
    key: &idempotency::Key,
) -> Result<Uuid, ApiError> {
    match outcome {
        Ok(id) => Ok(id.0),
        Err(RecusalError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))
        }
        Err(error) => Err(error.into()),
    }
}

/// The office declares an interest of an expert.
#[utoipa::path(
    post, path = "/rounds/{year}/declarations", tag = "recusals",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = OfficeDeclaration,
    responses(
        (status = 201, body = Data<DeclarationView>), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn declare_for_expert(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<OfficeDeclaration>,
) -> Result<Tagged<DeclarationView>, ApiError> {
    let route = format!("rounds/{year}/declarations");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let new: NewDeclaration = body.declared(year);
    let id = made(&app, declare::for_expert(&app, &reader.actor, (&new, Some(&key))).await, &key)
        .await?;
    let data = declarations::read(&app, &reader.actor, id.into()).await?;
    Ok(Tagged::created(data.version, data))
}

/// One declaration.
#[utoipa::path(
    get, path = "/declarations/{id}", tag = "recusals",
    params(("id" = String, Path, description = "key of the declaration")),
    responses(
        (status = 200, body = Data<DeclarationView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn read_declaration(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<DeclarationView>, ApiError> {
    shown(Ok(()), || declarations::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// The office accepts what waits, or does not; what bars somebody until it is answered, two of it refuse.
#[utoipa::path(
    post, path = "/declarations/{id}/answer", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the declaration"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = DeclarationAnswer,
    responses(
        (status = 200, body = Data<DeclarationView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn answer_declaration(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<DeclarationAnswer>,
) -> Result<Tagged<DeclarationView>, ApiError> {
    let answer = Answer {
        is_accepted: body.is_accepted,
        reason: &body.reason,
        expert: body.expert_id.map(Into::into),
    };
    let done = declare::answer(&app, &reader.actor, (id.into(), seen.0), answer).await;
    shown(done, || declarations::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// The office withdraws a declaration: one officer asks for it, or who declared it did, and another officer agrees.
#[utoipa::path(
    post, path = "/declarations/{id}/withdrawal", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the declaration"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = RecusalReason,
    responses(
        (status = 200, body = Data<DeclarationView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn withdraw_declaration(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RecusalReason>,
) -> Result<Tagged<DeclarationView>, ApiError> {
    let what = (id.into(), seen.0);
    let done = declare::withdraw(&app, &reader.actor, what, (&body.reason, false)).await;
    shown(done, || declarations::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// What the reader declared himself.
#[utoipa::path(
    get, path = "/my-declarations", tag = "recusals",
    responses((status = 200, body = Data<Vec<OwnDeclarationView>>), (status = 403, body = Problem))
)]
async fn list_own_declarations(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<OwnDeclarationView>>, ApiError> {
    Ok(Data { data: declarations::own(&app, &reader.actor).await? })
}

/// A reviewer or a member of the staff declares an interest of his own.
#[utoipa::path(
    post, path = "/my-declarations", tag = "recusals",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = OwnDeclarationBody,
    responses(
        (status = 201, body = Data<OwnDeclarationView>), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn declare_own_interest(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<OwnDeclarationBody>,
) -> Result<Tagged<OwnDeclarationView>, ApiError> {
    let key = idempotency::Key::of(&headers, reader.actor.account, "my-declarations", &body)?;
    let new = body.declared();
    let id = made(&app, declare::own(&app, &reader.actor, (&new, Some(&key))).await, &key).await?;
    let data = declarations::own_one(&app, &reader.actor, id.into()).await?;
    Ok(Tagged::created(data.version, data))
}

/// A person asks to withdraw what he declared himself; it stands until an officer agrees.
#[utoipa::path(
    post, path = "/my-declarations/{id}/withdrawal", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the declaration"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = RecusalReason,
    responses(
        (status = 200, body = Data<OwnDeclarationView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn withdraw_own_declaration(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RecusalReason>,
) -> Result<Tagged<OwnDeclarationView>, ApiError> {
    let what = (id.into(), seen.0);
    let done = declare::withdraw(&app, &reader.actor, what, (&body.reason, true)).await;
    let now = || declarations::own_one(&app, &reader.actor, id.into());
    shown(done, now, |now| now.version).await
}

/// How societies use the requests to keep experts out (X25 art. 55).
#[utoipa::path(
    get, path = "/rounds/{year}/exclusion-statistics", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<ExclusionStatisticsView>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn read_exclusion_statistics(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<ExclusionStatisticsView>, ApiError> {
    Ok(Data { data: exclusions::statistics(&app, &reader.actor, year).await? })
}
