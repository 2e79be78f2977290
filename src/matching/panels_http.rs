//! The routes of panels (评审组): what they would be, applied, taken back.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use entity::ids::PanelDivisionId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    division::{self, DivisionError, DivisionReason, DivisionView, NewDivision},
    panels::{Bounds, Division},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    shared::Bilingual,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_panel_divisions, divide_into_panels))
        .routes(routes!(preview_panels))
        .routes(routes!(undo_panel_division))
}

impl From<DivisionError> for ApiError {
    fn from(error: DivisionError) -> Self {
        let conflict = |zh: &str, en: &str| Self::new(ProblemCode::Conflict).detail(zh, en);
        match error {
            DivisionError::NotFound => Self::new(ProblemCode::NotFound),
            DivisionError::Denied => Self::new(ProblemCode::Forbidden),
            DivisionError::Sizes(_) => Self::new(ProblemCode::Invalid).field(
                "/min_nominations",
                "range",
                Bilingual::new("不得大于 max_nominations", "must not be above max_nominations"),
            ),
            DivisionError::Nothing => {
                conflict("该年度没有待评审的提名", "no nomination of the round is to be reviewed")
            }
            DivisionError::Other => conflict(
                "情况已变，该分组方案不再成立，请重新查看",
                "things have changed since the proposal; look at the new one",
            ),
            DivisionError::Spent => conflict(
                "该分组已撤回，或其后又有新的分组",
                "the division was taken back, or a newer one stands",
            ),
            DivisionError::NoReason => Self::new(ProblemCode::Invalid).field(
                "/reason",
                "reason",
                Bilingual::new("须说明理由，不少于 4 个字", "a reason is needed"),
            ),
            DivisionError::Walled(walled) => walled.into(),
            DivisionError::Repeated => Self::new(ProblemCode::KeyReused),
            DivisionError::Broken(error) => Self::internal(&error),
            DivisionError::Store(error) => error.into(),
        }
    }
}

/// The divisions of a round into panels that were applied, the newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/panel-divisions", tag = "matching",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<Vec<DivisionView>>), (status = 403, body = Problem))
)]
async fn list_panel_divisions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<DivisionView>>, ApiError> {
    Ok(Data { data: division::list(&app, &reader.actor, year).await? })
}

/// The panels that would be formed, with how well they serve; nothing is changed.
#[utoipa::path(
    post, path = "/rounds/{year}/panel-divisions/preview", tag = "matching",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = Bounds,
    responses(
        (status = 200, body = Data<Division>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn preview_panels(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(bounds): ValidJson<Bounds>,
) -> Result<Data<Division>, ApiError> {
    Ok(Data { data: division::preview(&app, &reader.actor, year, bounds).await? })
}

/// Puts the nominations of a round into panels, as was proposed: all of them or none.
#[utoipa::path(
    post, path = "/rounds/{year}/panel-divisions", tag = "matching",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewDivision,
    responses(
        (status = 201, body = Data<Vec<DivisionView>>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn divide_into_panels(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewDivision>,
) -> Result<Response, ApiError> {
    let route = format!("rounds/{year}/panel-divisions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match division::apply(&app, &reader.actor, year, (&body, &key)).await {
        Ok(_) => {}
        Err(DivisionError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = division::list(&app, &reader.actor, year).await?;
    Ok((StatusCode::CREATED, Data { data }).into_response())
}

/// Takes the newest division back: nominations that are in its panels still get those that they had.
#[utoipa::path(
    post, path = "/panel-divisions/{id}/undo", tag = "matching",
    params(("id" = String, Path, description = "key of the division")),
    request_body = DivisionReason,
    responses(
        (status = 200, body = Data<Vec<DivisionView>>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn undo_panel_division(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<DivisionReason>,
) -> Result<Data<Vec<DivisionView>>, ApiError> {
    let year = division::undo(&app, &reader.actor, PanelDivisionId(id), &body).await?;
    Ok(Data { data: division::list(&app, &reader.actor, year).await? })
}
