//! The routes of the office and the supervisor.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::IntoResponse,
};
use entity::ids::ObjectionId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::bodies::{
    NewObjectionTask, ObjectionDecision, ObjectionExtensionDecision, ObjectionProposal,
    ObjectionReason, ObjectionRefusalReason, ObjectionScreening, ObjectionText, ScreeningDecision,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    notices::objections::{
        held::ObjectionError,
        outcome, read, resume,
        rules::ObjectionRules,
        screen::{self, Screening},
        tasks,
        views::{CountView, DetailView, RowView},
    },
    web::{
        ApiError, Data, IfMatch, NoFacets, Page, Paging, Problem, Tagged, ValidJson, bad_parameter,
    },
};

/// What the queue is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ObjectionQuery {
    /// `open`, `closed` or a state; all unless given.
    pub state: Option<String>,
    /// `academic` or `disciplinary`.
    pub kind: Option<String>,
    /// Whom they wait for: `nominator`, `nominee`, `objector` or `office`.
    pub waits_for: Option<String>,
    /// Only what is late.
    pub is_overdue: Option<bool>,
    /// Part of the objection's number.
    pub number: Option<String>,
    /// Most rows, 1 to 200; 50 unless given.
    pub limit: Option<u64>,
    /// Cursor of a page.
    pub cursor: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_objections))
        .routes(routes!(read_objection))
        .routes(routes!(read_objection_file))
        .routes(routes!(list_objection_refusals))
        .routes(routes!(count_objections))
        .routes(routes!(screen_objection))
        .routes(routes!(ask_objection_party))
        .routes(routes!(decide_objection_extension))
        .routes(routes!(record_objection))
        .routes(routes!(propose_objection_outcome))
        .routes(routes!(decide_objection))
        .routes(routes!(resume_objected_nomination))
}

async fn present(app: &App, reader: &Reader, id: Uuid) -> Result<Tagged<DetailView>, ApiError> {
    let data = read::read(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(data.version, data))
}

/// What came of a deed: the objection as it stands now.
pub(super) async fn shown(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), ObjectionError>,
) -> Result<Tagged<DetailView>, ApiError> {
    Tagged::after(outcome, || present(app, reader, id)).await
}

fn word<W: std::str::FromStr>(
    name: &str,
    text: Option<&str>,
    allowed: &str,
) -> Result<Option<W>, ApiError> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| bad_parameter(name, allowed))).transpose()
}

/// The objections, what is due first at the head.
#[utoipa::path(
    get, path = "/objections", tag = "objections", params(ObjectionQuery),
    responses(
        (status = 200, body = Page<RowView, NoFacets>), (status = 400, body = Problem), (status = 403, body = Problem),
    )
)]
async fn list_objections(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(query): Query<ObjectionQuery>,
) -> Result<Page<RowView, NoFacets>, ApiError> {
    let paging = Paging::parse(query.limit, query.cursor.as_deref())?;
    let state = query.state.filter(|word| !word.is_empty());
    let is_group = matches!(state.as_deref(), None | Some("open" | "closed" | "all"));
    let states =
        "open, closed, all, received, refused, transferred, accepted, proposed, decided, withdrawn";
    if !is_group {
        word::<entity::vocabulary::ObjectionState>("state", state.as_deref(), states)?;
    }
    let parties = "nominator, nominee, objector, office";
    let filter = read::Filter {
        state,
        kind: word("kind", query.kind.as_deref(), "academic, disciplinary")?,
        waits_for: word("waits_for", query.waits_for.as_deref(), parties)?,
        is_overdue: query.is_overdue.unwrap_or(false),
        number: query.number,
    };
    let (data, total) = read::list(&app, &reader.actor, (&filter, paging)).await?;
    Ok(Page { data, meta: paging.meta(total, NoFacets {}) })
}

/// One objection: all but who objected.
#[utoipa::path(
    get, path = "/objections/{id}", tag = "objections",
    params(("id" = String, Path, description = "key of the objection")),
    responses((status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<DetailView>, ApiError> {
    present(&app, &reader, id).await
}

/// A file of evidence.
#[utoipa::path(
    get, path = "/objections/{id}/files/{number}", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("number" = i32, Path, description = "number of the file"),
    ),
    responses(
        (status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_objection_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, number)): Path<(Uuid, i32)>,
) -> Result<impl IntoResponse, ApiError> {
    let (attachment, bytes) = read::evidence(&app, &reader.actor, (id.into(), number)).await?;
    Ok((attachment.headers(), bytes))
}

