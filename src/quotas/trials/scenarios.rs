//! How is a trial kept with a note?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::QuotaScenarioId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{engine::decide, ledger::Stamp},
    input::{Meant, TrialError, compute, history, trial},
    scenario_store as store,
    views::{OutcomeSummary, summary},
};
use crate::{app::App, audit, idempotency, identity::Acted};

/// A trial to be kept.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewQuotaScenario)]
pub struct NewScenario {
    /// What to call it.
    #[validate(length(min = 1, max = 200))]
    pub name: String,
    /// Why it is kept.
    #[validate(length(max = 5000))]
    #[serde(default)]
    pub note: String,
    /// Key of the stored policy that it begins with.
    #[schema(value_type = String)]
    pub policy_id: Uuid,
    /// The text tried, where it was edited.
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
    /// Key of the policy that it was compared with.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub compared_with: Option<Uuid>,
}

/// A trial that was kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = QuotaScenario)]
pub struct ScenarioView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// Why it is kept.
    pub note: String,
    /// Key of the stored policy that it begins with.
    #[schema(value_type = String)]
    pub policy_id: Uuid,
    /// The text tried, where it was edited.
    pub policy: Option<String>,
    /// Places in all.
    pub total: u32,
    /// How many of the newest rounds count.
    pub rounds: Option<u32>,
    /// Key of the policy that it was compared with.
    #[schema(value_type = Option<String>)]
    pub compared_with: Option<Uuid>,
    /// What came out when it was kept.
    pub summary: OutcomeSummary,
    /// Who kept it.
    pub author: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
    /// Counts the changes of name and note.
    pub version: i64,
}

impl Acted for ScenarioView {
    fn actors(&self) -> Vec<&str> {
        vec![self.author.as_str()]
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// Why a scenario was not kept or changed.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// Nothing could be tried.
    #[error(transparent)]
    Trial(#[from] TrialError),
    /// There is no such scenario.
    #[error("未找到 / not found")]
    NotFound,
    /// It has changed since it was read.
    #[error("内容已被他人修改 / it has changed")]
    Stale(Box<ScenarioView>),
    /// The same request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

/// Tries the policy once more and keeps the trial with what came out.
///
/// # Errors
/// Nothing could be tried, a repeated request, the records failing.
pub async fn keep(
    app: &App,
    by: &str,
    new: &NewScenario,
    key: &idempotency::Key,
) -> Result<QuotaScenarioId, ScenarioError> {
    let meant = Meant {
        id: Some(new.policy_id),
        text: new.policy.as_deref(),
        total: new.total,
        rounds: new.rounds,
    };
    let (trial, history) = (trial(app, &meant).await?, history(app).await?);
    let summary =
        compute(move || Ok(summary(&decide(&history, &trial.policy, trial.total)?))).await?;
    let stamp = Stamp { ids: app.ids, now: app.clock.now(), by };
    let tx = app.database.begin_write().await?;
    let id = store::insert(&*tx, new, &summary, &stamp).await?;
    if !idempotency::keep(&*tx, key, &id.to_string(), stamp.now).await? {
        return Err(ScenarioError::Repeated);
    }
    audit::record(&*tx, stamp.now, entry("keep_scenario", id, by, &new.note)).await?;
    tx.commit().await?;
    Ok(id)
}

fn entry(action: &str, id: QuotaScenarioId, by: &str, reason: &str) -> audit::Entry {
    audit::Entry {
        actor: by.to_owned(),
        action: format!("quotas.{action}"),
        subject: format!("quota_scenario/{id}"),
        reason: Some(reason.to_owned()),
        ..audit::Entry::default()
    }
}

/// Gives a scenario another name and note.
///
/// # Errors
/// No such scenario, changed since it was read, the records failing.
pub async fn rename(
    app: &App,
    by: &str,
    id: QuotaScenarioId,
    seen: i64,
    words: (&str, &str),
) -> Result<ScenarioView, ScenarioError> {
    let tx = app.database.begin_write().await?;
    let is_done = store::rename(&*tx, id, seen, words).await?;
    let now = store::find(&*tx, id).await?.ok_or(ScenarioError::NotFound)?;
    if !is_done {
        return Err(ScenarioError::Stale(Box::new(now)));
    }
    audit::record(&*tx, app.clock.now(), entry("note_scenario", id, by, words.1)).await?;
    tx.commit().await?;
    Ok(now)
}

/// Every scenario, newest first.
///
/// # Errors
/// The records failing.
pub async fn list(app: &App) -> Result<Vec<ScenarioView>, sea_orm::DbErr> {
    store::list(app.database.reader()).await
}

/// One scenario.
///
/// # Errors
/// The records failing.
pub async fn read(app: &App, id: QuotaScenarioId) -> Result<Option<ScenarioView>, sea_orm::DbErr> {
    store::find(app.database.reader(), id).await
}
