//! What does the public see of the societies? An index, and a page of each.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, Uri},
    response::{IntoResponse as _, Response},
};

use super::frame::{Frame, PageQuery, page};
use crate::{
    app::App,
    supervision::{self, PublicName, PublicSociety},
    web::ApiError,
};

#[derive(Template)]
#[template(path = "public/societies.html")]
struct IndexPage {
    frame: Frame,
    societies: Vec<PublicName>,
}

#[derive(Template)]
#[template(path = "public/society.html")]
struct SocietyPage {
    frame: Frame,
    society: PublicSociety,
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
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let mut societies = supervision::public_index(&app, frame.language)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    societies.retain(|one| one.taskbooks + one.disclosures > 0);
    let nonce = frame.nonce.clone();
    page(&nonce, &IndexPage { frame, societies })
}

/// What is disclosed of one society.
pub(super) async fn society(
    State(app): State<Arc<App>>,
    uri: Uri,
    Path(code): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let nonce = frame.nonce.clone();
    let found = supervision::public_society(&app, frame.language, &code)
        .await
        .map_err(|error| ApiError::internal(&error))?;
    if let Some(society) = found {
        return page(&nonce, &SocietyPage { frame, society });
    }
    let absent = page(&nonce, &AbsentPage { frame })?;
    Ok((StatusCode::NOT_FOUND, absent).into_response())
}
