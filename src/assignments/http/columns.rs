//! The routes of the workbench's linked columns.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use entity::ids::{AssignmentPlanId, ExpertId, NominationId};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    column_views::{ExpertLoad, PlanCandidate, PlanCoverage},
    columns::{self, CandidateQuery, CandidateSort, CoverageQuery, CoverageSort},
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, NoFacets, Page, Paging, Problem, parse_sort},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_plan_nominations))
        .routes(routes!(list_plan_candidates))
        .routes(routes!(read_expert_load))
}

fn present(value: Option<String>) -> Option<String> {
    value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// One page of rows that were put in order already.
fn page<T>(rows: Vec<T>, paging: Paging) -> Page<T, NoFacets> {
    let total = rows.len() as u64;
    let skip = usize::try_from(paging.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let data = rows.into_iter().skip(skip).take(take).collect();
    Page { data, meta: paging.meta(total, NoFacets {}) }
}

/// The parameters of the first column.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CoverageParameters {
    /// Words of the title, or the number.
    q: Option<String>,
    /// Category code.
    category: Option<String>,
    /// Those alone that have a problem.
    #[serde(default)]
    problem: bool,
    /// `number`, `assigned`, `lowest` or `total`; `-` before it for descending.
    sort: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The nominations of a plan and how each is served.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/nominations", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan"), CoverageParameters),
    responses(
        (status = 200, body = Page<PlanCoverage, NoFacets>),
        (status = 400, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_plan_nominations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<CoverageParameters>,
) -> Result<Page<PlanCoverage, NoFacets>, ApiError> {
    let allowed = "number, assigned, lowest, total";
    let query = CoverageQuery {
        words: present(asked.q),
        category: present(asked.category),
        is_problem: asked.problem,
        sort: parse_sort(asked.sort.as_deref(), CoverageSort::default(), allowed)?,
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let rows = columns::coverage(&app, &reader.actor, AssignmentPlanId(id), &query).await?;
    Ok(page(rows, paging))
}

/// The parameters of the second column.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CandidateParameters {
    /// Words of the name, unit or number.
    q: Option<String>,
    /// `score`, `load`, `conflict` or `name`; `-` before it for the other way round.
    sort: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The candidates of a nomination: affinity, load, conflicts, why not.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/nominations/{nomination}/candidates", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("nomination" = String, Path, description = "key of the nomination"),
        CandidateParameters,
    ),
    responses(
        (status = 200, body = Page<PlanCandidate, NoFacets>),
        (status = 400, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn list_plan_candidates(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, nomination)): Path<(Uuid, Uuid)>,
    Query(asked): Query<CandidateParameters>,
) -> Result<Page<PlanCandidate, NoFacets>, ApiError> {
    let allowed = "score, load, conflict, name";
    let query = CandidateQuery {
        words: present(asked.q),
        sort: parse_sort(asked.sort.as_deref(), CandidateSort::default(), allowed)?,
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let of = (AssignmentPlanId(id), NominationId(nomination));
    let rows = columns::candidates(&app, &reader.actor, of, &query).await?;
    Ok(page(rows, paging))
}

/// The nominations of one expert in a plan.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/experts/{expert}", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("expert" = String, Path, description = "key of the expert"),
    ),
    responses((status = 200, body = Data<ExpertLoad>), (status = 404, body = Problem))
)]
async fn read_expert_load(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, expert)): Path<(Uuid, Uuid)>,
) -> Result<Data<ExpertLoad>, ApiError> {
    let of = (AssignmentPlanId(id), ExpertId(expert));
    Ok(Data { data: columns::load(&app, &reader.actor, of).await? })
}
