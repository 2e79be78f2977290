//! Disputes: filed by a society, answered by CAST.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
};
use entity::{ids::RecordDisputeId, vocabulary::DisputeState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{
        answer_dispute::{self, Decision},
        definitions::Definitions,
        dispute::{Answer, Correction, Dispute, DisputedItem},
        file_dispute::RecordError,
        file_dispute::{self, Claim},
        read, store,
        views::DisputeView,
    },
    permit_on,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency, identity,
    web::{
        ApiError, IfMatch, Page, Paging, Problem, ProblemCode, Tagged, ValidJson, bad_parameter,
    },
};

/// What a society says against an item of its record.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisputeBody {
    /// Year of the round.
    round: i32,
    /// The indicator.
    #[validate(length(min = 1, max = 16))]
    indicator: String,
    /// The case, if one fact is disputed; empty for a total.
    #[validate(length(max = 64))]
    case_ref: Option<String>,
    /// The measure, if one fact is disputed.
    #[validate(length(max = 64))]
    measure: Option<String>,
    /// Why it is wrong.
    #[validate(length(min = 10, max = 2000))]
    claim: String,
    /// What would be right.
    #[validate(range(max = 1_000_000))]
    claimed_value: Option<u32>,
}

/// The answer to a dispute.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DisputeAnswerBody {
    /// Whether the society is right.
    is_accepted: bool,
    /// Why.
    #[validate(length(min = 10, max = 2000))]
    answer: String,
    /// What is corrected, when it is.
    #[serde(default)]
    #[validate(length(max = 50))]
    corrections: Vec<Correction>,
}

/// How many disputes wait.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct DisputeFacets {
    /// Waiting for an answer.
    waiting: u64,
    /// Of them late.
    overdue: u64,
}

/// The parameters of the list.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct DisputeParameters {
    /// `filed`, `accepted`, `rejected` or `withdrawn`.
    state: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn view(app: &App, reader: &Reader, dispute: Dispute) -> Result<DisputeView, ApiError> {
    let definitions = Definitions::shipped().map_err(RecordError::from)?;
    let register = read::register(app).await?;
    let named = read::named(&register, &dispute.item.society_id);
    let mut told = DisputeView::of(dispute, &definitions, named, &read::audience(app, reader));
    identity::name_actors(app.database.reader(), std::slice::from_mut(&mut told)).await?;
    Ok(told)
}

/// The dispute `id`, as it stands, if the reader may take `action` on it.
async fn find(
    app: &App,
    reader: &Reader,
    action: Action,
    id: RecordDisputeId,
) -> Result<Dispute, ApiError> {
    authz::permit(&reader.actor, action)?;
    let dispute = store::find_dispute(app.database.reader(), id)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    permit_on(reader, action, &dispute.item.society_id)?;
    Ok(dispute)
}

async fn found(app: &App, reader: &Reader, id: RecordDisputeId) -> Result<DisputeView, ApiError> {
    view(app, reader, find(app, reader, Action::ReadTrackRecord, id).await?).await
}

/// What came of a change: the dispute as it stands after it, or, where another was first, now.
async fn changed(
    app: &App,
    reader: &Reader,
    id: RecordDisputeId,
    outcome: Result<(), RecordError>,
) -> Result<Tagged<DisputeView>, ApiError> {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: RecordDisputeId,
) -> Result<Tagged<DisputeView>, ApiError> {
    let data = found(app, reader, id).await?;
    Ok(Tagged::new(data.version, data))
}

