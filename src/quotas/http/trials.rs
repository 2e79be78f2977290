//! The routes of trials: simulating, and keeping what was tried.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use entity::ids::QuotaScenarioId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{
        engine::{EngineError, HistoryFault},
        trials::{
            self, Meant, NewScenario, ScenarioError, ScenarioView, SimulationView, TrialError,
        },
    },
    policies::bad_policy,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency,
    shared::Bilingual,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// A policy to be tried.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuotaTrialRequest)]
pub(super) struct TrialRequest {
    /// Key of a stored policy.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub policy_id: Option<Uuid>,
    /// A text, edited or new; it goes before the key.
    #[serde(default)]
    #[validate(length(min = 1, max = 200_000))]
    pub policy: Option<String>,
    /// Places in all.
    #[validate(range(min = 1, max = 100_000))]
    pub total: u32,
    /// How many of the newest rounds count; none for as many as the policy says.
    #[serde(default)]
    #[validate(range(min = 1, max = 20))]
    pub rounds: Option<u32>,
    /// Key of a stored policy to compare with.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub compare_policy_id: Option<Uuid>,
    /// A text to compare with.
    #[serde(default)]
    #[validate(length(min = 1, max = 200_000))]
    pub compare_policy: Option<String>,
    /// Total of what it is compared with; the same where none is given.
    #[serde(default)]
    #[validate(range(min = 1, max = 100_000))]
    pub compare_total: Option<u32>,
    /// Code of a society to explain.
    #[serde(default)]
    #[validate(length(max = 64))]
    pub explain: Option<String>,
}

/// Another name and note for a scenario.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuotaScenarioNote)]
pub(super) struct ScenarioNote {
    /// What to call it.
    #[validate(length(min = 1, max = 200))]
    pub name: String,
    /// Why it is kept.
    #[validate(length(max = 5000))]
    pub note: String,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(simulate_quotas))
        .routes(routes!(list_quota_scenarios, create_quota_scenario))
        .routes(routes!(read_quota_scenario, note_quota_scenario))
}

impl From<TrialError> for ApiError {
    fn from(error: TrialError) -> Self {
        match error {
            TrialError::NoPolicy => Self::new(ProblemCode::Invalid).field(
                "/policy_id",
                "unknown",
                Bilingual::new("没有该政策", "there is no such policy"),
            ),
            TrialError::NothingNamed => Self::new(ProblemCode::Invalid).field(
                "/policy_id",
                "required",
                Bilingual::new(
                    "须指明已保存的政策或给出文本",
                    "name a stored policy or give a text",
                ),
            ),
            TrialError::Policy(error) => bad_policy("/policy", &error),
            TrialError::History(faults) | TrialError::Engine(EngineError::History(faults)) => {
                contradiction(&faults)
            }
            TrialError::Engine(EngineError::Empty) => Self::new(ProblemCode::Conflict).detail(
                "提名业绩中还没有已公布结果的年度",
                "the track record holds no round whose awards are known",
            ),
            TrialError::Engine(error @ EngineError::Infeasible(_)) => {
                let text = error.to_string();
                Self::new(ProblemCode::Invalid).field(
                    "/total",
                    "infeasible",
                    Bilingual::new(text.clone(), text),
                )
            }
            TrialError::Broken(error) => Self::internal(&error),
            TrialError::Store(error) => error.into(),
        }
    }
}

/// The record does not hold together: nothing can be decided before it is corrected.
fn contradiction(faults: &[HistoryFault]) -> ApiError {
    const SHOWN: usize = 5;
    let list = |pick: &dyn Fn(&HistoryFault) -> &str| {
        let shown = faults.iter().take(SHOWN);
        shown
            .map(|fault| format!("{}: {}", fault.column, pick(fault)))
            .collect::<Vec<_>>()
            .join("; ")
    };
    ApiError::new(ProblemCode::Conflict).detail(
        format!("提名业绩数据有矛盾，须先更正：{}", list(&|fault| &fault.text.zh)),
        format!("the track record contradicts itself: {}", list(&|fault| &fault.text.en)),
    )
}

