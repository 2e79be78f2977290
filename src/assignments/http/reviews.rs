//! The routes of who was asked, for the award office.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use entity::ids::{AssignmentPlanId, ExpertId, NominationId, ReviewAssignmentId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    accounts::{self, AccountText},
    apply::Reason,
    errors::AssignmentError,
    freeze,
    mending::{self, Mending, Offer},
    office,
    replace::{self, Replacement},
    review_views::{OfficeAssignment, ReplacementCandidate, ReviewerAccount},
    store::ReviewFilter,
    walled,
};
use crate::{
    app::App,
    authz::Reader,
    identity,
    web::{
        ApiError, Data, IfMatch, NoFacets, Page, Paging, Problem, Tagged, ValidJson, bad_parameter,
    },
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_review_assignments))
        .routes(routes!(list_assignment_tasks))
        .routes(routes!(read_review_assignment))
        .routes(routes!(list_replacements))
        .routes(routes!(replace_reviewer))
        .routes(routes!(read_repair, repair_assignment))
        .routes(routes!(freeze_assignment))
        .routes(routes!(unfreeze_assignment))
        .routes(routes!(read_expert_account, tie_expert_account, untie_expert_account))
}

async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), AssignmentError>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    let is_stale = match outcome {
        Ok(()) => false,
        Err(AssignmentError::Stale) => true,
        Err(error) => return Err(error.into()),
    };
    walled::to_review(app, &reader.actor, ReviewAssignmentId(id)).await?;
    let found = office::one(app, &reader.actor, ReviewAssignmentId(id)).await?;
    if is_stale {
        return Err(ApiError::stale(found.version, &found));
    }
    Ok(Tagged::new(found.version, found))
}

/// The assignment that came in the place of `id`, or why there is none.
async fn made(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<ReviewAssignmentId, AssignmentError>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    match outcome {
        Ok(new) => {
            let mut made = answer(app, reader, new.0, Ok(())).await?;
            made.status = StatusCode::CREATED;
            Ok(made)
        }
        Err(error) => answer(app, reader, id, Err(error)).await,
    }
}

/// The parameters of the list of assignments.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AssignmentListParameters {
    /// Key of a plan.
    #[param(value_type = Option<String>)]
    plan: Option<Uuid>,
    /// `proposed`, `invited`, `accepted`, `declined`, `recused`, `expired` or `withdrawn`.
    state: Option<String>,
    /// Key of a nomination.
    #[param(value_type = Option<String>)]
    nomination: Option<Uuid>,
    /// Key of an expert.
    #[param(value_type = Option<String>)]
    expert: Option<Uuid>,
    /// Those alone that wait for somebody in their place.
    #[serde(default)]
    task: bool,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// Who was asked to review what in a round.
#[utoipa::path(
    get, path = "/rounds/{year}/review-assignments", tag = "assignments",
    params(("year" = i32, Path, description = "year of the round"), AssignmentListParameters),
    responses(
        (status = 200, body = Page<OfficeAssignment, NoFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_review_assignments(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<AssignmentListParameters>,
) -> Result<Page<OfficeAssignment, NoFacets>, ApiError> {
    let state = match asked.state.as_deref().filter(|state| !state.is_empty()) {
        Some(state) => {
            Some(state.parse().map_err(|_| bad_parameter("state", "proposed … withdrawn"))?)
        }
        None => None,
    };
    let filter = ReviewFilter {
        plan: asked.plan.map(AssignmentPlanId),
        state,
        nomination: asked.nomination.map(NominationId),
        expert: asked.expert.map(ExpertId),
        is_task: asked.task,
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let (data, total) = office::page(&app, &reader.actor, year, (filter, paging)).await?;
    Ok(Page { data, meta: paging.meta(total, NoFacets {}) })
}

/// What waits for somebody in an expert's place, the oldest first, 200 at most.
#[utoipa::path(
    get, path = "/rounds/{year}/assignment-tasks", tag = "assignments",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<Vec<OfficeAssignment>>), (status = 403, body = Problem))
)]
async fn list_assignment_tasks(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<OfficeAssignment>>, ApiError> {
    Ok(Data { data: office::tasks(&app, &reader.actor, year).await? })
}

/// One assignment.
#[utoipa::path(
    get, path = "/review-assignments/{id}", tag = "assignments",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<OfficeAssignment>),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_review_assignment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    answer(&app, &reader, id, Ok(())).await
}

