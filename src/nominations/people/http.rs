//! The routes on which a society asks its nominees.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    board,
    issue::{self, IssuedLink, PeopleError, Told, path_of},
    letter,
    views::{LetterPreview, NomineeBoard},
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    shared::{Bilingual, beijing},
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

/// The routes of the people of dossiers.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_nominees))
        .routes(routes!(create_nominee_links))
        .routes(routes!(revoke_nominee_link))
        .routes(routes!(preview_nominee_letter))
        .routes(routes!(send_nominee_letters))
}

impl From<PeopleError> for ApiError {
    fn from(error: PeopleError) -> Self {
        let row = |place: usize, code: &str, zh: &str, en: &str| {
            Self::new(ProblemCode::Invalid).field(
                &format!("/rows/{place}"),
                code,
                Bilingual::new(zh, en),
            )
        };
        match error {
            PeopleError::Denied(denied) => denied.into(),
            PeopleError::NotFound => Self::new(ProblemCode::NotFound),
            PeopleError::Closed => Self::new(ProblemCode::Conflict).detail(
                "提名材料已提交或者已结束，不能再请完成人确认",
                "the dossier was submitted or has ended; nobody can be asked any more",
            ),
            PeopleError::NoPerson(place) => {
                row(place, "unknown", "不是该提名材料的完成人", "is no person of the dossier")
            }
            PeopleError::Incomplete(place) => row(
                place,
                "incomplete",
                "请先填写姓名和项目名称",
                "write the name and the title first",
            ),
            PeopleError::NoAddress(place) => row(
                place,
                "no_address",
                "提名材料中没有此人可用的电子邮箱",
                "the dossier names no e-mail address of this person",
            ),
            PeopleError::TooSoon { place, from, seconds } => {
                let from = beijing(from);
                let (zh, en) = (
                    format!("刚给此人或者此邮箱发过邮件，{from}（北京时间）以后才能再发"),
                    format!("written to lately; the next letter may go from {from} (Beijing)"),
                );
                let mut problem = Self::new(ProblemCode::TooManyAttempts).detail(&zh, &en);
                problem.retry_after = Some(seconds);
                problem.field(&format!("/rows/{place}"), "too_soon", Bilingual::new(zh, en))
            }
            PeopleError::NoLink => Self::new(ProblemCode::Conflict)
                .detail("没有可以撤销的链接", "there is no link to take back"),
            PeopleError::Repeated => Self::new(ProblemCode::KeyReused),
            PeopleError::Store(error) => Self::internal(&error),
        }
    }
}

/// The people of a dossier: who confirmed, who refused and why, who is to be asked.
#[utoipa::path(
    get, path = "/dossiers/{id}/nominees", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<NomineeBoard>), (status = 404, body = Problem))
)]
async fn list_nominees(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<NomineeBoard>, ApiError> {
    Ok(Data { data: board::board(&app, &reader.actor, id.into()).await? })
}

/// For whom links are to be made.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct NomineeLinkRequest {
    /// Rows of the people; without them everybody who is to be asked.
    #[validate(length(min = 1, max = 100))]
    rows: Option<Vec<String>>,
}

/// A link that was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct NomineeLinkMade {
    /// Row of the person.
    row: String,
    /// Name.
    name: String,
    /// Where the link leads, below the address of this server. It is told this once; a repeated request
    /// is answered without it.
    path: Option<String>,
    /// First instant at which it does not open any more.
    expires_at: DateTime<Utc>,
}

impl From<IssuedLink> for NomineeLinkMade {
    fn from(link: IssuedLink) -> Self {
        let path = link.token.as_deref().map(path_of);
        Self { row: link.row, name: link.name, path, expires_at: link.expires_at }
    }
}

impl From<Told> for NomineeLinkMade {
    fn from(told: Told) -> Self {
        Self { row: told.row, name: told.name, path: None, expires_at: told.expires_at }
    }
}

/// Makes personal links, each shown this once. An earlier link of the same person is taken back.
#[utoipa::path(
    post, path = "/dossiers/{id}/nominees/links", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NomineeLinkRequest,
    responses(
        (status = 201, body = Data<Vec<NomineeLinkMade>>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_nominee_links(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NomineeLinkRequest>,
) -> Result<Response, ApiError> {
    let route = format!("dossiers/{id}/nominees/links");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let (id, rows): (DossierId, _) = (id.into(), body.rows.as_deref());
    let made: Vec<NomineeLinkMade> =
        match issue::issue(&app, &reader.actor, id, rows, Some(&key)).await {
            Err(PeopleError::Repeated) => {
                let reply = idempotency::recall(app.database.reader(), &key).await?;
                let told: Vec<Told> =
                    serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?;
                told.into_iter().map(Into::into).collect()
            }
            issued => issued?.into_iter().map(Into::into).collect(),
        };
    Ok((StatusCode::CREATED, Data { data: made }).into_response())
}

/// Takes back the link of a person; an answer that was given by it stays.
#[utoipa::path(
    post, path = "/dossiers/{id}/nominees/{row}/revoke", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("row" = String, Path, description = "row of the person"),
    ),
    responses(
        (status = 200, body = Data<NomineeBoard>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn revoke_nominee_link(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, row)): Path<(Uuid, String)>,
) -> Result<Data<NomineeBoard>, ApiError> {
    issue::revoke(&app, &reader.actor, id.into(), &row).await?;
    Ok(Data { data: board::board(&app, &reader.actor, id.into()).await? })
}

/// The letter that would bring a person the link, in both languages; nothing is made or sent.
#[utoipa::path(
    get, path = "/dossiers/{id}/nominees/{row}/letter", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("row" = String, Path, description = "row of the person"),
    ),
    responses(
        (status = 200, body = Data<LetterPreview>), (status = 403, body = Problem),
        (status = 404, body = Problem),
    )
)]
async fn preview_nominee_letter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, row)): Path<(Uuid, String)>,
) -> Result<Data<LetterPreview>, ApiError> {
    Ok(Data { data: letter::preview(&app, &reader.actor, id.into(), &row).await? })
}

/// Who is to be written to.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct NomineeLetterRequest {
    /// Rows of the people.
    #[validate(length(min = 1, max = 100))]
    rows: Vec<String>,
}

/// Makes personal links and sends each to its person's own e-mail address; nobody else is told them. All are sent,
/// or none. An earlier link of the same person is taken back.
#[utoipa::path(
    post, path = "/dossiers/{id}/nominees/letters", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NomineeLetterRequest,
    responses(
        (status = 200, body = Data<NomineeBoard>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 429, body = Problem),
    )
)]
async fn send_nominee_letters(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NomineeLetterRequest>,
) -> Result<Data<NomineeBoard>, ApiError> {
    let route = format!("dossiers/{id}/nominees/letters");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    match letter::send(&app, &reader.actor, id.into(), &body.rows, Some(&key)).await {
        Err(PeopleError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        sent => sent?,
    }
    Ok(Data { data: board::board(&app, &reader.actor, id.into()).await? })
}
