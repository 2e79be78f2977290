//! The routes of a society's selection.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::super::{
    errors::ProcessError,
    selection::{
        self, CallText, ExpertLinkEnd, ExpertLinkMade, ExpertLinkRequest, NewScore,
        SelectionDecision, SelectionView,
    },
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    nominations::dossier::DossierError,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// Whose selection.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SelectionParameters {
    /// Code of the society; the reader's own where it is left out.
    society: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_selection, save_selection))
        .routes(routes!(score_selection_candidate))
        .routes(routes!(decide_selection))
        .routes(routes!(create_expert_links))
        .routes(routes!(revoke_expert_link))
}

async fn shown(
    app: &App,
    reader: &Reader,
    year: i32,
    society: Option<String>,
) -> Result<Tagged<SelectionView>, ApiError> {
    let view = selection::selection(app, &reader.actor, year, society).await?;
    Ok(Tagged::new(view.version, view))
}

/// The selection of `society` after a deed, or what stands now where somebody else was first.
async fn answer(
    app: &App,
    reader: &Reader,
    (year, society): (i32, String),
    done: Result<(), ProcessError>,
) -> Result<Tagged<SelectionView>, ApiError> {
    Tagged::after(done, || shown(app, reader, year, Some(society))).await
}

/// The selection of a society: the call, candidates with their means, experts, scores.
#[utoipa::path(
    get, path = "/rounds/{year}/selection", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round"), SelectionParameters),
    responses(
        (status = 200, body = Data<SelectionView>), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_selection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<SelectionParameters>,
) -> Result<Tagged<SelectionView>, ApiError> {
    shown(&app, &reader, year, asked.society).await
}

/// Writes the call with its candidates and experts, over the version seen (`If-Match: "0"` where there
/// is none).
#[utoipa::path(
    put, path = "/rounds/{year}/selection", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("If-Match" = String, Header, description = "the version seen, such as \"1\""),
    ),
    request_body = CallText,
    responses(
        (status = 200, body = Data<SelectionView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn save_selection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    seen: IfMatch,
    ValidJson(body): ValidJson<CallText>,
) -> Result<Tagged<SelectionView>, ApiError> {
    let society = body.society_id.clone();
    let saved = selection::save(&app, &reader.actor, (year, seen.0), body).await;
    answer(&app, &reader, (year, society), saved).await
}

/// Writes down what an expert gave a candidate, or why he kept out, over the version seen.
#[utoipa::path(
    post, path = "/rounds/{year}/selection/scores", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("If-Match" = String, Header, description = "the version seen, such as \"1\""),
    ),
    request_body = NewScore,
    responses(
        (status = 200, body = Data<SelectionView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn score_selection_candidate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<NewScore>,
) -> Result<Tagged<SelectionView>, ApiError> {
    let society = body.society_id.clone();
    let scored = selection::score(&app, &reader.actor, (year, Some(seen)), body).await;
    answer(&app, &reader, (year, society), scored).await
}

/// Says which candidates the society nominates and which stand by, over the version seen. Decided anew, the decision
/// before is kept.
#[utoipa::path(
    post, path = "/rounds/{year}/selection/decision", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("If-Match" = String, Header, description = "the version seen, such as \"1\""),
    ),
    request_body = SelectionDecision,
    responses(
        (status = 200, body = Data<SelectionView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn decide_selection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<SelectionDecision>,
) -> Result<Tagged<SelectionView>, ApiError> {
    let society = body.society_id.clone();
    let decided = selection::decide(&app, &reader.actor, (year, Some(seen)), body).await;
    answer(&app, &reader, (year, society), decided).await
}

/// Makes personal links by which experts of a society's selection score for themselves, each shown this once. An earlier
/// link of the same expert is taken back.
#[utoipa::path(
    post, path = "/rounds/{year}/selection/links", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = ExpertLinkRequest,
    responses(
        (status = 201, body = Data<Vec<ExpertLinkMade>>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn create_expert_links(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<ExpertLinkRequest>,
) -> Result<Response, ApiError> {
    let route = format!("rounds/{year}/selection/links");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let made: Vec<ExpertLinkMade> =
        match selection::issue(&app, &reader.actor, (year, &body), &key).await {
            Err(ProcessError::Dossier(DossierError::Repeated)) => {
                let reply = idempotency::recall(app.database.reader(), &key).await?;
                serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?
            }
            made => made?,
        };
    Ok((StatusCode::CREATED, Data { data: made }).into_response())
}

/// Takes back the link of an expert; what he scored by it stays.
#[utoipa::path(
    post, path = "/rounds/{year}/selection/links/revoke", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("If-Match" = String, Header, description = "the version seen, such as \"1\""),
    ),
    request_body = ExpertLinkEnd,
    responses(
        (status = 200, body = Data<SelectionView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn revoke_expert_link(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<ExpertLinkEnd>,
) -> Result<Tagged<SelectionView>, ApiError> {
    let revoked = selection::revoke(&app, &reader.actor, (year, seen), &body).await;
    answer(&app, &reader, (year, body.society_id), revoked).await
}
