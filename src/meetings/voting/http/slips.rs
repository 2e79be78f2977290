//! The routes by which slips of paper are handed out and read.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use entity::ids::ReviewSeatId;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{HandedOutBody, SlipBody},
    once, shown,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    meetings::{
        MeetingError,
        voting::{
            paper::{self, NewEntry},
            views::{BallotView, SlipView},
        },
    },
    web::{ApiError, Data, Problem, Tagged, ValidJson},
};

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(hand_slips_out)).routes(routes!(enter_slip))
}

/// Hands slips of a secret ballot out: whoever has one casts no other paper.
#[utoipa::path(
    post, path = "/ballots/{id}/slips", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = HandedOutBody,
    responses(
        (status = 200, body = Data<BallotView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn hand_slips_out(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<HandedOutBody>,
) -> Result<Tagged<BallotView>, ApiError> {
    let route = format!("ballots/{id}/slips");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let seats: Vec<ReviewSeatId> = body.seats.into_iter().map(Into::into).collect();
    let outcome = paper::hand_out(&app, &reader.actor, (id.into(), &seats), &key).await;
    once(&app, (outcome, &key)).await?;
    shown(&app, &reader, (id.into(), Ok(()))).await
}

/// Enters what one of two people reads on a slip; where they differ, the refusal says in which lines.
#[utoipa::path(
    post, path = "/ballots/{id}/entries", tag = "meetings",
    params(
        ("id" = String, Path, description = "key of the ballot"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = SlipBody,
    responses(
        (status = 200, body = Data<SlipView>), (status = 400, body = Problem),
        (status = 401, body = Problem), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn enter_slip(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<SlipBody>,
) -> Result<Data<SlipView>, ApiError> {
    // What stands on the slip is kept under no account: the key is that of the slip alone.
    let slip = body.slip.trim().to_owned();
    if slip.is_empty() {
        let (zh, en) = ("须填写票上的编号", "the number on the slip is expected");
        return Err(MeetingError::field("/slip", "needed", zh, en).into());
    }
    let route = format!("ballots/{id}/entries");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &slip)?;
    let new = NewEntry {
        slip: slip.clone(),
        seat: body.seat.map(Into::into),
        marks: body.marks,
        is_unreadable: body.is_unreadable,
    };
    let outcome = paper::enter(&app, &reader.actor, (id.into(), &new), &key).await;
    once(&app, (outcome, &key)).await?;
    Ok(Data { data: paper::standing(&app, &reader.actor, (id.into(), &slip)).await? })
}