/// Disputes an item of a society's record.
#[utoipa::path(
    post, path = "/societies/{code}/record/disputes", tag = "track_record",
    params(
        ("code" = String, Path, description = "code of the society"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = DisputeBody,
    responses(
        (status = 201, body = crate::web::Data<DisputeView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
pub(super) async fn file_dispute(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<DisputeBody>,
) -> Result<Tagged<DisputeView>, ApiError> {
    permit_on(&reader, Action::DisputeRecord, &code)?;
    let route = format!("societies/{code}/record/disputes");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let claim = Claim {
        item: DisputedItem {
            society_id: code,
            round: body.round,
            indicator: body.indicator,
            case_ref: body.case_ref,
            measure: body.measure,
        },
        text: body.claim,
        value: body.claimed_value,
    };
    let filed = file_dispute::file(&app, &reader.actor.username, claim, Some(&key)).await;
    let id = match filed {
        Ok(dispute) => dispute.id,
        Err(error @ (RecordError::Repeated | RecordError::AlreadyOpen)) => {
            // A repetition finds the dispute that it filed open; anything else is what it says.
            match idempotency::recall(app.database.reader(), &key).await {
                Ok(reply) => RecordDisputeId(
                    Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?,
                ),
                Err(_) => return Err(error.into()),
            }
        }
        Err(error) => return Err(error.into()),
    };
    let data = found(&app, &reader, id).await?;
    Ok(Tagged::created(data.version, data))
}

/// The disputes that the reader may see: what waits with the most urgent first, the rest with the
/// newest first.
#[utoipa::path(
    get, path = "/record-disputes", tag = "track_record", params(DisputeParameters),
    responses(
        (status = 200, body = Page<DisputeView, DisputeFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem),
    )
)]
pub(super) async fn list_disputes(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<DisputeParameters>,
) -> Result<Page<DisputeView, DisputeFacets>, ApiError> {
    let scope = authz::permit(&reader.actor, Action::ReadTrackRecord)?.scope;
    let state = match asked.state.as_deref().filter(|state| !state.is_empty()) {
        None => None,
        Some(state) => Some(
            state
                .parse::<DisputeState>()
                .map_err(|_| bad_parameter("state", "filed, accepted, rejected, withdrawn"))?,
        ),
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let database = app.database.reader();
    let audience = read::audience(&app, &reader);
    let (disputes, total) = store::list_disputes(database, &scope, state, paging).await?;
    let (waiting, overdue) = store::waiting(database, &scope, audience.now).await?;
    let definitions = Definitions::shipped().map_err(RecordError::from)?;
    let register = read::register(&app).await?;
    let view = |dispute: Dispute| {
        let named = read::named(&register, &dispute.item.society_id);
        DisputeView::of(dispute, &definitions, named, &audience)
    };
    let mut data: Vec<_> = disputes.into_iter().map(view).collect();
    identity::name_actors(database, &mut data).await?;
    Ok(Page { data, meta: paging.meta(total, DisputeFacets { waiting, overdue }) })
}

/// One dispute.
#[utoipa::path(
    get, path = "/record-disputes/{id}", tag = "track_record",
    params(("id" = String, Path, description = "key of the dispute")),
    responses((status = 200, body = crate::web::Data<DisputeView>), (status = 404, body = Problem))
)]
pub(super) async fn read_dispute(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<DisputeView>, ApiError> {
    shown(&app, &reader, id.into()).await
}

/// Answers a dispute. Accepted, the corrections become facts in the same transaction.
#[utoipa::path(
    put, path = "/record-disputes/{id}/answer", tag = "track_record",
    params(
        ("id" = String, Path, description = "key of the dispute"),
        ("If-Match" = String, Header, description = "the ETag of the version that was read"),
    ),
    request_body = DisputeAnswerBody,
    responses(
        (status = 200, body = crate::web::Data<DisputeView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
pub(super) async fn answer_dispute(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<DisputeAnswerBody>,
) -> Result<Tagged<DisputeView>, ApiError> {
    let dispute = find(&app, &reader, Action::KeepTrackRecord, id.into()).await?;
    let now = view(&app, &reader, dispute.clone()).await?;
    seen.check(now.version, &now)?;
    let decision = if body.is_accepted { Decision::Accept } else { Decision::Reject };
    let answer = Answer {
        text: body.answer,
        by: reader.actor.username.clone(),
        at: app.clock.now(),
        corrections: body.corrections,
    };
    let outcome = answer_dispute::answer(&app, &dispute, decision, &answer).await;
    changed(&app, &reader, id.into(), outcome).await
}

/// Takes a dispute back that has not been answered.
#[utoipa::path(
    post, path = "/record-disputes/{id}/withdraw", tag = "track_record",
    params(
        ("id" = String, Path, description = "key of the dispute"),
        ("If-Match" = String, Header, description = "the ETag of the version that was read"),
    ),
    responses(
        (status = 200, body = crate::web::Data<DisputeView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem),
    )
)]
pub(super) async fn withdraw_dispute(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<DisputeView>, ApiError> {
    let dispute = find(&app, &reader, Action::DisputeRecord, id.into()).await?;
    let now = view(&app, &reader, dispute.clone()).await?;
    seen.check(now.version, &now)?;
    let outcome = file_dispute::withdraw(&app, &reader.actor.username, &dispute).await;
    changed(&app, &reader, id.into(), outcome).await
}
