//! The routes of the right to nominate: applications, their files, checks and steps.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::HeaderMap,
    response::{IntoResponse as _, Response},
};
use chrono::NaiveDate;
use entity::{
    ids::{QualificationFileId, QualificationId},
    vocabulary::QualificationState,
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::register::leave;
use crate::{
    app::App,
    authz::{self, Action, Reader, Scope},
    files::Attachment,
    idempotency,
    shared::hex_sha256,
    societies::{
        qualification::{
            edit::{self, CriterionCheck, CriterionStatement, NewFile, QualificationError},
            show,
            take_step::{QualificationStepBody, action, take_step},
        },
        views::{QualificationDetail, QualificationRow},
    },
    web::{
        ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson, bad_parameter,
        refuse_marked,
    },
};

/// The largest upload: somewhat more than the largest file, so that the file is told to be too large.
const UPLOAD_LIMIT_BYTES: usize = 24 * 1024 * 1024;

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(create_qualification_file))
        .layer(DefaultBodyLimit::max(UPLOAD_LIMIT_BYTES));
    OpenApiRouter::new()
        .routes(routes!(list_qualifications))
        .routes(routes!(create_qualification))
        .routes(routes!(read_qualification))
        .routes(routes!(update_criterion_statement))
        .routes(routes!(update_criterion_check))
        .routes(routes!(read_qualification_file, delete_qualification_file))
        .routes(routes!(create_qualification_step))
        .merge(uploads)
}

type Answer = Result<Tagged<QualificationDetail>, ApiError>;

/// The application `id`, if `what` reaches its society.
async fn reach(
    app: &App,
    reader: &Reader,
    what: Action,
    id: Uuid,
) -> Result<QualificationDetail, ApiError> {
    let permit = authz::permit(&reader.actor, what)?;
    show::show(app, &reader.actor, reader.language, QualificationId(id))
        .await?
        .filter(|found| permit.covers(&found.society.society_id))
        // A draft is the society's own until it is handed in.
        .filter(|found| found.state != "draft" || permit.scope != Scope::All)
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// The answer to a change: how the application stands now, also to those who came too late.
async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), QualificationError>,
) -> Answer {
    Tagged::after(outcome, || shown(app, reader, id)).await
}

async fn shown(app: &App, reader: &Reader, id: Uuid) -> Answer {
    let data = reach(app, reader, Action::ReadSocieties, id).await?;
    Ok(Tagged::new(data.version, data))
}

/// The parameters of the list of applications.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QualificationListParameters {
    /// State.
    state: Option<String>,
    /// Code of the society.
    society: Option<String>,
}

/// The applications, the latest changed first; a society sees its own, drafts are seen by none else.
#[utoipa::path(
    get, path = "/qualifications", tag = "societies", params(QualificationListParameters),
    responses((status = 200, body = Data<Vec<QualificationRow>>), (status = 403, body = Problem))
)]
async fn list_qualifications(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<QualificationListParameters>,
) -> Result<Data<Vec<QualificationRow>>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadSocieties)?;
    let state: Option<QualificationState> = match asked.state.filter(|state| !state.is_empty()) {
        Some(state) => {
            Some(state.parse().map_err(|_| bad_parameter("state", "draft … withdrawn"))?)
        }
        None => None,
    };
    let asked_for = asked.society.filter(|code| !code.is_empty());
    let codes = match (&permit.scope, asked_for) {
        (_, Some(code)) if !permit.covers(&code) => Some(vec![]),
        (_, Some(code)) => Some(vec![code]),
        (Scope::All, None) => None,
        (Scope::Societies(codes), None) => Some(codes.clone()),
    };
    let mut data = show::list(&app, codes.as_deref(), state).await?;
    data.retain(|row| row.state != "draft" || permit.scope != Scope::All);
    Ok(Data { data })
}

