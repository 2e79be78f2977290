//! What do lists have in common? Words to search for and an order.

use std::sync::Arc;

use super::problem::{ApiError, ProblemCode};
use crate::app::App;

/// A search finds no more things than these.
const MOST_HITS: usize = 5_000;

/// The parameter `name` holds what it may not.
pub fn bad_parameter(name: &str, allowed: &str) -> ApiError {
    ApiError::new(ProblemCode::BadParameter)
        .detail(format!("{name} 允许：{allowed}"), format!("{name}, allowed: {allowed}"))
}

/// Keys that the search finds for `q`; none when nothing is searched.
pub async fn found_keys<K: From<uuid::Uuid> + Send + 'static>(
    app: &Arc<App>,
    kind: &'static str,
    q: Option<String>,
) -> Result<Option<Vec<K>>, ApiError> {
    let Some(q) = q.filter(|q| !q.trim().is_empty()) else {
        return Ok(None);
    };
    let app = Arc::clone(app);
    let hits = tokio::task::spawn_blocking(move || app.search.search(kind, &q, MOST_HITS))
        .await
        .map_err(|error| ApiError::internal(&error))?
        .map_err(|error| ApiError::internal(&error))?;
    Ok(Some(hits.keys.into_iter().map(K::from).collect()))
}

/// The order that `sort` names and whether it is turned round; `default` when none is named.
pub fn parse_sort<S: std::str::FromStr>(
    sort: Option<&str>,
    default: S,
    allowed: &str,
) -> Result<(S, bool), ApiError> {
    let Some(sort) = sort.filter(|sort| !sort.is_empty()) else {
        return Ok((default, false));
    };
    let (name, is_descending) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
    name.parse().map(|sort| (sort, is_descending)).map_err(|_| bad_parameter("sort", allowed))
}
