//! The routes of recommending to CAST, and of CAST's answers.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{errors::SubmissionError, http, views::SubmissionsView},
    answer::{self, RecommendationAnswer},
    list,
    recommend::recommend,
    views::{RecommendationQueue, RecommendedDossier},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    nominations::dossier::DossierError,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_recommendations))
        .routes(routes!(recommend_dossier))
        .routes(routes!(forward_recommendation))
        .routes(routes!(ask_recommendation_return))
        .routes(routes!(confirm_recommendation_return))
        .routes(routes!(keep_recommendation))
}

/// What societies recommended to CAST in a round, with CAST's places.
#[utoipa::path(
    get, path = "/rounds/{year}/recommendations", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<RecommendationQueue>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_recommendations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<RecommendationQueue>, ApiError> {
    Ok(Data { data: list::queue(&app, &reader.actor, year).await? })
}

/// Recommends a dossier to CAST as it stood at the version named in `If-Match`: every rule is checked as for
/// a submission. For societies that nominate through CAST in the round.
#[utoipa::path(
    post, path = "/dossiers/{id}/recommendation", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    responses(
        (status = 200, body = Data<SubmissionsView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn recommend_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    let dossier = DossierId(id);
    let done = recommend(&app, &reader.actor, (dossier, version)).await;
    http::answer(&app, &reader, dossier, done).await
}

/// How a recommendation stands after CAST's answer, also to those who came too late.
async fn answered(
    app: &App,
    reader: &Reader,
    id: DossierId,
    done: Result<(), SubmissionError>,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    Tagged::after(done, || shown(app, reader, id)).await
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: DossierId,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    let row = list::row(app, &reader.actor, id).await?;
    Ok(Tagged::new(row.version, row))
}

/// Forwards (同意推荐): CAST submits the dossier by its own right, with a place of its own, and a receipt is
/// signed.
#[utoipa::path(
    post, path = "/dossiers/{id}/recommendation/forward", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 201, body = Data<RecommendedDossier>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn forward_recommendation(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    headers: HeaderMap,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    let route = format!("dossiers/{id}/recommendation/forward");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &version)?;
    let dossier = DossierId(id);
    let done = match answer::forward(&app, &reader.actor, (dossier, version), Some(&key)).await {
        Err(SubmissionError::Dossier(DossierError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
            Ok(())
        }
        done => done.map(|_| ()),
    };
    let now = answered(&app, &reader, dossier, done).await?;
    Ok(Tagged { status: StatusCode::CREATED, ..now })
}

/// Why CAST returns a recommendation, or does not after all.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct RecommendationReason {
    /// The reason.
    #[validate(length(min = 2, max = 4000))]
    reason: String,
}

/// Asks to return a recommendation, with reasons: done when a second person confirms it.
#[utoipa::path(
    post, path = "/dossiers/{id}/recommendation/return", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = RecommendationReason,
    responses(
        (status = 200, body = Data<RecommendedDossier>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn ask_recommendation_return(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<RecommendationReason>,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    let said = RecommendationAnswer::AskReturn(&body.reason);
    let place = (DossierId(id), Some(seen));
    let done = answer::answer(&app, &reader.actor, place, said).await;
    answered(&app, &reader, DossierId(id), done).await
}

/// Confirms that a recommendation is returned; never by whoever asked for it.
#[utoipa::path(
    post, path = "/dossiers/{id}/recommendation/return/confirm", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    responses(
        (status = 200, body = Data<RecommendedDossier>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn confirm_recommendation_return(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    let said = RecommendationAnswer::ConfirmReturn;
    let place = (DossierId(id), Some(seen));
    let done = answer::answer(&app, &reader.actor, place, said).await;
    answered(&app, &reader, DossierId(id), done).await
}

/// Says why a recommendation that was to be returned is not: it waits again.
#[utoipa::path(
    post, path = "/dossiers/{id}/recommendation/keep", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = RecommendationReason,
    responses(
        (status = 200, body = Data<RecommendedDossier>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn keep_recommendation(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<RecommendationReason>,
) -> Result<Tagged<RecommendedDossier>, ApiError> {
    let said = RecommendationAnswer::Keep(&body.reason);
    let place = (DossierId(id), Some(seen));
    let done = answer::answer(&app, &reader.actor, place, said).await;
    answered(&app, &reader, DossierId(id), done).await
}
