//! The routes of appeals, of a society's own quota, and of what everybody may read.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::{ids::QuotaAppealId, vocabulary::AppealState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    appeals::{self, AppealView, Judgement, NewAppeal},
    ledger::reaches,
    proposals::{self, ProposalError, PublicQuotas, SocietyQuota},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// An appeal to be filed.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewQuotaAppeal {
    /// Code of the society.
    #[validate(length(min = 1, max = 64))]
    pub society_id: String,
    /// Why.
    #[validate(length(min = 1, max = 8000))]
    pub ground: String,
    /// Places asked for, more than decided.
    #[validate(range(min = 1, max = 1000))]
    pub wanted: i32,
}

/// How an appeal is decided.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealJudgement {
    /// Whether it is upheld.
    pub is_upheld: bool,
    /// Places after it, where it is upheld.
    #[serde(default)]
    #[validate(range(min = 1, max = 1000))]
    pub places: Option<i32>,
    /// Why; the society reads it.
    #[validate(length(min = 1, max = 8000))]
    pub answer: String,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create_quota_appeal))
        .routes(routes!(list_quota_appeals))
        .routes(routes!(read_quota_appeal))
        .routes(routes!(decide_quota_appeal))
        .routes(routes!(read_society_quota))
        .routes(routes!(read_public_quotas))
}

fn not_found() -> ApiError {
    ApiError::new(ProblemCode::NotFound)
}

/// The head of a society appeals against its published decision, in the time for it.
#[utoipa::path(
    post, path = "/quota-proposals/{id}/appeals", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the proposal"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewQuotaAppeal,
    responses(
        (status = 201, body = Data<AppealView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_quota_appeal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewQuotaAppeal>,
) -> Result<Tagged<AppealView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::AnswerQuota)?;
    if !reaches(&permit.scope, &body.society_id) {
        return Err(not_found());
    }
    let route = format!("quota-proposals/{id}/appeals");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let new = NewAppeal {
        proposal: id.into(),
        society: &body.society_id,
        ground: &body.ground,
        wanted: body.wanted,
    };
    let filed = match appeals::file(&app, &reader.actor.username, &new, &key).await {
        Ok(filed) => filed,
        Err(ProposalError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let now = shown(&app, filed).await?;
    Ok(Tagged { status: StatusCode::CREATED, ..now })
}

async fn shown(app: &App, id: QuotaAppealId) -> Result<Tagged<AppealView>, ApiError> {
    let data = appeals::read(app, id).await?.ok_or_else(not_found)?;
    Ok(Tagged::new(data.version, data))
}

/// The appeals, the open ones first; a society sees its own.
#[utoipa::path(
    get, path = "/quota-appeals", tag = "quotas",
    responses((status = 200, body = Data<Vec<AppealView>>), (status = 403, body = Problem))
)]
async fn list_quota_appeals(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<AppealView>>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    let mut data = appeals::list(&app).await?;
    data.retain(|one| reaches(&permit.scope, &one.society_id));
    Ok(Data { data })
}

/// One appeal.
#[utoipa::path(
    get, path = "/quota-appeals/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the appeal")),
    responses((status = 200, body = Data<AppealView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_appeal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<AppealView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    let found = shown(&app, id.into()).await?;
    if !reaches(&permit.scope, &found.data.society_id) {
        return Err(not_found());
    }
    Ok(found)
}

/// Somebody who had no hand in the decision decides an appeal; upheld, it moves places at once.
#[utoipa::path(
    post, path = "/quota-appeals/{id}/decide", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the appeal"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = AppealJudgement,
    responses(
        (status = 200, body = Data<AppealView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn decide_quota_appeal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<AppealJudgement>,
) -> Result<Tagged<AppealView>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let state = if body.is_upheld { AppealState::Upheld } else { AppealState::Rejected };
    let judgement = Judgement { state, places: body.places, answer: &body.answer };
    let by = &reader.actor.username;
    let done = appeals::decide(&app, by, id.into(), seen.0, &judgement).await;
    Tagged::after(done, || shown(&app, id.into())).await
}

/// A society's quota: its published decisions with their explanations, its appeals, its places.
#[utoipa::path(
    get, path = "/societies/{code}/quota", tag = "quotas",
    params(("code" = String, Path, description = "code of the society")),
    responses((status = 200, body = Data<SocietyQuota>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_society_quota(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Data<SocietyQuota>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    if !reaches(&permit.scope, &code) {
        return Err(not_found());
    }
    let data = proposals::of_society(&app, &code, &reader.actor).await?.ok_or_else(not_found)?;
    Ok(Data { data })
}

/// The published quotas of a round, as everybody may read them without signing in.
#[utoipa::path(
    get, path = "/public/quotas/{year}", tag = "quotas",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<PublicQuotas>), (status = 404, body = Problem))
)]
async fn read_public_quotas(
    State(app): State<Arc<App>>,
    Path(year): Path<i32>,
) -> Result<Data<PublicQuotas>, ApiError> {
    let data = proposals::published(&app, year).await?.ok_or_else(not_found)?;
    Ok(Data { data })
}
