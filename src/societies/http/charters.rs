//! The routes of a society's charter: entered by its head or CAST, confirmed by another person of CAST.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::register::{Answer, add, put};
use crate::{
    app::App,
    authz::{Action, Reader},
    societies::{charter::NewCharter, registry::SocietyChange, views::SocietyDetail},
    web::{Data, IfMatch, Problem, ValidJson},
};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(create_society_charter)).routes(routes!(confirm_charter))
}

/// Enters a version of a society's charter: by which majority its council resolves. It waits to be confirmed.
#[utoipa::path(
    post, path = "/societies/{code}/charters", tag = "societies", request_body = NewCharter,
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 201, body = Data<SocietyDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn create_society_charter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewCharter>,
) -> Answer {
    let changed = SocietyChange::Charter(body.clone());
    let place = (Action::EnterCharter, code.as_str(), "charters");
    add(&app, &reader, place, (&headers, &body), changed).await
}

/// Confirms the newest version of a society's charter, which another person entered: from then on meetings from
/// its first day on go by it. Resolutions that are recorded stay as they are.
#[utoipa::path(
    post, path = "/societies/{code}/charters/{number}/confirm", tag = "societies",
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("number" = i32, Path, description = "number of the version"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<SocietyDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn confirm_charter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((code, number)): Path<(String, i32)>,
    seen: IfMatch,
) -> Answer {
    put(&app, &reader, &code, seen, SocietyChange::ConfirmCharter(number)).await
}
