//! Integrity events: recorded by CAST, confirmed by another of its people, told to the society.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
};
use chrono::NaiveDate;
use entity::{
    ids::IntegrityEventId,
    vocabulary::{IntegrityKind, IntegrityState, Sanction},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use super::{
    super::{
        event::Event,
        file_dispute::RecordError,
        integrity::{self, Step},
        read,
        record_event::{self, NewEvent},
        store,
        views::IntegrityEventView,
    },
    invalid, permit_on,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency, identity,
    web::{
        ApiError, Data, IfMatch, Page, Paging, Problem, ProblemCode, Tagged, ValidJson,
        bad_parameter,
    },
};

/// An event to be recorded.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IntegrityEventBody {
    /// Code of the society.
    #[validate(length(min = 1, max = 64))]
    society_id: String,
    /// The round to which it belongs.
    #[validate(range(min = 1900, max = 2999))]
    round: i32,
    /// `conduct`, `complaint`, `misconduct` or `fees`.
    kind: String,
    /// `reminder`, `talk`, `suspension` or `cancellation`.
    sanction: String,
    /// What it is called.
    #[validate(length(min = 2, max = 200))]
    title: String,
    /// What was found.
    #[validate(length(min = 10, max = 4000))]
    finding: String,
    /// The article on which the sanction rests.
    #[validate(length(min = 4, max = 500))]
    basis: String,
    /// What was decided, with its number.
    #[validate(length(min = 4, max = 1000))]
    decision: String,
    /// How the society may appeal: to whom, by when, or an address.
    #[validate(length(min = 4, max = 1000))]
    appeal: String,
    /// First day of the term.
    starts_on: NaiveDate,
    /// Last day of the term, for a suspension.
    ends_on: Option<NaiveDate>,
}

/// A step to be taken.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IntegrityStepBody {
    /// `confirm`, `refuse`, `restore` or `annul`.
    step: String,
    /// Why; the society's explanation, where it is restored. Needed for all but `confirm`.
    #[validate(length(min = 10, max = 4000))]
    explanation: Option<String>,
}

/// How many events wait for a second person.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub(super) struct EventFacets {
    /// Waiting for a second person.
    unconfirmed: u64,
}

/// The parameters of the list.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct EventParameters {
    /// Code of a society.
    society: Option<String>,
    /// `proposed`, `in_force`, `refused`, `restored` or `annulled`.
    state: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins.
    cursor: Option<String>,
}

async fn view(app: &App, reader: &Reader, event: Event) -> Result<IntegrityEventView, ApiError> {
    let register = read::register(app).await?;
    let named = read::named(&register, &event.society_id);
    let mut told = IntegrityEventView::of(event, named, &read::audience(app, reader));
    identity::name_actors(app.database.reader(), std::slice::from_mut(&mut told)).await?;
    Ok(told)
}

/// The event `id`, if the reader may take `action` on it and may know of it.
async fn find(
    app: &App,
    reader: &Reader,
    action: Action,
    id: IntegrityEventId,
) -> Result<Event, ApiError> {
    authz::permit(&reader.actor, action)?;
    let event = store::find_event(app.database.reader(), id)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    permit_on(reader, action, &event.society_id)?;
    let audience = read::audience(app, reader);
    if integrity::is_told(event.effect.state) || audience.knows_people {
        Ok(event)
    } else {
        Err(ApiError::new(ProblemCode::NotFound))
    }
}

