//! The routes of proposals: making, deciding, publishing and checking them.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use entity::ids::QuotaProposalId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::proposals::{
    self, Bundle, DecisionDetail, NewProposal, ProposalDetail, ProposalError, ProposalView,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// A proposal to be made.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewQuotaProposal {
    /// Key of the stored policy.
    #[schema(value_type = String)]
    pub policy_id: Uuid,
    /// Year of the round that it is for.
    #[validate(range(min = 1999, max = 2200))]
    pub year: i32,
    /// Places in all.
    #[validate(range(min = 1, max = 100_000))]
    pub total: u32,
    /// Why it is made.
    #[serde(default)]
    #[validate(length(max = 5000))]
    pub note: String,
}

/// Other places for a society.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotaOverride {
    /// Places.
    #[validate(range(min = 0, max = 1000))]
    pub places: i32,
    /// Why; published with the decision.
    #[validate(length(min = 1, max = 4000))]
    pub reason: String,
}

/// Why a proposal goes back.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotaReturn {
    /// Why.
    #[validate(length(min = 1, max = 4000))]
    pub reason: String,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_quota_proposals, create_quota_proposal))
        .routes(routes!(read_quota_proposal))
        .routes(routes!(read_quota_decision))
        .routes(routes!(override_quota_decision))
        .routes(routes!(confirm_quota_proposal))
        .routes(routes!(return_quota_proposal))
        .routes(routes!(publish_quota_proposal))
        .routes(routes!(download_quota_bundle))
        .routes(routes!(download_quota_sheet))
        .routes(routes!(print_quota_sheet))
}

fn not_found() -> ApiError {
    ApiError::new(ProblemCode::NotFound)
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: QuotaProposalId,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    let data = proposals::detail(app, id, &reader.actor).await?.ok_or_else(not_found)?;
    Ok(Tagged::new(data.proposal.version, data))
}

