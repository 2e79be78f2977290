//! The routes of decisions.

use std::sync::Arc;

use axum::extract::{Path, State};
use entity::ids::ResultDecisionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{show, strike};
use crate::{
    app::App,
    authz::Reader,
    results::{
        release,
        views::{Audience, DecisionView, SocietyResultView},
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this inner room.
pub(in crate::results) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(strike_result_decision))
        .routes(routes!(list_nomination_decisions))
        .routes(routes!(list_society_results))
}

/// Why an award is struck.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ResultStrike)]
struct Strike {
    /// Why.
    #[validate(length(min = 4, max = 2000))]
    reason: String,
}

/// A decision with the version of its release.
async fn shown(
    app: &App,
    reader: &Reader,
    id: ResultDecisionId,
) -> Result<Tagged<DecisionView>, ApiError> {
    let told = show::reach(app, &reader.actor, id).await?;
    let version = release::version_of(app, told.decision.release).await?;
    Ok(Tagged::new(version, DecisionView::of(&told, Audience::Office)))
}

/// The ministry takes a nomination out of the awards of a draft; the version is that of the release.
#[utoipa::path(
    post, path = "/result-decisions/{id}/strike", tag = "results",
    params(
        ("id" = String, Path, description = "key of the decision"),
        ("If-Match" = String, Header, description = "the entity tag of the release that was read"),
    ),
    request_body = Strike,
    responses(
        (status = 200, body = Data<DecisionView>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn strike_result_decision(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<Strike>,
) -> Result<Tagged<DecisionView>, ApiError> {
    let id = id.into();
    let outcome = strike::strike(&app, &reader.actor, (id, seen.0), &body.reason).await;
    Tagged::after(outcome, || shown(&app, &reader, id)).await
}

/// What was decided of a nomination, the earliest first; a society sees what was released of its own.
#[utoipa::path(
    get, path = "/nominations/{id}/decisions", tag = "results",
    params(("id" = String, Path, description = "key of the nomination")),
    responses(
        (status = 200, body = Data<Vec<DecisionView>>), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn list_nomination_decisions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<DecisionView>>, ApiError> {
    Ok(Data { data: show::of_nomination(&app, &reader.actor, id.into()).await? })
}

/// What was released of the nominations of the reader's own societies.
#[utoipa::path(
    get, path = "/society-results", tag = "results",
    responses(
        (status = 200, body = Data<Vec<SocietyResultView>>), (status = 401, body = Problem),
        (status = 403, body = Problem),
    )
)]
async fn list_society_results(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<SocietyResultView>>, ApiError> {
    Ok(Data { data: show::of_society(&app, &reader.actor).await? })
}
