//! The routes of aggregates.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::{NominationId, ReviewHintId, ReviewPhaseId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    ask::{self, ExtraRefusal},
    show,
    views::{
        ExtraReviewer, ExtraReviewers, Handling, NewExtraReviewer, NominationScores, ReviewHint,
        ScoreAggregate, ScoreJob,
    },
};
use crate::{
    app::App,
    assignments::AssignmentError,
    authz::Reader,
    idempotency::{self, Key},
    reviews::ReviewError,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson, refuse_marked},
};

/// The routes of this inner room.
pub(in crate::reviews) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_score_aggregate, compute_score_aggregate))
        .routes(routes!(read_nomination_scores))
        .routes(routes!(list_extra_reviewers, add_extra_reviewer))
        .routes(routes!(handle_review_hint))
}

impl From<ExtraRefusal> for ApiError {
    fn from(refusal: ExtraRefusal) -> Self {
        match refusal {
            ExtraRefusal::Review(error) => error.into(),
            ExtraRefusal::Assignment(error) => error.into(),
        }
    }
}

/// The key that an earlier request under the same word was answered with.
async fn recalled(app: &App, key: &Key) -> Result<Uuid, ApiError> {
    let reply = idempotency::recall(app.database.reader(), key).await?;
    Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))
}

/// What the sheets of a closed phase come to, with hints on what to look at.
#[utoipa::path(
    get, path = "/review-phases/{id}/aggregate", tag = "reviews",
    params(("id" = String, Path, description = "key of the phase")),
    responses(
        (status = 200, body = Data<ScoreAggregate>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_score_aggregate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ScoreAggregate>, ApiError> {
    Ok(Data { data: show::aggregate_of(&app, &reader.actor, ReviewPhaseId(id)).await? })
}

/// Has the aggregate of a closed phase computed anew, as after a sheet became void. The same sheets give nothing new.
#[utoipa::path(
    post, path = "/review-phases/{id}/aggregate", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 202, body = Data<ScoreJob>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn compute_score_aggregate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Result<(StatusCode, Data<ScoreJob>), ApiError> {
    let route = format!("review-phases/{id}/aggregate");
    let key = Key::of(&headers, reader.actor.account, &route, &())?;
    let job = match ask::compute(&app, &reader.actor, ReviewPhaseId(id), &key).await {
        Ok(job) => job.0,
        Err(ReviewError::Repeated) => recalled(&app, &key).await?,
        Err(error) => return Err(error.into()),
    };
    Ok((StatusCode::ACCEPTED, Data { data: ScoreJob { job } }))
}

/// Why somebody has to know names.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ScoreParameters {
    /// Why the reviewers are to be named, 2 to 500 characters; kept in the audit record.
    reason: Option<String>,
}

/// What the reviewers gave one nomination, once its phase is closed. They have numbers in the place of names; an
/// administrator or a supervisor has them named by saying why.
#[utoipa::path(
    get, path = "/nominations/{id}/scores", tag = "reviews",
    params(("id" = String, Path, description = "key of the nomination"), ScoreParameters),
    responses(
        (status = 200, body = Data<NominationScores>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn read_nomination_scores(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<ScoreParameters>,
) -> Result<Data<NominationScores>, ApiError> {
    if let Some(reason) = &asked.reason {
        refuse_marked(&[("/reason", reason.as_str())])?;
    }
    let of = (NominationId(id), asked.reason.as_deref());
    Ok(Data { data: show::scores_of(&app, &reader.actor, of).await? })
}

/// Which nominations of a phase need another reviewer by the rule of its book: why, and nothing of their totals.
#[utoipa::path(
    get, path = "/review-phases/{id}/extra", tag = "reviews",
    params(("id" = String, Path, description = "key of the phase")),
    responses(
        (status = 200, body = Data<ExtraReviewers>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_extra_reviewers(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ExtraReviewers>, ApiError> {
    Ok(Data { data: show::extra_of(&app, &reader.actor, ReviewPhaseId(id)).await? })
}

/// Asks another expert to review a nomination of an open phase for which the rule asks, and invites him at once.
#[utoipa::path(
    post, path = "/review-phases/{id}/extra", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the phase"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewExtraReviewer,
    responses(
        (status = 201, body = Data<ExtraReviewer>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn add_extra_reviewer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewExtraReviewer>,
) -> Result<(StatusCode, Data<ExtraReviewer>), ApiError> {
    let route = format!("review-phases/{id}/extra");
    let key = Key::of(&headers, reader.actor.account, &route, &body)?;
    let created = |assignment| (StatusCode::CREATED, Data { data: ExtraReviewer { assignment } });
    // It was done: that the rule asks for nobody any more does not change the answer.
    if let Ok(known) = recalled(&app, &key).await {
        return Ok(created(known));
    }
    match ask::another(&app, &reader.actor, (ReviewPhaseId(id), &body), &key).await {
        Ok(new) => Ok(created(new.0)),
        Err(ExtraRefusal::Assignment(AssignmentError::Repeated)) => {
            Ok(created(recalled(&app, &key).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes down what was found of a hint.
#[utoipa::path(
    post, path = "/review-hints/{id}/handle", tag = "reviews",
    params(
        ("id" = String, Path, description = "key of the hint"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Handling,
    responses(
        (status = 200, body = Data<ReviewHint>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn handle_review_hint(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Handling>,
) -> Result<Tagged<ReviewHint>, ApiError> {
    let id = ReviewHintId(id);
    let done = ask::handle(&app, &reader.actor, (id, seen), &body).await;
    Tagged::after(done, || async {
        let hint = show::hint(&app, &reader.actor, id).await?;
        Ok(Tagged::new(hint.version, hint))
    })
    .await
}