/// Who could take the place, the nearest first: free of bars, under the load rule and those over groups.
#[utoipa::path(
    get, path = "/review-assignments/{id}/replacements", tag = "assignments",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<Vec<ReplacementCandidate>>),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn list_replacements(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<ReplacementCandidate>>, ApiError> {
    let id = ReviewAssignmentId(id);
    walled::to_review(&app, &reader.actor, id).await?;
    Ok(Data { data: office::replacements(&app, &reader.actor, id).await? })
}

/// Puts an expert in the place and invites him at once.
#[utoipa::path(
    post, path = "/review-assignments/{id}/replace", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Replacement,
    responses(
        (status = 201, body = Data<OfficeAssignment>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn replace_reviewer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Replacement>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    walled::to_review(&app, &reader.actor, of.0).await?;
    let outcome = replace::replace(&app, &reader.actor, of, &body).await;
    made(&app, &reader, id, outcome).await
}

/// How the place can be filled with the fewest changes, where others have to move for it: who comes, from
/// which nomination, and who takes the place there. None where no chain of moves does it.
#[utoipa::path(
    get, path = "/review-assignments/{id}/repair", tag = "assignments",
    params(("id" = String, Path, description = "key of the assignment")),
    responses(
        (status = 200, body = Data<Offer>),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_repair(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Offer>, ApiError> {
    let id = ReviewAssignmentId(id);
    walled::to_moves(&app, &reader.actor, id).await?;
    Ok(Data { data: mending::proposal(&app, &reader.actor, id).await? })
}

/// Makes the moves of a repair together, and invites everybody whom it moves.
#[utoipa::path(
    post, path = "/review-assignments/{id}/repair", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Mending,
    responses(
        (status = 201, body = Data<OfficeAssignment>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn repair_assignment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Mending>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    walled::to_moves(&app, &reader.actor, of.0).await?;
    let outcome = mending::mend(&app, &reader.actor, of, &body).await;
    made(&app, &reader, id, outcome).await
}

/// Suspends an assignment: the expert's access closes, a task opens.
#[utoipa::path(
    post, path = "/review-assignments/{id}/freeze", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Reason,
    responses(
        (status = 200, body = Data<OfficeAssignment>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn freeze_assignment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Reason>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    walled::to_review(&app, &reader.actor, of.0).await?;
    let outcome = freeze::turn(&app, &reader.actor, of, (true, &body)).await;
    answer(&app, &reader, id, outcome).await
}

/// Lets a suspended assignment go on.
#[utoipa::path(
    post, path = "/review-assignments/{id}/unfreeze", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the assignment"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Reason,
    responses(
        (status = 200, body = Data<OfficeAssignment>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn unfreeze_assignment(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Reason>,
) -> Result<Tagged<OfficeAssignment>, ApiError> {
    let of = (ReviewAssignmentId(id), seen);
    walled::to_review(&app, &reader.actor, of.0).await?;
    let outcome = freeze::turn(&app, &reader.actor, of, (false, &body)).await;
    answer(&app, &reader, id, outcome).await
}

async fn account(
    app: &App,
    reader: &Reader,
    expert: Uuid,
) -> Result<Data<ReviewerAccount>, ApiError> {
    let tie = accounts::read(app, &reader.actor, ExpertId(expert)).await?;
    let (username, tied_by, tied_at) = (tie.username, tie.tied_by, tie.tied_at);
    let both = [username.as_str(), tied_by.as_str()];
    let names = identity::display_names(app.database.reader(), both).await?;
    Ok(Data { data: ReviewerAccount { username, tied_by, tied_at, names } })
}

/// The account that an expert signs in with.
#[utoipa::path(
    get, path = "/experts/{id}/account", tag = "assignments",
    params(("id" = String, Path, description = "key of the expert")),
    responses((status = 200, body = Data<ReviewerAccount>), (status = 404, body = Problem))
)]
async fn read_expert_account(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<ReviewerAccount>, ApiError> {
    account(&app, &reader, id).await
}

/// Ties a reviewer's account to an expert who has none.
#[utoipa::path(
    post, path = "/experts/{id}/account", tag = "assignments",
    params(("id" = String, Path, description = "key of the expert")),
    request_body = AccountText,
    responses(
        (status = 200, body = Data<ReviewerAccount>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn tie_expert_account(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<AccountText>,
) -> Result<Data<ReviewerAccount>, ApiError> {
    accounts::tie(&app, &reader.actor, ExpertId(id), body.username.trim()).await?;
    account(&app, &reader, id).await
}

/// Unties the account of an expert.
#[utoipa::path(
    delete, path = "/experts/{id}/account", tag = "assignments",
    params(("id" = String, Path, description = "key of the expert")),
    responses((status = 204), (status = 404, body = Problem))
)]
async fn untie_expert_account(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    accounts::untie(&app, &reader.actor, ExpertId(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
