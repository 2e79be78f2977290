//! The rounds as the award office sees them: counts from every room on one page.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards::{self, Round},
    experts,
    matching::{self, MatchRunView},
    nominations::{self, RoundCounts},
    societies,
    web::{ApiError, Data, Problem, ProblemCode},
};

/// A round in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundSummary {
    /// Year.
    pub year: i32,
    /// Name.
    pub name: String,
    /// `draft`, `open`, `reviewing` or `closed`.
    pub state: String,
    /// Nominations of the round.
    pub nominations: u64,
}

/// The rule set that a round is bound to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RuleSetView {
    /// Name.
    pub name: String,
    /// SHA-256 of its text.
    pub digest: String,
}

/// What a round and its pool hold.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct OverviewCounts {
    /// Nominations.
    pub nominations: u64,
    /// People of the nominations.
    pub people: u64,
    /// Experts of the pool.
    pub experts: u64,
    /// Their publications.
    pub publications: u64,
    /// Societies in the register.
    pub societies: u64,
}

/// Nominations of an award category.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct CategoryCount {
    /// Category code.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Nominations.
    pub count: u64,
}

/// Nominations in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct StateCount {
    /// The state.
    pub state: String,
    /// Nominations.
    pub count: u64,
}

/// Nominations of a panel.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct PanelCount {
    /// The panel.
    pub panel: String,
    /// Category code.
    pub category: String,
    /// Nominations.
    pub count: u64,
}

/// Nominations by a kind of nominator.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct NominatorTypeCount {
    /// Kind of nominator.
    pub nominator_type: String,
    /// Nominations.
    pub count: u64,
}

/// Something that waits for the award office.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct Attention {
    /// What waits.
    pub code: &'static str,
    /// How many.
    pub count: u64,
}

/// A round with its counts.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(super) struct RoundOverview {
    /// Year.
    pub year: i32,
    /// Name.
    pub name: String,
    /// State.
    pub state: String,
    /// The server's clock, which alone counts.
    pub now: chrono::DateTime<chrono::Utc>,
    /// When nominating begins; absent where no timetable was set.
    pub opens_at: Option<chrono::DateTime<chrono::Utc>>,
    /// When it ends, extensions left out.
    pub closes_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Its rules.
    pub rule_set: RuleSetView,
    /// What it holds.
    pub counts: OverviewCounts,
    /// By category, in the official order.
    pub by_category: Vec<CategoryCount>,
    /// By state, in the order of the procedure.
    pub by_state: Vec<StateCount>,
    /// By panel.
    pub by_panel: Vec<PanelCount>,
    /// By kind of nominator.
    pub by_nominator_type: Vec<NominatorTypeCount>,
    /// What waits, for those who may see the matches.
    pub attention: Vec<Attention>,
    /// The latest match run, for those who may see it.
    pub latest_match_run: Option<MatchRunView>,
}

/// The routes of this room.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_rounds)).routes(routes!(read_round))
}

/// Every round, newest first.
#[utoipa::path(
    get, path = "/rounds", tag = "awards",
    responses((status = 200, body = Data<Vec<RoundSummary>>), (status = 401, body = Problem))
)]
async fn list_rounds(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<RoundSummary>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let database = app.database.reader();
    let mut data = Vec::new();
    for round in awards::list_rounds(database).await? {
        let counts = nominations::round_counts(database, round.id).await?;
        data.push(RoundSummary {
            year: round.year,
            name: round.name,
            state: round.state.as_str().to_owned(),
            nominations: counts.nominations,
        });
    }
    Ok(Data { data })
}

/// One round with its counts, and what waits in it.
#[utoipa::path(
    get, path = "/rounds/{year}", tag = "awards",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<RoundOverview>), (status = 404, body = Problem))
)]
async fn read_round(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<RoundOverview>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let sees_matches = authz::permit(&reader.actor, Action::ReadMatches).is_ok();
    let database = app.database.reader();
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let counts = nominations::round_counts(database, round.id).await?;
    let pool = experts::pool_counts(database).await?;
    let societies = societies::count(database).await?;
    let run =
        if sees_matches { matching::latest_run(database, round.id, year).await? } else { None };
    let wall = authz::wall_in_round(database, &reader.actor, round.id).await?;
    let run = run.map(|run| run.behind(&wall));
    let attention =
        if sees_matches { attention(&counts, pool.2, run.as_ref()) } else { Vec::new() };
    let categories = awards::categories(database, round.id).await?;
    let timetable = awards::timetable(database, round.id).await?;
    let now = app.clock.now();
    let extras = OverviewExtras { pool, societies, attention, run, timetable, now };
    let data = assemble(round, counts, categories, extras);
    Ok(Data { data })
}

/// What the overview takes from the rooms beside the nominations.
struct OverviewExtras {
    pool: (u64, u64, u64),
    societies: u64,
    attention: Vec<Attention>,
    run: Option<MatchRunView>,
    timetable: Option<awards::Timetable>,
    now: chrono::DateTime<chrono::Utc>,
}

fn attention(counts: &RoundCounts, unpublished: u64, run: Option<&MatchRunView>) -> Vec<Attention> {
    let report = run.and_then(|run| run.report.as_ref());
    let is_done = run.is_some_and(|run| run.state == "done");
    let rows = [
        ("not_matched_yet", u64::from(!is_done) * counts.nominations),
        ("nominations_unfilled", report.map_or(0, |report| report.unfilled.len() as u64)),
        ("conflicts_to_decide", report.map_or(0, |report| report.assigned_flags)),
        ("nominations_without_abstract", counts.without_abstract),
        ("experts_without_publications", unpublished),
    ];
    rows.into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(code, count)| Attention { code, count })
        .collect()
}

fn assemble(
    round: Round,
    counts: RoundCounts,
    categories: Vec<awards::CategoryName>,
    extras: OverviewExtras,
) -> RoundOverview {
    let in_category = |code: &str| {
        counts
            .by_category
            .iter()
            .find(|(key, _)| key.as_deref() == Some(code))
            .map_or(0, |(_, count)| *count)
    };
    let mut by_state = counts.by_state.clone();
    by_state.sort_by_key(|(state, _)| *state);
    RoundOverview {
        year: round.year,
        name: round.name,
        state: round.state.as_str().to_owned(),
        now: extras.now,
        opens_at: extras.timetable.as_ref().map(|table| table.opens_at),
        closes_at: extras.timetable.as_ref().map(|table| table.closes_at),
        rule_set: RuleSetView { name: round.rule_set_name, digest: round.rule_set_digest },
        counts: OverviewCounts {
            nominations: counts.nominations,
            people: counts.people,
            experts: extras.pool.0,
            publications: extras.pool.1,
            societies: extras.societies,
        },
        by_category: categories
            .into_iter()
            .map(|category| CategoryCount {
                count: in_category(&category.code),
                code: category.code,
                name: category.name,
                name_en: category.name_en,
            })
            .collect(),
        by_state: by_state
            .into_iter()
            .map(|(state, count)| StateCount { state: state.as_str().to_owned(), count })
            .collect(),
        by_panel: counts
            .by_panel
            .into_iter()
            .filter_map(|(panel, category, count)| {
                Some(PanelCount { panel: panel?, category: category.unwrap_or_default(), count })
            })
            .collect(),
        by_nominator_type: counts
            .by_nominator_type
            .into_iter()
            .filter_map(|(kind, count)| Some(NominatorTypeCount { nominator_type: kind?, count }))
            .collect(),
        attention: extras.attention,
        latest_match_run: extras.run,
    }
}