/// The integrity events that the reader may see, the newest first.
#[utoipa::path(
    get, path = "/integrity-events", tag = "track_record", params(EventParameters),
    responses(
        (status = 200, body = Page<IntegrityEventView, EventFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem),
    )
)]
pub(super) async fn list_events(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<EventParameters>,
) -> Result<Page<IntegrityEventView, EventFacets>, ApiError> {
    let scope = authz::permit(&reader.actor, Action::ReadTrackRecord)?.scope;
    let state = match asked.state.as_deref().filter(|state| !state.is_empty()) {
        None => None,
        Some(state) => Some(state.parse::<IntegrityState>().map_err(|_| {
            bad_parameter("state", "proposed, in_force, refused, restored, annulled")
        })?),
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let audience = read::audience(&app, &reader);
    let database = app.database.reader();
    let society = asked.society.filter(|society| !society.is_empty());
    let events: Vec<Event> = store::list_events(database, &scope, audience.knows_people)
        .await?
        .into_iter()
        .filter(|event| state.is_none_or(|state| event.effect.state == state))
        .filter(|event| society.as_ref().is_none_or(|society| event.society_id == *society))
        .collect();
    let total = events.len() as u64;
    let register = read::register(&app).await?;
    let page = events.into_iter().skip(usize::try_from(paging.offset).unwrap_or(usize::MAX));
    let page = page.take(usize::try_from(paging.limit).unwrap_or(usize::MAX));
    let view = |event: Event| {
        let named = read::named(&register, &event.society_id);
        IntegrityEventView::of(event, named, &audience)
    };
    let mut data: Vec<_> = page.map(view).collect();
    identity::name_actors(database, &mut data).await?;
    let unconfirmed = if audience.knows_people { store::unconfirmed(database).await? } else { 0 };
    Ok(Page { data, meta: paging.meta(total, EventFacets { unconfirmed }) })
}

/// What the words of a body mean.
fn parse(body: IntegrityEventBody) -> Result<NewEvent, ApiError> {
    let kind = body.kind.parse::<IntegrityKind>().map_err(|_| {
        let allowed = "conduct, complaint, misconduct, fees";
        invalid("/kind", "unknown", allowed, allowed)
    })?;
    let sanction = body.sanction.parse::<Sanction>().map_err(|_| {
        let allowed = "reminder, talk, suspension, cancellation";
        invalid("/sanction", "unknown", allowed, allowed)
    })?;
    Ok(NewEvent {
        society_id: body.society_id,
        round: body.round,
        kind,
        sanction,
        title: body.title,
        finding: body.finding,
        basis: body.basis,
        decision: body.decision,
        appeal: body.appeal,
        starts_on: body.starts_on,
        ends_on: body.ends_on,
    })
}

/// Records an integrity event. What takes the right to nominate away waits for another person.
#[utoipa::path(
    post, path = "/integrity-events", tag = "track_record",
    params(
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = IntegrityEventBody,
    responses(
        (status = 201, body = Data<IntegrityEventView>),
        (status = 403, body = Problem), (status = 422, body = Problem),
    )
)]
pub(super) async fn create_event(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<IntegrityEventBody>,
) -> Result<Tagged<IntegrityEventView>, ApiError> {
    authz::permit(&reader.actor, Action::KeepTrackRecord)?;
    let key = idempotency::Key::of(&headers, reader.actor.account, "integrity-events", &body)?;
    let new = parse(body)?;
    let id = match record_event::record(&app, &reader.actor.username, new, Some(&key)).await {
        Ok(event) => event.id,
        Err(RecordError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(RecordError::NoSociety) => {
            return Err(invalid("/society_id", "unknown", "没有该学会", "no such society"));
        }
        Err(error) => return Err(error.into()),
    };
    let made = shown(&app, &reader, id).await?;
    Ok(Tagged::created(made.version, made.data))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: IntegrityEventId,
) -> Result<Tagged<IntegrityEventView>, ApiError> {
    let event = find(app, reader, Action::ReadTrackRecord, id).await?;
    let data = view(app, reader, event).await?;
    Ok(Tagged::new(data.version, data))
}

/// One integrity event.
#[utoipa::path(
    get, path = "/integrity-events/{id}", tag = "track_record",
    params(("id" = String, Path, description = "key of the event")),
    responses((status = 200, body = Data<IntegrityEventView>), (status = 404, body = Problem))
)]
pub(super) async fn read_event(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<IntegrityEventView>, ApiError> {
    shown(&app, &reader, id.into()).await
}

/// Takes the next step with an event: another person confirms or refuses it, the society is
/// restored after it has explained itself, or it is annulled on appeal.
#[utoipa::path(
    post, path = "/integrity-events/{id}/step", tag = "track_record",
    params(
        ("id" = String, Path, description = "key of the event"),
        ("If-Match" = String, Header, description = "the ETag of the version that was read"),
    ),
    request_body = IntegrityStepBody,
    responses(
        (status = 200, body = Data<IntegrityEventView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
pub(super) async fn step_event(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<IntegrityStepBody>,
) -> Result<Tagged<IntegrityEventView>, ApiError> {
    let event = find(&app, &reader, Action::KeepTrackRecord, id.into()).await?;
    let now = view(&app, &reader, event.clone()).await?;
    seen.check(now.version, &now)?;
    let allowed = "confirm, refuse, restore, annul";
    let step = Step::ALL
        .iter()
        .copied()
        .find(|step| step.as_str() == body.step)
        .ok_or_else(|| invalid("/step", "unknown", allowed, allowed))?;
    let explanation = body.explanation.as_deref();
    if step != Step::Confirm && explanation.is_none() {
        return Err(invalid("/explanation", "required", "须说明理由", "say why"));
    }
    let by = &reader.actor.username;
    let outcome = record_event::step(&app, by, &event, step, explanation).await;
    Tagged::after(outcome, || shown(&app, &reader, id.into())).await
}
