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
    societies,
    web::{ApiError, Data, Problem},
};

/// Something that waits for CAST.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CastTask {
    /// What waits: `recommendations`, `charters`, `quota_drafts`, `quota_to_publish`, `quota_appeals`,
    /// `quota_give_backs`, `quota_transfers`.
    pub code: &'static str,
    /// How many.
    pub count: u64,
    /// The page that lists them.
    pub link: String,
}

/// What waits for CAST, nothing left out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CastOverview {
    /// The tasks of which there is at least one, in the order of their urgency.
    pub tasks: Vec<CastTask>,
    /// Year of the newest ledger.
    pub ledger_year: Option<i32>,
    /// Year of the newest round in which places that a society gives back wait for a second person.
    pub give_back_year: Option<i32>,
    /// Year of the newest round in which places that CAST hands out wait for a second person.
    pub transfer_year: Option<i32>,
    /// Year of the newest round in which something recommended to CAST waits for its answer.
    pub recommendation_year: Option<i32>,
    /// Code of the society whose charter has waited longest to be confirmed.
    pub charter_society: Option<String>,
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
    let charters = societies::charters_waiting(database).await?;
    let given_back = ledger::moves_waiting(database, ledger::Asker::Society).await?;
    let handed_out = ledger::moves_waiting(database, ledger::Asker::Cast).await?;
    let count_of = |moves: Option<(i32, u64)>| moves.map_or(0, |(_, count)| count);
    let year_of = |moves: Option<(i32, u64)>| moves.map(|(year, _)| year);
    let [to_confirm_back, to_confirm_out] =
        [given_back, handed_out].map(|moves| ledger_of(year_of(moves)));
    let tasks = [
        ("recommendations", count_of(waiting), "/recommendations".to_owned()),
        ("charters", charters.len() as u64, "/societies".to_owned()),
        ("quota_appeals", appeals::waiting(database).await?, "/quota-appeals".to_owned()),
        ("quota_to_publish", to_publish, "/quota-proposals".to_owned()),
        ("quota_drafts", drafts, "/quota-proposals".to_owned()),
        ("quota_give_backs", count_of(given_back), to_confirm_back),
        ("quota_transfers", count_of(handed_out), to_confirm_out),
    ];
    let tasks = tasks.into_iter().filter(|(_, count, _)| *count > 0);
    let data = CastOverview {
        tasks: tasks.map(|(code, count, link)| CastTask { code, count, link }).collect(),
        ledger_year: years.first().copied(),
        give_back_year: year_of(given_back),
        transfer_year: year_of(handed_out),
        recommendation_year: year_of(waiting),
        charter_society: charters.into_iter().next(),
    };
    Ok(Data { data })
}

/// The page of the ledger of a round.
fn ledger_of(year: Option<i32>) -> String {
    year.map_or_else(|| "/quota-ledger".to_owned(), |year| format!("/rounds/{year}/quota-ledger"))
}
