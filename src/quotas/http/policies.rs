//! The routes of policies.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::QuotaPolicyId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    engine::PolicyError,
    policies::{self, KeepPolicyError, PolicyDetail, PolicyView},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency,
    shared::Bilingual,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

/// A policy to be stored.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewQuotaPolicy {
    /// The text, TOML.
    #[validate(length(min = 1, max = 200_000))]
    pub content: String,
    /// Why it was written.
    #[validate(length(min = 1, max = 2000))]
    pub note: String,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_quota_policies, create_quota_policy))
        .routes(routes!(read_quota_policy))
}

/// The problem of a text that is no policy, at `pointer`.
pub(super) fn bad_policy(pointer: &str, error: &PolicyError) -> ApiError {
    let at = match (error.line, &error.key) {
        (Some(line), _) => (format!("第 {line} 行："), format!("line {line}: ")),
        (None, Some(key)) => (format!("{key}："), format!("{key}: ")),
        (None, None) => (String::new(), String::new()),
    };
    let message =
        Bilingual::new(format!("{}{}", at.0, error.text.zh), format!("{}{}", at.1, error.text.en));
    ApiError::new(ProblemCode::Invalid).field(pointer, "policy", message)
}

impl From<KeepPolicyError> for ApiError {
    fn from(error: KeepPolicyError) -> Self {
        match error {
            KeepPolicyError::Policy(error) => bad_policy("/content", &error),
            KeepPolicyError::Stored(id) => Self::new(ProblemCode::Conflict).detail(
                format!("相同的政策文本已保存（{id}）"),
                format!("the very text is stored already ({id})"),
            ),
            KeepPolicyError::Repeated => Self::new(ProblemCode::KeyReused),
            KeepPolicyError::Store(error) => error.into(),
        }
    }
}

/// Every policy, newest first.
#[utoipa::path(
    get, path = "/quota-policies", tag = "quotas",
    responses((status = 200, body = Data<Vec<PolicyView>>), (status = 403, body = Problem))
)]
async fn list_quota_policies(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<PolicyView>>, ApiError> {
    super::reads_all(&reader)?;
    Ok(Data { data: policies::list(&app).await? })
}

/// One policy with its text and what was read from it.
#[utoipa::path(
    get, path = "/quota-policies/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the policy")),
    responses((status = 200, body = Data<PolicyDetail>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_policy(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<PolicyDetail>, ApiError> {
    super::reads_all(&reader)?;
    shown(&app, id.into()).await
}

async fn shown(app: &App, id: QuotaPolicyId) -> Result<Data<PolicyDetail>, ApiError> {
    let data = policies::detail(app, id).await?;
    data.map(|data| Data { data }).ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// Stores a policy, for good; a changed text is another version.
#[utoipa::path(
    post, path = "/quota-policies", tag = "quotas",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewQuotaPolicy,
    responses(
        (status = 201, body = Data<PolicyDetail>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_quota_policy(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewQuotaPolicy>,
) -> Result<(StatusCode, Data<PolicyDetail>), ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let key = idempotency::Key::of(&headers, reader.actor.account, "quota-policies", &body)?;
    let by = &reader.actor.username;
    let id = match policies::keep(&app, by, &body.content, &body.note, &key).await {
        Ok(id) => id,
        Err(KeepPolicyError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    Ok((StatusCode::CREATED, shown(&app, id).await?))
}
