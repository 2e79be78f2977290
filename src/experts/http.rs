//! The route of the list of experts.

use std::sync::Arc;

use axum::extract::{Query, State};
use entity::ids::ExpertId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store::{ExpertRow, ListQuery, Sort, list};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    web::{ApiError, NoFacets, Page, Paging, Problem, found_keys, parse_sort},
};

/// The parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExpertListParameters {
    /// Words to search for: Chinese, English, pinyin in full or in initials.
    q: Option<String>,
    /// Beginning of a discipline code of GB/T 13745.
    discipline: Option<String>,
    /// `number`, `name`, `unit`, `load`, `publications` or `relevance`; `-` before it for
    /// descending.
    sort: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_experts))
}

/// The pool of experts, searched, sorted and paged.
#[utoipa::path(
    get, path = "/experts", tag = "experts", params(ExpertListParameters),
    responses(
        (status = 200, body = Page<ExpertRow, NoFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem),
    )
)]
async fn list_experts(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<ExpertListParameters>,
) -> Result<Page<ExpertRow, NoFacets>, ApiError> {
    authz::permit(&reader.actor, Action::ReadExperts)?;
    let found: Option<Vec<ExpertId>> = found_keys(&app, "expert", asked.q).await?;
    let default = if found.is_some() { Sort::Relevance } else { Sort::Number };
    let allowed = "number, name, unit, load, publications, relevance";
    let (sort, is_descending) = parse_sort(asked.sort.as_deref(), default, allowed)?;
    let query = ListQuery {
        found,
        discipline: asked.discipline.filter(|code| !code.is_empty()),
        sort,
        is_descending,
        paging: Paging::parse(asked.limit, asked.cursor.as_deref())?,
        wall: authz::wall_of(app.database.reader(), &reader.actor).await?,
    };
    let (data, total) = list(app.database.reader(), &query).await?;
    Ok(Page { data, meta: query.paging.meta(total, NoFacets {}) })
}
