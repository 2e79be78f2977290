//! CAST's first page: what waits for it, counted from every room, each count with the page behind it.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    authz::{self, Action, Reader},
    nominations::submission::recommendation,
    quotas::{appeals, ledger, proposals},
    web::{ApiError, Data, Problem},
};

/// Something that waits for CAST.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CastTask {
    /// What waits: `recommendations`, `quota_drafts`, `quota_to_publish`, `quota_appeals`, `quota_give_backs`.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// The page that lists them.
    pub link: &'static str,
}

/// What waits for CAST, nothing left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CastOverview {
    /// The tasks of which there is at least one, in the order of their urgency.
    pub tasks: Vec<CastTask>,
    /// Year of the newest ledger.
    pub ledger_year: Option<i32>,
    /// Year of the newest round in which something recommended to CAST waits for its answer.
    pub recommendation_year: Option<i32>,
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_cast_overview))
}

/// What waits for CAST, with the pages behind the counts.
#[utoipa::path(
    get, path = "/cast/overview", tag = "quotas",
    responses((status = 200, body = Data<CastOverview>), (status = 403, body = Problem))
)]
async fn read_cast_overview(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<CastOverview>, ApiError> {
    authz::permit(&reader.actor, Action::DecideQuotas)?;
    let database = app.database.reader();
    let (drafts, to_publish) = proposals::waiting(&app).await?;
    let years = ledger::years(database).await?;
    let waiting = recommendation::waiting(database).await?;
    let recommended = waiting.map_or(0, |(_, count)| count);
    let tasks = [
        ("recommendations", recommended, "/recommendations"),
        ("quota_appeals", appeals::waiting(database).await?, "/quota-appeals"),
        ("quota_to_publish", to_publish, "/quota-proposals"),
        ("quota_drafts", drafts, "/quota-proposals"),
        ("quota_give_backs", ledger::give_backs_waiting(database).await?, "/quota-ledger"),
    ];
    let tasks = tasks.into_iter().filter(|(_, count, _)| *count > 0);
    let tasks = tasks.map(|(code, count, link)| CastTask { code, count, link }).collect();
    let recommendation_year = waiting.map(|(year, _)| year);
    let ledger_year = years.first().copied();
    Ok(Data { data: CastOverview { tasks, ledger_year, recommendation_year } })
}
