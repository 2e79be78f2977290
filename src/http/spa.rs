//! How does the front end reach the browser?

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    shared::random_token,
    web::{ApiError, ProblemCode},
};

/// Assets carry a digest in their names and never change.
const FOREVER: &str = "public, max-age=31536000, immutable";

fn accepts(request: &Request, encoding: &str) -> bool {
    request
        .headers()
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.split(',').any(|one| one.trim().starts_with(encoding)))
}

/// An asset of the build, compressed as the browser accepts it.
fn asset(request: &Request, path: &str) -> Option<Response> {
    let plain = web_assets::get(path)?;
    let packed = [("br", ".br"), ("gzip", ".gz")].into_iter().find_map(|(encoding, ending)| {
        let file = accepts(request, encoding)
            .then(|| web_assets::get(&format!("{path}{ending}")))
            .flatten()?;
        Some((encoding, file))
    });
    let kind = HeaderValue::from_str(plain.metadata.mimetype()).ok()?;
    let (encoding, file) = match packed {
        Some((encoding, file)) => (Some(encoding), file),
        None => (None, plain),
    };
    let mut response = Body::from(file.data.into_owned()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let is_hashed = path.starts_with("assets/");
    let keep = if is_hashed { FOREVER } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    Some(response)
}

/// The page with a nonce for the styles that it makes as it runs.
fn index() -> Option<Response> {
    let file = web_assets::get("index.html")?;
    let nonce = random_token(16);
    let page = String::from_utf8_lossy(&file.data).replace("__CSP_NONCE__", &nonce);
    let policy = format!(
        "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self' data:; connect-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
    );
    let mut response = axum::response::Html(page).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

/// An asset where there is one, else the page, which finds its own way from the address.
pub(super) async fn page(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    let is_file = !path.is_empty() && path != "index.html";
    if is_file && let Some(response) = asset(&request, &path) {
        return response;
    }
    let looks_like_file = path.starts_with("assets/") || path.contains('.');
    if looks_like_file && path != "index.html" {
        return ApiError::new(ProblemCode::NotFound).into_response();
    }
    index().unwrap_or_else(|| {
        let text = "网页尚未构建：请安装 Node.js 20.19 以上版本后重新构建 / \
                    the pages are not built: install Node.js 20.19 or later and build again";
        (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
    })
}
