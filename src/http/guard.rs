//! What does every request pass through on its way in and out?

use std::{any::Any, time::Duration};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response as HttpResponse, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use axum_login::AuthSession;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use crate::{
    identity::Backend,
    web::{ApiError, ProblemCode, language},
};

/// A header that a foreign page cannot add to a request without the browser asking first.
const OWN_REQUEST: &str = "x-laurel-request";
pub(super) const REQUEST_ID: &str = "x-request-id";

/// Puts the signed-in person into the request, for the rooms to read.
pub(super) async fn put_actor(
    session: AuthSession<Backend>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(account) = &session.user {
        request.extensions_mut().insert(account.actor());
    }
    next.run(request).await
}

fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let from = origin.split_once("://").map(|(_, authority)| authority);
    from.is_some() && from == host
}

/// Refuses requests that change something and come from a foreign page (CSRF): besides the
/// same-site cookie, the `Origin` must be ours and our own header must be there.
pub(super) async fn refuse_foreign_requests(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let is_own = request.headers().contains_key(OWN_REQUEST) && same_origin(request.headers());
    if is_safe || is_own {
        next.run(request).await
    } else {
        ApiError::new(ProblemCode::ForeignRequest)
            .detail(
                "缺少 X-Laurel-Request 请求头或来源不符",
                "the X-Laurel-Request header is missing or the origin differs",
            )
            .into_response()
    }
}

/// Refuses forms that a foreign page sends. A page that names itself to nobody (`no-referrer`) sends the
/// origin `null`; then the browser says where the form stood.
pub(super) async fn refuse_foreign_forms(request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let headers = request.headers();
    let is_nameless = headers.get(header::ORIGIN).is_some_and(|origin| origin == "null");
    let is_own_site = headers
        .get("sec-fetch-site")
        .is_none_or(|site| site.as_bytes() == b"same-origin" || site.as_bytes() == b"none");
    if is_safe || (is_own_site && (is_nameless || same_origin(headers))) {
        return next.run(request).await;
    }
    ApiError::new(ProblemCode::ForeignRequest)
        .detail("请在本页面上提交", "send the form from its own page")
        .into_response()
}

/// Answers in time, or says that it could not. A stream has answered once it has begun.
pub(super) async fn give_up_in_time(
    State(timeout): State<Duration>,
    request: Request,
    next: Next,
) -> Response {
    tokio::time::timeout(timeout, next.run(request))
        .await
        .unwrap_or_else(|_| ApiError::new(ProblemCode::TimedOut).into_response())
}

/// Renders a problem in the reader's language, with the request's key to quote.
pub(super) async fn render_problems(request: Request, next: Next) -> Response {
    let language = language(request.headers());
    let instance = request
        .headers()
        .get(REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .map(ToOwned::to_owned);
    let path_is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        return error.render(language, instance);
    }
    let is_plain = !response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/"));
    if path_is_api && is_plain && response.status().is_client_error() {
        // A rejection of the framework (a path or a query that cannot be read).
        let code = match response.status().as_u16() {
            404 => ProblemCode::NotFound,
            405 => ProblemCode::MethodNotAllowed,
            413 => ProblemCode::TooLarge,
            _ => ProblemCode::BadParameter,
        };
        return ApiError::new(code).render(language, instance);
    }
    response
}

/// A panic is a fault of ours: it is logged, and the caller learns no more than that.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over whole")]
pub(super) fn panic_reply(panic: Box<dyn Any + Send + 'static>) -> HttpResponse<Body> {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a panic without words");
    ApiError::internal(&message).into_response()
}

const STRICT_POLICY: &str = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
                             form-action 'self'; object-src 'none'";
/// The viewer of the OpenAPI document styles itself inline; it shows nothing but that document.
const DOCS_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
                           img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; \
                           form-action 'self'; object-src 'none'";

/// The headers that keep a browser from doing what no page of ours asks for. A page with a nonce
/// of its own has set its policy already.
pub(super) async fn security_headers(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/v1/");
    let is_docs = request.uri().path().starts_with("/api/docs");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = if is_docs { DOCS_POLICY } else { STRICT_POLICY };
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        // A page that says more of itself is stricter.
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    if is_api {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// What of a path may be written down: not the word of a personal link.
fn logged(path: &str) -> &str {
    const OF_LINKS: [&str; 3] = ["/nominee/", "/selection-expert/", "/calendar/"];
    OF_LINKS.into_iter().find(|of_link| path.contains(of_link)).unwrap_or(path)
}

/// A span a request: method, path and key. No query, no body, no person, no word of a link.
pub(super) fn request_span(request: &Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|value| value.to_str().ok());
    tracing::info_span!(
        "request",
        method = %request.method(),
        path = logged(request.uri().path()),
        request.id = id.unwrap_or_default(),
    )
}

/// Everything that the library would compress, but for streams of events and what is already small.
#[derive(Clone, Copy, Debug)]
pub(super) struct IsWorthCompressing;

impl Predicate for IsWorthCompressing {
    fn should_compress<B>(&self, response: &HttpResponse<B>) -> bool
    where
        B: axum::body::HttpBody,
    {
        let is_stream = response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
        !is_stream && DefaultPredicate::new().should_compress(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_link_is_not_written_down() {
        assert_eq!(logged("/nominee/abc"), "/nominee/");
        assert_eq!(logged("//nominee/abc"), "/nominee/");
        assert_eq!(logged("/calendar/abc.ics"), "/calendar/");
        assert_eq!(logged("/selection-expert/abc/c1.pdf"), "/selection-expert/");
        assert_eq!(
            logged("/api/v1/dossiers/1/nominees/a/revoke"),
            "/api/v1/dossiers/1/nominees/a/revoke"
        );
    }
}
