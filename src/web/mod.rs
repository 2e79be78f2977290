//! The HTTP kit: what every route speaks in, and nothing of any feature.

mod download;
mod if_match;
mod json;
mod listing;
mod marked;
mod paging;
mod posted;
mod problem;

pub use download::Download;
pub use if_match::{IfMatch, Tagged, etag};
pub use json::{Data, NoFacets, Page, PageMeta, SelfScreenedJson, ValidJson};
pub use listing::{bad_parameter, found_keys, parse_sort};
pub use marked::{Marks, refuse_marked};
pub use paging::{CursorError, Paging};
pub use posted::{LARGEST_FORM, Posted};
pub use problem::{ApiError, FieldFault, Present, Problem, ProblemCode};

/// The language that a request's headers ask for.
pub fn language(headers: &axum::http::HeaderMap) -> crate::shared::Language {
    headers
        .get(axum::http::header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .map(crate::shared::Language::from_accept_language)
        .unwrap_or_default()
}
