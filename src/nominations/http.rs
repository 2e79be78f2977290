//! The route of the list of nominations.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use entity::ids::NominationId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store::{ListQuery, NominationFacets, NominationRow, Sort, list, rows};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards,
    web::{ApiError, Page, Paging, Problem, ProblemCode, bad_parameter, found_keys, parse_sort},
};

/// The parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NominationListParameters {
    /// Words to search for: Chinese, English, a number, a name or its pinyin.
    q: Option<String>,
    /// Category code.
    category: Option<String>,
    /// Panel.
    panel: Option<String>,
    /// State.
    state: Option<String>,
    /// `number`, `title`, `panel`, `lowest_score` or `relevance`; `-` before it for descending.
    sort: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_nominations))
        .merge(super::dossier::http::routes())
        .merge(super::attachments::http::routes())
        .merge(super::people::http::routes())
        .merge(super::process::http::routes())
        .merge(super::submission::http::routes())
        .merge(super::imports::http::routes())
        .merge(super::outputs::http::routes())
}

/// The nominations of a round, searched, filtered, sorted and paged.
#[utoipa::path(
    get, path = "/rounds/{year}/nominations", tag = "nominations",
    params(("year" = i32, Path, description = "year of the round"), NominationListParameters),
    responses(
        (status = 200, body = Page<NominationRow, NominationFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_nominations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<NominationListParameters>,
) -> Result<Page<NominationRow, NominationFacets>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadNominations)?;
    let with_match = authz::permit(&reader.actor, Action::ReadMatches).is_ok();
    let database = app.database.reader();
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let state = match asked.state.as_deref().filter(|state| !state.is_empty()) {
        Some(state) => Some(state.parse().map_err(|_| bad_parameter("state", "draft … revoked"))?),
        None => None,
    };
    let found: Option<Vec<NominationId>> = found_keys(&app, "nomination", asked.q).await?;
    let default = if found.is_some() { Sort::Relevance } else { Sort::Number };
    let (sort, is_descending) = parse_sort(
        asked.sort.as_deref(),
        default,
        "number, title, panel, lowest_score, relevance",
    )?;
    let wall = authz::wall_in_round(database, &reader.actor, round.id).await?;
    // Who may not see the matches, or not all of them, may not sort by them either.
    let may_sort = with_match && wall.is_none();
    let sort = if sort == Sort::LowestScore && !may_sort { Sort::Number } else { sort };
    let present = |value: Option<String>| value.filter(|value| !value.is_empty());
    let query = ListQuery {
        round: round.id,
        found,
        category: present(asked.category),
        panel: present(asked.panel),
        state,
        sort,
        is_descending,
        paging: Paging::parse(asked.limit, asked.cursor.as_deref())?,
    };
    let listed = list(database, &query, &permit.scope).await?;
    let mut data = rows(database, round.id, &listed.keys, with_match).await?;
    for row in data.iter_mut().filter(|row| wall.hides(NominationId(row.id))) {
        row.without_match();
    }
    Ok(Page { data, meta: query.paging.meta(listed.total, listed.facets) })
}