/// Opens an application of a society; it renews the right that the society holds, if any.
#[utoipa::path(
    post, path = "/societies/{code}/qualifications", tag = "societies",
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 201, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn create_qualification(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Answer {
    leave(&reader, Action::ApplyForQualification, &code)?;
    let route = format!("societies/{code}/qualifications");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &())?;
    let id = match edit::open(&app, &reader.actor.username, Some(&key), &code).await {
        Ok(id) => id.0,
        Err(QualificationError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        Err(error) => return Err(error.into()),
    };
    let data = reach(&app, &reader, Action::ReadSocieties, id).await?;
    Ok(Tagged::created(data.version, data))
}

/// One application: criteria, files, checks, steps, and what the reader may do next.
#[utoipa::path(
    get, path = "/qualifications/{id}", tag = "societies",
    params(("id" = String, Path, description = "key of the application")),
    responses((status = 200, body = Data<QualificationDetail>), (status = 404, body = Problem))
)]
async fn read_qualification(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Answer {
    shown(&app, &reader, id).await
}

/// Sets what the society says to a criterion.
#[utoipa::path(
    put, path = "/qualifications/{id}/items/{criterion}", tag = "societies", request_body = CriterionStatement,
    params(
        ("id" = String, Path, description = "key of the application"),
        ("criterion" = String, Path, description = "word of the criterion"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn update_criterion_statement(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, criterion)): Path<(Uuid, String)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<CriterionStatement>,
) -> Answer {
    reach(&app, &reader, Action::ApplyForQualification, id).await?;
    let target = (QualificationId(id), Some(seen.0));
    let outcome = edit::state(&app, &reader.actor.username, target, vec![(criterion, body)]).await;
    answer(&app, &reader, id, outcome).await
}

/// Sets what was found of a criterion.
#[utoipa::path(
    put, path = "/qualifications/{id}/checks/{criterion}", tag = "societies",
    request_body = CriterionCheck,
    params(
        ("id" = String, Path, description = "key of the application"),
        ("criterion" = String, Path, description = "word of the criterion"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn update_criterion_check(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, criterion)): Path<(Uuid, String)>,
    seen: IfMatch,
    ValidJson(body): ValidJson<CriterionCheck>,
) -> Answer {
    reach(&app, &reader, Action::DecideQualification, id).await?;
    let target = (QualificationId(id), Some(seen.0));
    let outcome = edit::check(&app, &reader.actor.username, target, vec![(criterion, body)]).await;
    answer(&app, &reader, id, outcome).await
}

/// What is said of a file beside its bytes.
#[derive(Clone, Debug, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EvidenceParameters {
    /// Its name.
    name: String,
    /// The last day on which it shows anything.
    valid_to: Option<NaiveDate>,
}

/// Adds a file that shows a criterion: PDF, PNG or JPEG, told by what it holds, 20 MB at most.
#[utoipa::path(
    post, path = "/qualifications/{id}/items/{criterion}/files", tag = "societies",
    params(
        ("id" = String, Path, description = "key of the application"),
        ("criterion" = String, Path, description = "word of the criterion"),
        EvidenceParameters,
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_qualification_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, criterion)): Path<(Uuid, String)>,
    Query(told): Query<EvidenceParameters>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    refuse_marked(&[("/name", told.name.as_str())])?;
    reach(&app, &reader, Action::ApplyForQualification, id).await?;
    let route = format!("qualifications/{id}/items/{criterion}/files");
    let body = (&told, hex_sha256(&bytes));
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let new =
        NewFile { criterion, name: told.name, valid_to: told.valid_to, bytes: bytes.to_vec() };
    let by = &reader.actor.username;
    match edit::add_file(&app, by, Some(&key), QualificationId(id), new).await {
        Ok(_) => {}
        Err(QualificationError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = reach(&app, &reader, Action::ReadSocieties, id).await?;
    Ok(Tagged::created(data.version, data))
}

/// A file, as a download.
#[utoipa::path(
    get, path = "/qualifications/{id}/files/{file}", tag = "societies",
    params(
        ("id" = String, Path, description = "key of the application"),
        ("file" = String, Path, description = "key of the file"),
    ),
    responses(
        (status = 200, description = "the file", content_type = "application/octet-stream"),
        (status = 404, body = Problem),
    )
)]
async fn read_qualification_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, ApiError> {
    let found = reach(&app, &reader, Action::ReadSocieties, id).await?;
    let evidence = found
        .items
        .into_iter()
        .flat_map(|item| item.files)
        .find(|kept| kept.id == file)
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let bytes =
        app.files.get(&evidence.digest).await.map_err(|error| ApiError::internal(&error))?;
    let attachment = Attachment { media_type: evidence.media_type, name: evidence.name };
    Ok((attachment.headers(), bytes).into_response())
}

/// Takes a file out of an application.
#[utoipa::path(
    delete, path = "/qualifications/{id}/files/{file}", tag = "societies",
    params(
        ("id" = String, Path, description = "key of the application"),
        ("file" = String, Path, description = "key of the file"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn delete_qualification_file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, file)): Path<(Uuid, Uuid)>,
    seen: IfMatch,
) -> Answer {
    reach(&app, &reader, Action::ApplyForQualification, id).await?;
    let target = (QualificationId(id), Some(seen.0));
    let file = QualificationFileId(file);
    let outcome = edit::remove_file(&app, &reader.actor.username, target, file).await;
    answer(&app, &reader, id, outcome).await
}

/// Takes the next step: hand in, return, check, decide, appeal.
#[utoipa::path(
    post, path = "/qualifications/{id}/steps", tag = "societies", request_body = QualificationStepBody,
    params(
        ("id" = String, Path, description = "key of the application"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<QualificationDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn create_qualification_step(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<QualificationStepBody>,
) -> Answer {
    reach(&app, &reader, action(body.step), id).await?;
    let target = (QualificationId(id), Some(seen.0));
    let outcome = take_step(&app, &reader.actor.username, target, body).await;
    answer(&app, &reader, id, outcome).await
}
