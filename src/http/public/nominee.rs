//! What does a nominee see behind his link, and how does he answer? Without an account and without
//! scripts, on a telephone first.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Form, Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    frame::{Frame, PageQuery, form_page},
    nominee_form::AskPage,
};
use crate::{
    app::App,
    classified::Sender,
    http::guard,
    nominations::people::{self, CONSENT, GivenAnswer, Opened, Outcome, Reply},
    web::{ApiError, Marks},
};

/// Bytes of an answer: every field at its longest, and a reserve.
const LARGEST_ANSWER: usize = 64 * 1024;

#[derive(Template)]
#[template(path = "nominee/answered.html")]
struct AnsweredPage {
    frame: Frame,
    given: GivenAnswer,
    is_confirmed: bool,
    last_day: String,
}

/// What can be said where a link opens nothing.
#[derive(Template)]
#[template(path = "nominee/nothing.html")]
struct NothingPage {
    frame: Frame,
    /// It was just closed by the last wrong identity check.
    is_just_closed: bool,
    /// The answer was larger than any page sends.
    is_too_large: bool,
}

/// `/nominee/{token}`. The word of the link stands in the path, so the path is never logged whole.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/nominee/{token}", get(show).post(answer))
        .layer(DefaultBodyLimit::max(LARGEST_ANSWER))
        .layer(from_fn(guard::refuse_foreign_forms))
}

/// The last day of a term, of which the first instant that is too late is known.
pub(super) fn last_day(frame: &Frame, expires_at: DateTime<Utc>) -> String {
    frame.day(&(expires_at - TimeDelta::seconds(1)))
}

/// What a personal link shows is kept nowhere, found by no search, and named to no page that a link leads to.
pub(super) fn keep_private(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow, noarchive"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// A page that stays between the server and the person: kept nowhere, found by no search, and named to
/// no page that a link leads to.
pub(super) fn private(
    status: StatusCode,
    frame: &Frame,
    template: &impl Template,
) -> Result<Response, ApiError> {
    let mut response = form_page(&frame.nonce, template)?;
    *response.status_mut() = status;
    keep_private(response.headers_mut());
    Ok(response)
}

/// The page of a link that opens nothing.
pub(super) fn nothing(frame: Frame) -> Result<Response, ApiError> {
    let page = NothingPage { frame, is_just_closed: false, is_too_large: false };
    private(StatusCode::NOT_FOUND, &page.frame, &page)
}

/// The characters of the word of a link and nothing else, whatever was typed.
pub(super) fn word_of(token: &str) -> String {
    let is_of_word = |one: &char| one.is_ascii_alphanumeric() || matches!(one, '-' | '_');
    token.chars().filter(is_of_word).collect()
}

fn frame_of(query: &PageQuery, headers: &HeaderMap, token: &str) -> Frame {
    Frame::of(query, headers, format!("/nominee/{}", word_of(token)))
}

/// What the link shows: the page that asks, or the answer that was given.
async fn show(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let frame = frame_of(&query, &headers, &token);
    match people::open(&app, &token).await? {
        Opened::Asks(page) => {
            let page = AskPage::new(frame, *page, &BTreeMap::new(), Vec::new());
            private(StatusCode::OK, &page.frame, &page)
        }
        Opened::Answered(given) => {
            let page = AnsweredPage {
                is_confirmed: given.reason.is_none(),
                last_day: last_day(&frame, given.expires_at),
                given: *given,
                frame,
            };
            private(StatusCode::OK, &page.frame, &page)
        }
        Opened::Nothing => nothing(frame),
    }
}

/// Takes the answer, and shows what is kept or what is missing.
async fn answer(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    Query(query): Query<PageQuery>,
    headers: HeaderMap,
    form: Result<Form<BTreeMap<String, String>>, FormRejection>,
) -> Result<Response, ApiError> {
    let frame = frame_of(&query, &headers, &token);
    let back = Redirect::to(&format!("{}{}", frame.path, frame.query()));
    let fields = match form {
        Ok(Form(fields)) => fields,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let page = NothingPage { frame, is_just_closed: false, is_too_large: true };
            return private(StatusCode::PAYLOAD_TOO_LARGE, &page.frame, &page);
        }
        // No page of ours sends such a thing: it is shown what it could have sent.
        Err(_) => return Ok(back.into_response()),
    };
    let Some(reply) = Reply::read(&fields, &CONSENT) else {
        return Ok(back.into_response());
    };
    match people::answer(&app, &token, &reply).await? {
        Outcome::Kept => Ok(back.into_response()),
        Outcome::Changed(page) => {
            let mut page = AskPage::new(frame, *page, &fields, Vec::new());
            page.is_changed = true;
            private(StatusCode::CONFLICT, &page.frame, &page)
        }
        Outcome::Faulty(page, faults) => {
            let marks = Marks {
                seen: faults.iter().filter_map(|fault| fault.mark.clone()).collect(),
                target: Some(("dossiers", page.dossier.to_string())),
                by: Some(Sender::Nominee),
            };
            let page = AskPage::new(frame, *page, &fields, faults);
            let mut response = private(StatusCode::UNPROCESSABLE_ENTITY, &page.frame, &page)?;
            marks.put_into(&mut response);
            Ok(response)
        }
        Outcome::Closed => {
            let page = NothingPage { frame, is_just_closed: true, is_too_large: false };
            private(StatusCode::NOT_FOUND, &page.frame, &page)
        }
        Outcome::Nothing => nothing(frame),
    }
}
