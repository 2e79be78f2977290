//! Is what needs signing in closed for maintenance? While the file `maintenance` lies in the data folder, it
//! is, and the public pages go on.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse as _, Response},
};

use super::public::{STYLE, shared_policy};
use crate::{
    app::App,
    web::{ApiError, ProblemCode},
};

/// The file that closes it.
const FILE: &str = "maintenance";
/// Seconds after which to try again.
const AGAIN_S: i64 = 300;

#[derive(Template)]
#[template(path = "maintenance.html")]
struct ClosedPage {
    style: &'static str,
}

async fn is_closed(app: &App) -> bool {
    // A folder that cannot be read closes nothing: then the records fail, and say so.
    tokio::fs::try_exists(app.config.data_dir.join(FILE)).await.unwrap_or(false)
}

/// Refuses requests of programs while it is closed.
pub(super) async fn refuse_while_closed(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if !is_closed(&app).await {
        return next.run(request).await;
    }
    let mut problem = ApiError::new(ProblemCode::Unavailable).detail(
        "系统维护中，登录后的功能暂停使用；公开页面照常开放",
        "under maintenance: what needs signing in is closed, the public pages are open",
    );
    problem.retry_after = Some(AGAIN_S);
    problem.into_response()
}

/// Shows a page that says so instead of the portal while it is closed.
pub(super) async fn show_while_closed(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if !is_closed(&app).await {
        return next.run(request).await;
    }
    let page = match (ClosedPage { style: STYLE }).render() {
        Ok(page) => page,
        Err(error) => return ApiError::internal(&error).into_response(),
    };
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, Html(page)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, AGAIN_S.into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(policy) = HeaderValue::from_str(&shared_policy()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}