/// The reasons for which an objection is not taken, each with its clause.
#[utoipa::path(
    get, path = "/objection-refusals", tag = "objections",
    responses((status = 200, body = Data<Vec<ObjectionRefusalReason>>), (status = 403, body = Problem))
)]
async fn list_objection_refusals(
    reader: Reader,
) -> Result<Data<Vec<ObjectionRefusalReason>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadObjections)?;
    let rules = ObjectionRules::in_force().map_err(|error| ApiError::internal(&error))?;
    let reason = |one: &crate::notices::objections::Refusal| ObjectionRefusalReason {
        code: one.code.clone(),
        zh: one.zh.clone(),
        en: one.en.clone(),
        basis_zh: one.basis.zh.clone(),
        basis_en: one.basis.en.clone(),
    };
    Ok(Data { data: rules.refusal.iter().map(reason).collect() })
}

/// How many objections of a round stand where; nothing else of them.
#[utoipa::path(
    get, path = "/rounds/{year}/objection-counts", tag = "objections",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<Vec<CountView>>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn count_objections(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<CountView>>, ApiError> {
    Ok(Data { data: read::counts(&app, &reader.actor, year).await? })
}

/// The office takes an objection, does not, or hands it to the competent body.
#[utoipa::path(
    post, path = "/objections/{id}/screen", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionScreening,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn screen_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionScreening>,
) -> Result<Tagged<DetailView>, ApiError> {
    let screening = match body.decision {
        ScreeningDecision::Accept => Screening::Accept { summary: body.text },
        ScreeningDecision::Refuse => {
            Screening::Refuse { code: body.refusal.unwrap_or_default(), text: body.text }
        }
        ScreeningDecision::Transfer => Screening::Transfer { text: body.text },
    };
    let done = screen::screen(&app, &reader.actor, (id.into(), seen.0), &screening).await;
    shown(&app, &reader, id, done).await
}

/// The office asks something of a party, by the clock of the rules.
#[utoipa::path(
    post, path = "/objections/{id}/tasks", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = NewObjectionTask,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn ask_objection_party(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<NewObjectionTask>,
) -> Result<Tagged<DetailView>, ApiError> {
    let asked = (body.party, body.what.as_str());
    let done = tasks::ask(&app, &reader.actor, (id.into(), seen.0), asked).await;
    shown(&app, &reader, id, done).await
}

/// The office decides whether a party has more time.
#[utoipa::path(
    post, path = "/objections/{id}/tasks/{task}/extension", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("task" = String, Path, description = "key of the task"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionExtensionDecision,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn decide_objection_extension(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, task)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionExtensionDecision>,
) -> Result<Tagged<DetailView>, ApiError> {
    let decision = (task.into(), body.is_granted, body.answer.as_str());
    let done = tasks::decide_extension(&app, &reader.actor, (id.into(), seen.0), decision).await;
    shown(&app, &reader, id, done).await
}

/// The office keeps the record of its investigation.
#[utoipa::path(
    post, path = "/objections/{id}/record", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionText,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn record_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionText>,
) -> Result<Tagged<DetailView>, ApiError> {
    let id: ObjectionId = id.into();
    let done = outcome::record(&app, &reader.actor, (id, seen.0), &body.text).await;
    shown(&app, &reader, id.0, done).await
}

/// One person proposes what becomes of an objection.
#[utoipa::path(
    post, path = "/objections/{id}/outcome", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionProposal,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn propose_objection_outcome(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionProposal>,
) -> Result<Tagged<DetailView>, ApiError> {
    let proposed = (body.outcome, body.effect, body.text.as_str());
    let done = outcome::propose(&app, &reader.actor, (id.into(), seen.0), proposed).await;
    shown(&app, &reader, id, done).await
}

/// Another person decides it, or gives it back.
#[utoipa::path(
    post, path = "/objections/{id}/decide", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionDecision,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn decide_objection(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionDecision>,
) -> Result<Tagged<DetailView>, ApiError> {
    let decision = (body.is_agreed, body.text.as_str());
    let done = outcome::decide(&app, &reader.actor, (id.into(), seen.0), decision).await;
    shown(&app, &reader, id, done).await
}

/// The office lets a deferred nomination go on at the same point of the next round, with the reason.
#[utoipa::path(
    post, path = "/objections/{id}/resumption", tag = "objections",
    params(
        ("id" = String, Path, description = "key of the objection"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ObjectionReason,
    responses(
        (status = 200, body = Data<DetailView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn resume_objected_nomination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ObjectionReason>,
) -> Result<Tagged<DetailView>, ApiError> {
    let done = resume::resume(&app, &reader.actor, (id.into(), seen.0), &body.reason).await;
    shown(&app, &reader, id, done).await
}
