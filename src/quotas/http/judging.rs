//! The routes that judge a policy: how stable its decision is, and how it would have done in the past.

use std::sync::Arc;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    engine::{BackTest, Stability, back_test, stability},
    trials::{self, Meant},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    shared::Bilingual,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

/// Societies and resamples that are drawn in one request at most: a few seconds of two cores.
const MOST_DRAWS: u64 = 6_000_000;

/// A policy whose decision is to be drawn again.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuotaStabilityRequest)]
pub(super) struct StabilityRequest {
    /// Key of a stored policy.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub policy_id: Option<Uuid>,
    /// A text; it goes before the key.
    #[serde(default)]
    #[validate(length(min = 1, max = 200_000))]
    pub policy: Option<String>,
    /// Places in all.
    #[validate(range(min = 1, max = 100_000))]
    pub total: u32,
    /// How many of the newest rounds count.
    #[serde(default)]
    #[validate(range(min = 1, max = 20))]
    pub rounds: Option<u32>,
    /// How often to draw, 1000 where nothing is said.
    #[serde(default = "usual_resamples")]
    #[validate(range(min = 10, max = 10_000))]
    pub resamples: u32,
    /// The seed of the draws.
    #[serde(default = "usual_seed")]
    pub seed: u64,
}

const fn usual_resamples() -> u32 {
    1000
}

const fn usual_seed() -> u64 {
    1
}

/// A policy to be judged by past rounds.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuotaBackTestRequest)]
pub(super) struct BackTestRequest {
    /// Key of a stored policy.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub policy_id: Option<Uuid>,
    /// A text; it goes before the key.
    #[serde(default)]
    #[validate(length(min = 1, max = 200_000))]
    pub policy: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(resample_quotas)).routes(routes!(back_test_quotas))
}

/// Would the decision be the same, had chance fallen otherwise? Nominations are drawn again.
#[utoipa::path(
    post, path = "/quota-simulations/stability", tag = "quotas",
    request_body = StabilityRequest,
    responses(
        (status = 200, body = Data<Stability>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn resample_quotas(
    State(app): State<Arc<App>>,
    reader: Reader,
    ValidJson(asked): ValidJson<StabilityRequest>,
) -> Result<Data<Stability>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let StabilityRequest { policy_id, policy, total, rounds, resamples, seed } = asked;
    let meant = Meant { id: policy_id, text: policy.as_deref(), total, rounds };
    let trial = trials::trial(&app, &meant).await?;
    let history = trials::history(&app).await?;
    let rows = history.rows().len() as u64;
    let most = MOST_DRAWS / rows.max(1);
    if u64::from(resamples) > most {
        let message = Bilingual::new(
            format!("数据量大，一次最多 {most} 次"),
            format!("with so many rows at most {most}"),
        );
        return Err(ApiError::new(ProblemCode::Invalid).field("/resamples", "range", message));
    }
    let data =
        trials::compute(move || stability(&history, &trial.policy, trial.total, resamples, seed))
            .await?;
    Ok(Data { data })
}

/// Would the policy have sent places where later nominations passed? Beside naive policies.
#[utoipa::path(
    post, path = "/quota-backtests", tag = "quotas",
    request_body = BackTestRequest,
    responses(
        (status = 200, body = Data<BackTest>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn back_test_quotas(
    State(app): State<Arc<App>>,
    reader: Reader,
    ValidJson(asked): ValidJson<BackTestRequest>,
) -> Result<Data<BackTest>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let meant =
        Meant { id: asked.policy_id, text: asked.policy.as_deref(), total: 1, rounds: None };
    let trial = trials::trial(&app, &meant).await?;
    let history = trials::history(&app).await?;
    let data = trials::compute(move || back_test(&history, &trial.policy)).await?;
    Ok(Data { data })
}
