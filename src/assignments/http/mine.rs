//! The routes of a reviewer. Reading changes nothing: a mail scanner that follows a link answers nobody's
//! invitation.

use std::sync::Arc;

use axum::extract::{Path, State};
use entity::ids::ReviewAssignmentId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    answer::{self, Declining, Interest, Recusing, Signature},
    errors::AssignmentError,
    my,
    review_views::{MyReview, MyReviews, ReviewCommitment},
};
use crate::{
    app::App,
    authz::Reader,
    nominations::NominationDetail,
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_my_reviews))
        .routes(routes!(read_my_review))
        .routes(routes!(read_review_commitment, sign_review_commitment))
        .routes(routes!(declare_interest))
        .routes(routes!(accept_review))
        .routes(routes!(decline_review))
        .routes(routes!(recuse_from_review))
        .routes(routes!(read_review_dossier))
}

async fn after(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), AssignmentError>,
) -> Result<Tagged<MyReview>, ApiError> {
    let is_stale = match outcome {
        Ok(()) => false,
        Err(AssignmentError::Stale) => true,
        Err(error) => return Err(error.into()),
    };
    let found = my::review(app, &reader.actor, ReviewAssignmentId(id)).await?;
    if is_stale {
        return Err(ApiError::stale(found.version, &found));
    }
    Ok(Tagged::new(found.version, found))
}

/// What the reader is asked to review, and which topics matched.
#[utoipa::path(
    get, path = "/my-reviews", tag = "assignments",
    responses(
        (status = 200, body = Data<MyReviews>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_my_reviews(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<MyReviews>, ApiError> {
    Ok(Data { data: my::reviews(&app, &reader.actor).await? })
}

/// One of the reader's assignments.
#[utoipa::path(
    get, path = "/my-reviews/{id}", tag = "assignments",
    params(("id" = String, Path, description = "key of the assignment")),
    responses((status = 200, body = Data<MyReview>), (status = 404, body = Problem))
)]
async fn read_my_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<MyReview>, ApiError> {
    after(&app, &reader, id, Ok(())).await
}

/// The commitment in force.
#[utoipa::path(
    get, path = "/review-commitment", tag = "assignments",
    responses(
        (status = 200, body = Data<ReviewCommitment>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_review_commitment(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<ReviewCommitment>, ApiError> {
    Ok(Data { data: my::commitment(&app, &reader.actor).await? })
}

/// Signs the commitment in the version that was read.
#[utoipa::path(
    post, path = "/review-commitment", tag = "assignments",
    request_body = Signature,
    responses(
        (status = 200, body = Data<ReviewCommitment>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn sign_review_commitment(
    State(app): State<Arc<App>>,
    reader: Reader,
    ValidJson(body): ValidJson<Signature>,
) -> Result<Data<ReviewCommitment>, ApiError> {
    answer::sign(&app, &reader.actor, &body).await?;
    Ok(Data { data: my::commitment(&app, &reader.actor).await? })
}

/// Says whether the reader has an interest in the nomination; where he has, he is recused.
#[utoipa::path(
    post, path = "/my-reviews/{id}/interest", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Interest,
    responses(
        (status = 200, body = Data<MyReview>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn declare_interest(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Interest>,
) -> Result<Tagged<MyReview>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    let outcome = answer::declare(&app, &reader.actor, of, &body).await;
    after(&app, &reader, id, outcome).await
}

/// Accepts an invitation.
#[utoipa::path(
    post, path = "/my-reviews/{id}/accept", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<MyReview>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn accept_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<MyReview>, ApiError> {
    let outcome = answer::accept(&app, &reader.actor, (ReviewAssignmentId(id), seen)).await;
    after(&app, &reader, id, outcome).await
}

/// Declines an invitation.
#[utoipa::path(
    post, path = "/my-reviews/{id}/decline", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Declining,
    responses(
        (status = 200, body = Data<MyReview>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn decline_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Declining>,
) -> Result<Tagged<MyReview>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    let outcome = answer::decline(&app, &reader.actor, of, &body).await;
    after(&app, &reader, id, outcome).await
}

/// Recuses the reader from one nomination.
#[utoipa::path(
    post, path = "/my-reviews/{id}/recuse", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Recusing,
    responses(
        (status = 200, body = Data<MyReview>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn recuse_from_review(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Recusing>,
) -> Result<Tagged<MyReview>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    let outcome = answer::recuse(&app, &reader.actor, of, &body).await;
    after(&app, &reader, id, outcome).await
}

/// The dossier: only once the commitment is signed, no interest is declared and the invitation accepted.
#[utoipa::path(
    get, path = "/my-reviews/{id}/dossier", tag = "assignments",
    params(("id" = String, Path, description = "key of the assignment")),
    responses((status = 200, body = Data<NominationDetail>), (status = 404, body = Problem))
)]
async fn read_review_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<NominationDetail>, ApiError> {
    Ok(Data { data: my::dossier(&app, &reader.actor, ReviewAssignmentId(id)).await? })
}
