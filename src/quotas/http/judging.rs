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

/// Rows and resamples that are drawn in one request at most: a few seconds of two cores.
const MOST_DRAWS: u64 = 6_000_000;

/// How often a decision is drawn where nothing is said and so many rows allow it.
const USUAL_RESAMPLES: u32 = 1000;

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
    /// How often to draw; where nothing is said 1000 times, or as often as the number of rows allows.
    #[serde(default)]
    #[validate(range(min = 10, max = 10_000))]
    pub resamples: Option<u32>,
    /// The seed of the draws.
    #[serde(default = "usual_seed")]
    pub seed: u64,
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

/// How often a history of so many rows is drawn, where so often is asked for; the most that would be
/// drawn, where that is too often.
fn draws(asked: Option<u32>, rows: u64) -> Result<u32, u64> {
    let most = MOST_DRAWS / rows.max(1);
    match asked {
        Some(asked) if u64::from(asked) > most => Err(most),
        Some(asked) => Ok(asked),
        None => {
            Ok(u32::try_from(most).map_or(USUAL_RESAMPLES, |most| most.clamp(1, USUAL_RESAMPLES)))
        }
    }
}

/// Would the decision be the same, had chance fallen otherwise? Nominations are drawn again, so often
/// as was asked or, where nothing was, as so many rows allow; the answer says how often.
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
    let resamples = draws(resamples, history.rows().len() as u64).map_err(|most| {
        let message = Bilingual::new(
            format!("数据量大，一次最多 {most} 次"),
            format!("with so many rows at most {most}"),
        );
        ApiError::new(ProblemCode::Invalid).field("/resamples", "range", message)
    })?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_history_is_drawn_a_thousand_times_and_a_large_one_as_often_as_it_may_be() {
        assert_eq!(draws(None, 0), Ok(1000));
        assert_eq!(draws(None, 6_000), Ok(1000));
        assert_eq!(draws(None, 50_000), Ok(120));
        assert_eq!(draws(None, 9_000_000), Ok(1));
    }

    #[test]
    fn more_than_may_be_drawn_is_refused_with_the_most() {
        assert_eq!(draws(Some(120), 50_000), Ok(120));
        assert_eq!(draws(Some(121), 50_000), Err(120));
        assert_eq!(draws(Some(10_000), 1), Ok(10_000));
    }
}
