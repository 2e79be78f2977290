//! Which requests does Laurel answer, and what does each pass through?

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::any,
};
use axum_login::AuthManagerLayerBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use tower_sessions::{Expiry, SessionManagerLayer, cookie::SameSite};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use super::{
    calendar, cast_overview, collection, composed, guard, health, maintenance, marked, overview,
    phases, public, round_rules, spa,
};
use crate::{
    app::App,
    assignments, examination, experts,
    identity::{self, Backend, DatabaseSessions},
    matching, meetings, nominations, notices, notifications, persons, quotas, recusals, results,
    reviews, societies, supervision, track_record,
    web::{ApiError, ProblemCode},
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Laurel 桂冠",
        description = "国家科学技术奖提名与评审 / nomination and review of the national science and technology awards",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "identity", description = "账号与会话 / accounts and sessions"),
        (name = "notifications", description = "通知与待发邮件 / notices and the outbox"),
        (name = "awards", description = "年度 / rounds"),
        (name = "nominations", description = "提名 / nominations"),
        (name = "examination", description = "形式审查 / formal examination"),
        (name = "notices", description = "公示与异议 / publicities and objections"),
        (name = "experts", description = "专家 / experts"),
        (name = "persons", description = "人员对照 / identity resolution"),
        (name = "societies", description = "学会与提名资格 / societies and the right to nominate"),
        (name = "matching", description = "匹配 / matching"),
        (name = "assignments", description = "指派与邀请 / assignments and invitations"),
        (name = "recusals", description = "回避 / recusals"),
        (name = "reviews", description = "网络评审 / reviews"),
        (name = "meetings", description = "会议评审与表决 / meetings and voting"),
        (name = "results", description = "评审结果 / results"),
        (name = "quotas", description = "提名限额 / quotas"),
        (name = "track_record", description = "提名业绩 / track record"),
        (name = "objections", description = "异议 / objections"),
        (name = "supervision", description = "督导 / taskbooks, meetings, assessments, disclosure"),
    )
)]
struct Document;

fn api() -> OpenApiRouter<Arc<App>> {
    let rooms = OpenApiRouter::new()
        .merge(identity::http::routes())
        .merge(notifications::http::routes())
        .merge(overview::routes())
        .merge(phases::routes())
        .merge(round_rules::routes())
        .merge(nominations::http::routes())
        .merge(examination::http::routes())
        .merge(examination::similarity::http::routes())
        .merge(examination::seals::http::routes())
        .merge(notices::http::routes())
        .merge(experts::http::routes())
        .merge(persons::http::routes())
        .merge(matching::http::routes())
        .merge(assignments::http::routes())
        .merge(recusals::http::routes())
        .merge(reviews::http::routes())
        .merge(meetings::http::routes())
        .merge(results::http::routes())
        .merge(quotas::http::routes())
        .merge(track_record::http::routes())
        .merge(societies::http::routes())
        .merge(supervision::http::routes())
        .merge(notices::objections::http::routes())
        .merge(composed::routes())
        .merge(cast_overview::routes())
        .merge(collection::routes());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", rooms)
}

/// The OpenAPI 3.1 document of the whole interface.
pub fn open_api() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

async fn unknown_address() -> ApiError {
    ApiError::new(ProblemCode::NotFound)
}

async fn method_not_allowed() -> ApiError {
    ApiError::new(ProblemCode::MethodNotAllowed)
}

/// The whole server.
pub fn router(app: Arc<App>) -> Router {
    let (api, document) = api().split_for_parts();
    let docs = Router::from(SwaggerUi::new("/api/docs").url("/api/openapi.json", document));
    let sessions = SessionManagerLayer::new(DatabaseSessions::new(
        app.database.clone(),
        Arc::clone(&app.clock),
        chrono::Duration::minutes(app.config.session.idle_minutes),
    ))
    .with_name("laurel_session")
    .with_secure(app.config.http.is_secure)
    .with_http_only(true)
    .with_same_site(SameSite::Strict)
    // The cookie goes with the browser; when a session ends is the store's to say.
    .with_expiry(Expiry::OnSessionEnd);
    let auth = AuthManagerLayerBuilder::new(Backend(Arc::clone(&app)), sessions).build();
    let timeout = Duration::from_secs(app.config.http.timeout_seconds);
    let body_limit = app.config.http.body_limit_bytes;

    let api = api
        .route("/api/v1/{*rest}", any(unknown_address))
        .method_not_allowed_fallback(method_not_allowed)
        // Inside the session: who sent what was refused is known here.
        .layer(from_fn_with_state(Arc::clone(&app), marked::note_marks))
        .layer(from_fn(guard::put_actor))
        .layer(auth)
        .layer(from_fn(guard::refuse_foreign_requests))
        .layer(from_fn_with_state(timeout, guard::give_up_in_time))
        .layer(DefaultBodyLimit::max(body_limit))
        .layer(from_fn_with_state(Arc::clone(&app), maintenance::refuse_while_closed));

    let site = public::routes().layer(from_fn_with_state(Arc::clone(&app), marked::note_marks));

    let portal = Router::new()
        .fallback(spa::page)
        .layer(from_fn_with_state(Arc::clone(&app), maintenance::show_while_closed));

    Router::new()
        .merge(api)
        .merge(health::routes())
        .merge(calendar::routes())
        .merge(site)
        .fallback_service(portal)
        .with_state(app)
        .merge(docs)
        .layer(CatchPanicLayer::custom(guard::panic_reply))
        .layer(from_fn(guard::render_problems))
        .layer(from_fn(guard::security_headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(guard::request_span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(CompressionLayer::new().compress_when(guard::IsWorthCompressing))
}