impl From<ScenarioError> for ApiError {
    fn from(error: ScenarioError) -> Self {
        match error {
            ScenarioError::Trial(error) => error.into(),
            ScenarioError::NotFound => Self::new(ProblemCode::NotFound),
            ScenarioError::Stale(now) => Self::stale(now.version, &now),
            ScenarioError::Repeated => Self::new(ProblemCode::KeyReused),
            ScenarioError::Store(error) => error.into(),
        }
    }
}

/// What a policy would do, beside another if one is named. Stores nothing.
#[utoipa::path(
    post, path = "/quota-simulations", tag = "quotas",
    request_body = TrialRequest,
    responses(
        (status = 200, body = Data<SimulationView>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn simulate_quotas(
    State(app): State<Arc<App>>,
    reader: Reader,
    ValidJson(asked): ValidJson<TrialRequest>,
) -> Result<Data<SimulationView>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let TrialRequest { policy_id, policy, total, rounds, .. } = &asked;
    let meant = Meant { id: *policy_id, text: policy.as_deref(), total: *total, rounds: *rounds };
    let trial = trials::trial(&app, &meant).await?;
    let is_compared = asked.compare_policy_id.is_some() || asked.compare_policy.is_some();
    let other = Meant {
        id: asked.compare_policy_id,
        text: asked.compare_policy.as_deref(),
        total: asked.compare_total.unwrap_or(*total),
        rounds: *rounds,
    };
    let other = if is_compared { Some(trials::trial(&app, &other).await?) } else { None };
    let history = trials::history(&app).await?;
    let data = trials::compute(move || {
        trials::simulate(&history, &trial, other.as_ref(), asked.explain.as_deref())
    })
    .await?;
    Ok(Data { data })
}

/// Every kept trial, newest first.
#[utoipa::path(
    get, path = "/quota-scenarios", tag = "quotas",
    responses((status = 200, body = Data<Vec<ScenarioView>>), (status = 403, body = Problem))
)]
async fn list_quota_scenarios(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<ScenarioView>>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    Ok(Data { data: trials::list(&app).await? })
}

/// Tries a policy and keeps the trial with a note and what came out.
#[utoipa::path(
    post, path = "/quota-scenarios", tag = "quotas",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewScenario,
    responses(
        (status = 201, body = Data<ScenarioView>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_quota_scenario(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(new): ValidJson<NewScenario>,
) -> Result<Tagged<ScenarioView>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let key = idempotency::Key::of(&headers, reader.actor.account, "quota-scenarios", &new)?;
    let id = match trials::keep(&app, &reader.actor.username, &new, &key).await {
        Ok(id) => id,
        Err(ScenarioError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let data = shown(&app, id).await?;
    Ok(Tagged::created(data.version, data))
}

async fn shown(app: &App, id: QuotaScenarioId) -> Result<ScenarioView, ApiError> {
    trials::read(app, id).await?.ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// One kept trial.
#[utoipa::path(
    get, path = "/quota-scenarios/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the scenario")),
    responses((status = 200, body = Data<ScenarioView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_scenario(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ScenarioView>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let data = shown(&app, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// Gives a kept trial another name and note.
#[utoipa::path(
    put, path = "/quota-scenarios/{id}", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the scenario"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ScenarioNote,
    responses(
        (status = 200, body = Data<ScenarioView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn note_quota_scenario(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(note): ValidJson<ScenarioNote>,
) -> Result<Tagged<ScenarioView>, ApiError> {
    authz::permit(&reader.actor, Action::SimulateQuotas)?;
    let words = (note.name.as_str(), note.note.as_str());
    let data = trials::rename(&app, &reader.actor.username, id.into(), seen.0, words).await?;
    Ok(Tagged::new(data.version, data))
}
