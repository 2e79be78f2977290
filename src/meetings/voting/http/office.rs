//! The routes by which ballots are drafted, opened, closed and looked at.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{BallotBody, CommandBody, ReasonBody},
    made, shown,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::voting::{
        close, draft, open, read, recount, tie,
        views::{BallotView, CandidateView, CapStandingView, PaperView, RecountView, SummaryView},
        void,
    },
    web::{ApiError, Data, IfMatch, Problem, Tagged, ValidJson, refuse_marked},
};

/// Why papers are read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct PapersQuery {
    /// Why, 2 to 500 characters; needed from who does not hold meetings.
    pub reason: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_ballots, draft_ballot))
        .routes(routes!(list_ballot_lines))
        .routes(routes!(read_ballot, change_ballot, discard_ballot))
        .routes(routes!(open_ballot))
        .routes(routes!(close_ballot))
        .routes(routes!(vote_on_tie))
        .routes(routes!(void_ballot))
        .routes(routes!(recount_ballot))
        .routes(routes!(read_cap_standing))
        .routes(routes!(read_ballot_papers))
}

/// The ballots of a meeting, oldest first; for a member those that were opened.
#[utoipa::path(
    get, path = "/meetings/{id}/ballots", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<Vec<SummaryView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_ballots(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<SummaryView>>, ApiError> {
    Ok(Data { data: read::list(&app, &reader.actor, id.into()).await? })
}

/// What the ballots of a meeting may list, by position.
#[utoipa::path(
    get, path = "/meetings/{id}/ballot-lines", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<Vec<CandidateView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn list_ballot_lines(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<CandidateView>>, ApiError> {
    Ok(Data { data: read::candidates(&app, &reader.actor, id.into()).await? })
}

/// Drafts a ballot of a meeting.
#[utoipa::path(
    post, path = "/meetings/{id}/ballots", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the meeting"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = BallotBody,
    responses(
        (status = 201, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn draft_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<BallotBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let route = format!("meetings/{id}/ballots");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let new = body.read()?;
    let outcome = draft::draft(&app, &reader.actor, (id.into(), &new), &key).await;
    made(&app, &reader, (outcome, &key)).await
}

/// A ballot, as its reader may see it.
#[utoipa::path(
    get, path = "/ballots/{id}", tag = "meetings",
    params(("id" = String, Path, description = "key of the ballot")),
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<BallotView>, ApiError> {
    shown(&app, &reader, (id.into(), Ok(()))).await
}

/// Changes a draft.
#[utoipa::path(
    put, path = "/ballots/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = BallotBody,
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn change_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<BallotBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let new = body.read()?;
    let done = draft::change(&app, &reader.actor, (id.into(), seen.0), &new).await;
    shown(&app, &reader, (id.into(), done)).await
}

/// Discards a draft.
#[utoipa::path(
    delete, path = "/ballots/{id}", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 204), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn discard_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<StatusCode, ApiError> {
    draft::discard(&app, &reader.actor, (id.into(), seen.0)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens a ballot, by the office or by the chair: its roll is frozen, its law fixed.
#[utoipa::path(
    post, path = "/ballots/{id}/open", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = CommandBody,
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn open_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(CommandBody {}): ValidJson<CommandBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let done = open::open(&app, &reader.actor, (id.into(), seen.0)).await;
    shown(&app, &reader, (id.into(), done)).await
}

/// Closes a ballot and counts it, by the office or by the chair.
#[utoipa::path(
    post, path = "/ballots/{id}/close", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = CommandBody,
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn close_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(CommandBody {}): ValidJson<CommandBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let done = close::close(&app, &reader.actor, (id.into(), seen.0)).await;
    shown(&app, &reader, (id.into(), done)).await
}

/// Drafts the next turn for the lines that are tied.
#[utoipa::path(
    post, path = "/ballots/{id}/tie", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot that has the tie"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = CommandBody,
    responses(
        (status = 201, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn vote_on_tie(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<CommandBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let route = format!("ballots/{id}/tie");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let outcome = tie::next_turn(&app, &reader.actor, id.into(), &key).await;
    made(&app, &reader, (outcome, &key)).await
}

/// Makes a ballot void, with a reason.
#[utoipa::path(
    post, path = "/ballots/{id}/void", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ReasonBody,
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn void_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ReasonBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let done = void::make_void(&app, &reader.actor, (id.into(), seen.0), &body.reason).await;
    shown(&app, &reader, (id.into(), done)).await
}

/// Counts a closed ballot once more, from its sealed papers.
#[utoipa::path(
    post, path = "/ballots/{id}/recount", tag = "meetings",
    params(("id" = String, Path, description = "key of the ballot")),
    request_body = CommandBody,
    responses(
        (status = 200, body = Data<RecountView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn recount_ballot(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(CommandBody {}): ValidJson<CommandBody>,
) -> Result<Data<RecountView>, ApiError> {
    Ok(Data { data: recount::recount(&app, &reader.actor, id.into()).await? })
}

/// What the council has awarded in the round of a meeting, and what is left.
#[utoipa::path(
    get, path = "/meetings/{id}/caps", tag = "meetings",
    params(("id" = String, Path, description = "key of the meeting")),
    responses(
        (status = 200, body = Data<Vec<CapStandingView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_cap_standing(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<Vec<CapStandingView>>, ApiError> {
    Ok(Data { data: read::cap_standing(&app, &reader.actor, id.into()).await? })
}

/// Who voted how, in a ballot by name that was counted. Reading it is recorded.
#[utoipa::path(
    get, path = "/ballots/{id}/papers", tag = "meetings",
    params(("id" = String, Path, description = "key of the ballot"), PapersQuery),
    responses(
        (status = 200, body = Data<Vec<PaperView>>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn read_ballot_papers(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<PapersQuery>,
) -> Result<Data<Vec<PaperView>>, ApiError> {
    let reason = query.reason.as_deref();
    refuse_marked(&[("/reason", reason.unwrap_or_default())])?;
    Ok(Data { data: read::papers_of(&app, &reader.actor, (id.into(), reason)).await? })
}