/// What was done, or what stands now where somebody else was first.
async fn done(
    app: &App,
    reader: &Reader,
    id: QuotaProposalId,
    outcome: Result<(), ProposalError>,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

/// Every proposal, newest round first.
#[utoipa::path(
    get, path = "/quota-proposals", tag = "quotas",
    responses((status = 200, body = Data<Vec<ProposalView>>), (status = 403, body = Problem))
)]
async fn list_quota_proposals(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<ProposalView>>, ApiError> {
    super::reads_all(&reader)?;
    Ok(Data { data: proposals::list(&app).await? })
}

/// Makes a proposal for a round from a stored policy, a total and the record as it stands.
#[utoipa::path(
    post, path = "/quota-proposals", tag = "quotas",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewQuotaProposal,
    responses(
        (status = 201, body = Data<ProposalDetail>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_quota_proposal(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewQuotaProposal>,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let key = idempotency::Key::of(&headers, reader.actor.account, "quota-proposals", &body)?;
    let new = NewProposal {
        policy: body.policy_id.into(),
        year: body.year,
        total: body.total,
        note: &body.note,
    };
    let id = match proposals::create(&app, &reader.actor.username, &new, Some(&key)).await {
        Ok(id) => id,
        Err(ProposalError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let mut made = shown(&app, &reader, id).await?;
    made.status = StatusCode::CREATED;
    Ok(made)
}

/// One proposal with its decisions.
#[utoipa::path(
    get, path = "/quota-proposals/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the proposal")),
    responses((status = 200, body = Data<ProposalDetail>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_proposal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    super::reads_all(&reader)?;
    shown(&app, &reader, id.into()).await
}

async fn decision(
    app: &App,
    id: QuotaProposalId,
    society: &str,
) -> Result<Tagged<DecisionDetail>, ApiError> {
    let data = proposals::decision(app, id, society).await?.ok_or_else(not_found)?;
    Ok(Tagged::new(data.decision.version, data))
}

/// One society's decision in a proposal, with everything that explains it.
#[utoipa::path(
    get, path = "/quota-proposals/{id}/societies/{code}", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("code" = String, Path, description = "code of the society"),
    ),
    responses((status = 200, body = Data<DecisionDetail>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_decision(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
) -> Result<Tagged<DecisionDetail>, ApiError> {
    super::reads_all(&reader)?;
    decision(&app, id.into(), &code).await
}

/// Decides other places for a society than were proposed, with the reason.
#[utoipa::path(
    put, path = "/quota-proposals/{id}/decisions/{code}", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("code" = String, Path, description = "code of the society"),
        ("If-Match" = String, Header, description = "the entity tag of the decision that was read"),
    ),
    request_body = QuotaOverride,
    responses(
        (status = 200, body = Data<DecisionDetail>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn override_quota_decision(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, code)): Path<(Uuid, String)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<QuotaOverride>,
) -> Result<Tagged<DecisionDetail>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let by = &reader.actor.username;
    let change = (body.places, body.reason.as_str());
    let place = (QuotaProposalId(id), code.as_str());
    let done = proposals::decide_otherwise(&app, by, place, seen.0, change).await;
    Tagged::after(done, || decision(&app, id.into(), &code)).await
}

/// An officer stands by the proposal; a second person is needed.
#[utoipa::path(
    post, path = "/quota-proposals/{id}/confirm", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<ProposalDetail>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn confirm_quota_proposal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let outcome = proposals::confirm(&app, &reader.actor.username, id.into(), seen.0).await;
    done(&app, &reader, id.into(), outcome).await
}

/// Sends a confirmed proposal back to be changed, with the reason.
#[utoipa::path(
    post, path = "/quota-proposals/{id}/return", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = QuotaReturn,
    responses(
        (status = 200, body = Data<ProposalDetail>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn return_quota_proposal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<QuotaReturn>,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let by = &reader.actor.username;
    let outcome = proposals::send_back(&app, by, id.into(), seen.0, &body.reason).await;
    done(&app, &reader, id.into(), outcome).await
}

/// A second person publishes: the ledger of the round opens, and the time for appeals begins.
#[utoipa::path(
    post, path = "/quota-proposals/{id}/publish", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<ProposalDetail>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn publish_quota_proposal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<ProposalDetail>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let outcome = proposals::publish(&app, &reader.actor.username, id.into(), seen.0).await;
    done(&app, &reader, id.into(), outcome).await
}

fn file(bundle: Bundle, kind: &'static str) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", bundle.name);
    let headers =
        [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bundle.bytes).into_response()
}

/// Everything that the proposal rests on, to compute it anew (zip); once it is published, for every society
/// too.
#[utoipa::path(
    get, path = "/quota-proposals/{id}/bundle", tag = "quotas",
    params(("id" = String, Path, description = "key of the proposal")),
    responses(
        (status = 200, description = "application/zip", content_type = "application/zip"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn download_quota_bundle(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    if proposals::is_published(&app, id.into()).await? {
        authz::permit(&reader.actor, Action::ReadQuotas)?;
    } else {
        super::reads_all(&reader)?;
    }
    Ok(file(proposals::bundle(&app, id.into()).await?, "application/zip"))
}

/// The decisions as a workbook.
#[utoipa::path(
    get, path = "/quota-proposals/{id}/sheet.xlsx", tag = "quotas",
    params(("id" = String, Path, description = "key of the proposal")),
    responses(
        (status = 200, description = "a workbook",
         content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn download_quota_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    super::reads_all(&reader)?;
    Ok(file(proposals::sheet(&app, id.into()).await?, WORKBOOK))
}

/// The decisions as a sheet of paper (PDF).
#[utoipa::path(
    get, path = "/quota-proposals/{id}/sheet.pdf", tag = "quotas",
    params(("id" = String, Path, description = "key of the proposal")),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn print_quota_sheet(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Response, ApiError> {
    super::reads_all(&reader)?;
    Ok(file(proposals::printed(&app, id.into()).await?, "application/pdf"))
}
