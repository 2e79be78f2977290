//! Is this document what Laurel gave out, or this digest one of what is public? Nothing is kept.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, Query, State, multipart::MultipartRejection},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware::from_fn,
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::{
    frame::{Frame, PageQuery, form_page},
    pages::Pages,
    publicities::Request,
};
use crate::{
    app::App,
    examination::{self, IssuedNotice},
    http::guard,
    nominations::submission::{ARCHIVE_FORMAT, Archive, RECEIPT_FORMAT, Receipt, Statement},
    shared::hex_sha256,
    web::{ApiError, Posted},
};

/// Bytes of a form: a receipt is small, an archive without its attachments is not large.
const LARGEST: usize = 4 * 1024 * 1024;

enum Outcome {
    Asked,
    Receipt(Box<Statement>),
    ForeignReceipt(String),
    BrokenReceipt,
    Archive(String, String),
    BrokenArchive,
    Publicity(String, String),
    Notice(IssuedNotice),
    UnknownDigest,
    Unreadable,
    TooLarge,
}

#[derive(Template)]
#[template(path = "public/verify.html")]
struct VerifyPage {
    frame: Frame,
    outcome: Outcome,
    key: String,
}

/// `/public/verify`.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/public/verify", get(ask).post(verify))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn(guard::refuse_foreign_forms))
}

fn shown(app: &App, frame: Frame, outcome: Outcome) -> Result<Response, ApiError> {
    let page = VerifyPage { frame, outcome, key: app.signer.public_key() };
    let mut response = form_page(&page.frame.nonce, &page)?;
    // What was handed in stays between the two.
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn ask(
    State(app): State<Arc<App>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    shown(&app, Frame::of(&query, &headers, uri.path().to_owned()), Outcome::Asked)
}

async fn verify(
    State(app): State<Arc<App>>,
    Extension(pages): Extension<Arc<Pages>>,
    uri: Uri,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, ApiError> {
    let frame = Frame::of(&query, &headers, uri.path().to_owned());
    let posted = match form {
        Ok(form) => Posted::read(form, LARGEST).await,
        Err(_) => Posted::default(),
    };
    if posted.is_cut {
        let mut response = shown(&app, frame, Outcome::TooLarge)?;
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(response);
    }
    let file = posted.files.first().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let given = file.unwrap_or_else(|| posted.text("text").to_owned());
    let given = given.trim();
    let outcome = match digest(given) {
        Some(digest) => {
            let request = Request::new((&app, &pages), (&headers, &uri), query.lang.as_deref());
            of_digest(&request, &digest).await?
        }
        None => of_document(&app, given.trim_start_matches('\u{feff}')),
    };
    shown(&app, frame, outcome)
}

/// A SHA-256 as people write it.
fn digest(text: &str) -> Option<String> {
    let is_one = text.len() == 64 && text.bytes().all(|one| one.is_ascii_hexdigit());
    is_one.then(|| text.to_ascii_lowercase())
}

/// What that is public, or that the office gave out, has this digest?
async fn of_digest(request: &Request<'_>, digest: &str) -> Result<Outcome, ApiError> {
    let now = request.app.clock.now();
    let known = request.pages.known(request.app, now).await?;
    let public = || known.heads.iter().filter(|head| head.standing(now).is_public());
    if let Some(head) = public().find(|head| head.digest == digest) {
        let address = format!("/public/publicities/{}", head.number);
        return Ok(Outcome::Publicity(head.title.clone(), address));
    }
    for head in public() {
        let lines = request.pages.lines(request.app, head, now).await?;
        if let Some(line) = lines.iter().find(|line| line.digest == digest) {
            let address = format!("/public/publicities/{}/{}", head.number, line.position);
            return Ok(Outcome::Publicity(format!("{} · {}", head.title, line.title), address));
        }
    }
    let notice = examination::issued(request.app, digest).await?;
    Ok(notice.map_or(Outcome::UnknownDigest, Outcome::Notice))
}

/// What a document is, by its own word.
#[derive(Deserialize)]
struct Kind {
    format: Option<String>,
    statement: Option<Box<Kind>>,
}

fn of_document(app: &App, text: &str) -> Outcome {
    let Ok(kind) = serde_json::from_str::<Kind>(text) else { return Outcome::Unreadable };
    let format = kind.format.or(kind.statement.and_then(|inner| inner.format));
    match format.as_deref() {
        Some(RECEIPT_FORMAT) => match serde_json::from_str::<Receipt>(text) {
            Ok(receipt) if receipt.is_sound() => {
                if receipt.public_key == app.signer.public_key() {
                    Outcome::Receipt(Box::new(receipt.statement))
                } else {
                    Outcome::ForeignReceipt(receipt.public_key)
                }
            }
            _ => Outcome::BrokenReceipt,
        },
        Some(ARCHIVE_FORMAT) => match serde_json::from_str::<Archive>(text) {
            Ok(archive) if is_whole(&archive) => {
                let digest = archive.digest();
                Outcome::Archive(archive.number, digest)
            }
            _ => Outcome::BrokenArchive,
        },
        _ => Outcome::Unreadable,
    }
}

/// Whether every file in an archive is the one that it names.
fn is_whole(archive: &Archive) -> bool {
    use base64::Engine as _;
    archive.files.iter().all(|(digest, text)| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(text);
        bytes.is_ok_and(|bytes| hex_sha256(&bytes) == *digest)
    })
}
