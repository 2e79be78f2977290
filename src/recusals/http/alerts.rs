//! The routes of rechecks and what they found.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{AlertFacets, RecusalCommand, RecusalReason},
    shown,
};
use crate::{
    app::App,
    authz::Reader,
    recusals::{
        alerts::{self, AlertQuery},
        recheck::recheck_for,
        round_views::{AlertView, RecheckView},
    },
    web::{ApiError, Data, IfMatch, Page, Paging, Problem, Tagged, ValidJson, bad_parameter},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct AlertListQuery {
    /// `open`, `cleared` or `handled`.
    pub state: Option<String>,
    /// `draft` or `live`.
    pub phase: Option<String>,
    /// Most rows, 1 to 200; 50 unless given.
    pub limit: Option<u64>,
    /// Cursor of a page.
    pub cursor: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(recheck_recusals))
        .routes(routes!(list_recusal_alerts))
        .routes(routes!(read_recusal_alert))
        .routes(routes!(handle_recusal_alert))
}

/// Looks at the conflicts of a round anew, with what is known now.
#[utoipa::path(
    post, path = "/rounds/{year}/recusal-recheck", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = RecusalCommand,
    responses(
        (status = 200, body = Data<RecheckView>), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn recheck_recusals(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(RecusalCommand {}): ValidJson<RecusalCommand>,
) -> Result<Data<RecheckView>, ApiError> {
    Ok(Data { data: recheck_for(&app, &reader.actor, year).await? })
}

/// What rechecks of a round found on pairs that are assigned.
#[utoipa::path(
    get, path = "/rounds/{year}/recusal-alerts", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round"), AlertListQuery),
    responses(
        (status = 200, body = Page<AlertView, AlertFacets>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_recusal_alerts(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<AlertListQuery>,
) -> Result<Page<AlertView, AlertFacets>, ApiError> {
    let paging = Paging::parse(query.limit, query.cursor.as_deref())?;
    let state = query.state.filter(|word| !word.is_empty()).map(|word| word.parse()).transpose();
    let phase = query.phase.filter(|word| !word.is_empty()).map(|word| word.parse()).transpose();
    let asked = AlertQuery {
        state: state.map_err(|_| bad_parameter("state", "open, cleared, handled"))?,
        phase: phase.map_err(|_| bad_parameter("phase", "draft, live"))?,
        ..AlertQuery::default()
    };
    let (data, total, (open, cleared)) =
        alerts::list(&app, &reader.actor, (year, asked, paging)).await?;
    Ok(Page { data, meta: paging.meta(total, AlertFacets { open, cleared }) })
}

/// One of them.
#[utoipa::path(
    get, path = "/recusal-alerts/{id}", tag = "recusals",
    params(("id" = String, Path, description = "key of the alert")),
    responses(
        (status = 200, body = Data<AlertView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn read_recusal_alert(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<AlertView>, ApiError> {
    shown(Ok(()), || alerts::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// An officer says how it was taken care of.
#[utoipa::path(
    post, path = "/recusal-alerts/{id}/handling", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the alert"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = RecusalReason,
    responses(
        (status = 200, body = Data<AlertView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn handle_recusal_alert(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RecusalReason>,
) -> Result<Tagged<AlertView>, ApiError> {
    let done = alerts::handle(&app, &reader.actor, (id.into(), seen.0), &body.reason).await;
    shown(done, || alerts::read(&app, &reader.actor, id.into()), |now| now.version).await
}
