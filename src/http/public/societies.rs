//! What does the public see of the societies? An index, and a page of each.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};

use super::{
    frame::{Frame, PageQuery, page},
    publicities::ListQuery,
    publicity_pages::{BUDGET, PageLink, ROW, page_links},
    societies_parts::{SocietyPart, pages_of},
};
use crate::{
    app::App,
    notices::publicity::{packed, weight},
    supervision::{self, PublicName, PublicSociety},
    web::ApiError,
};

#[derive(Template)]
#[template(path = "public/societies.html")]
struct IndexPage {
    frame: Frame,
    societies: Vec<PublicName>,
    pages: Vec<PageLink>,
}

impl IndexPage {
    fn new(frame: Frame, mut societies: Vec<PublicName>, asked: usize) -> Self {
        societies.retain(|one| one.taskbooks + one.disclosures > 0);
        let size = |one: &PublicName| ROW + weight(&one.name) + weight(&one.code);
        let sizes: Vec<usize> = societies.iter().map(size).collect();
        let ranges = packed(&sizes, BUDGET);
        let here = asked.clamp(1, ranges.len().max(1));
        let range = ranges.get(here - 1).cloned().unwrap_or_default();
        Self {
            societies: societies.into_iter().skip(range.start).take(range.len()).collect(),
            pages: page_links(&frame, (here, ranges.len()), &[]),
            frame,
        }
    }
}

#[derive(Template)]
#[template(path = "public/society.html")]
struct SocietyPage {
    frame: Frame,
    name: String,
    code: String,
    has_taskbooks: bool,
    has_disclosures: bool,
    part: SocietyPart,
    pages: Vec<PageLink>,
}

impl SocietyPage {
    fn new(frame: Frame, society: PublicSociety, asked: usize) -> Self {
        let parts = pages_of(&society);
        let here = asked.clamp(1, parts.len().max(1));
        Self {
            has_taskbooks: !society.taskbooks.is_empty(),
            has_disclosures: !society.disclosures.is_empty(),
            pages: page_links(&frame, (here, parts.len()), &[]),
            part: parts.into_iter().nth(here - 1).unwrap_or_default(),
            name: society.name,
            code: society.code,
            frame,
        }
    }
}

#[derive(Template)]
#[template(path = "public/absent.html")]
pub(super) struct AbsentPage {
    pub(super) frame: Frame,
}

/// The societies with something to see.
pub(super) async fn index(
    State(app): State<Arc<App>>,
    uri: Uri,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = query.page();
    let frame = Frame::of(&PageQuery { lang: query.lang }, &headers, uri.path().to_owned());
    let societies = supervision::public_index(&app, frame.language)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    let nonce = frame.nonce.clone();
    page(&nonce, &IndexPage::new(frame, societies, asked))
}

/// What is disclosed of one society.
pub(super) async fn society(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(code): Path<String>,
    Query(query): Query<ListQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let asked = query.page();
    let frame = Frame::of(&PageQuery { lang: query.lang }, &headers, uri.path().to_owned());
    let nonce = frame.nonce.clone();
    let found = supervision::public_society(&app, frame.language, &code)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    if let Some(society) = found {
        return page(&nonce, &SocietyPage::new(frame, society, asked));
    }
    let absent = page(&nonce, &AbsentPage { frame })?;
    Ok((StatusCode::NOT_FOUND, absent).into_response())
}
