//! The routes of imports, of whole workbooks, and of prefill.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    filled::Filled,
    origins,
    plan::Mode,
    prefill::{self, Choice, SuggestionView},
    table::{self, ImportError, Wanted},
    views::{OriginView, OutcomeView, Place, PreviewView},
    whole::{self, FiledDossier},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    files::{Attachment, plain_name},
    idempotency,
    nominations::{
        dossier::{Address, Content, DossierError, EditOutcome},
        forms,
    },
    shared::Bilingual,
    web::{ApiError, Data, Marks, Problem, ProblemCode, ValidJson, bad_parameter, refuse_marked},
};

/// The largest file that is taken.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Faults that an answer tells; the rest are counted.
const MOST_FAULTS: usize = 200;
/// Marks of classification of one file that the roof tells of.
const MOST_MARKS: usize = 50;
/// The fewest characters of a reason.
const LEAST_REASON: usize = 4;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The routes of this room.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(preview_dossier_import))
        .routes(routes!(import_into_dossier))
        .routes(routes!(list_dossier_origins))
        .routes(routes!(suggest_for_dossier, prefill_dossier))
        .routes(routes!(read_form_template))
        .routes(routes!(read_dossier_workbook))
        .routes(routes!(create_dossier_from_workbook))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

impl From<ImportError> for ApiError {
    fn from(error: ImportError) -> Self {
        let absent = |pointer: &str, zh: &str, en: &str| {
            Self::new(ProblemCode::Invalid).field(pointer, "unknown", Bilingual::new(zh, en))
        };
        match error {
            ImportError::Dossier(error) => error.into(),
            ImportError::NoTable => {
                absent("/table", "提名书没有该表", "the form has no such table")
            }
            ImportError::NoPlace => {
                let en = "the form has no such table or section";
                absent("/place", "提名书没有该表或该章", en)
            }
            ImportError::NoSource => {
                absent("/suggestion", "没有该来源或该行", "there is no such source or row")
            }
            ImportError::Faults(places) => {
                let count = places.len();
                let seen = places.iter().filter_map(Place::sighting).take(MOST_MARKS);
                let problem = Self::new(ProblemCode::Invalid).sighted(seen).detail(
                    format!("文件有 {count} 处错误，未导入任何内容"),
                    format!("the file has {count} faults; nothing was imported"),
                );
                places.into_iter().take(MOST_FAULTS).fold(problem, |problem, place| {
                    let what = Bilingual::new(
                        format!("{} {}", place.at, place.what.zh).trim().to_owned(),
                        format!("{} {}", place.at, place.what.en).trim().to_owned(),
                    );
                    problem.field(&place.pointer, place.code, what)
                })
            }
        }
    }
}

/// Into which table.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TableParameters {
    /// Address of the table, such as `papers.items`.
    table: String,
}

fn address(text: &str) -> Result<Address, ApiError> {
    text.parse().map_err(|_| bad_parameter("table", "section.field"))
}

/// What would come into a table from a workbook, a table of text, BibTeX or RIS, told by what the bytes
/// hold; nothing is changed.
#[utoipa::path(
    post, path = "/dossiers/{id}/imports/preview", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier"), TableParameters),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<PreviewView>), (status = 404, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn preview_dossier_import(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<TableParameters>,
    bytes: Bytes,
) -> Result<(Marks, Data<PreviewView>), ApiError> {
    let table = address(&asked.table)?;
    let data = table::preview(&app, &reader.actor, id.into(), &table, bytes.to_vec()).await?;
    // Nothing is taken, and nothing refused by a problem: the mark is told of all the same.
    let faults = data.faults.iter().cloned().map(Place::from);
    let seen = faults.filter_map(|place| place.sighting()).take(MOST_MARKS).collect();
    Ok((Marks::of(seen), Data { data }))
}

/// How a source is taken.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportParameters {
    /// Address of the table, such as `papers.items`.
    table: String,
    /// `add` leaves rows that stand alone; `replace` writes over the cells of theirs that differ.
    #[serde(default)]
    #[param(inline)]
    mode: Mode,
    /// The version of the dossier that the preview told.
    seen: i64,
    /// What the source is called.
    #[serde(default)]
    name: String,
}

/// What a source is called, as its origin keeps it.
fn name_of(name: &str) -> Result<String, ApiError> {
    if name.trim().is_empty() {
        return Ok("粘贴的内容".to_owned());
    }
    let name = plain_name(name);
    refuse_marked(&[("/name", name.as_str())])?;
    Ok(name)
}

/// Takes a source into a table, whole or not at all: as edits with their history.
#[utoipa::path(
    post, path = "/dossiers/{id}/imports", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ImportParameters,
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<OutcomeView>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn import_into_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<ImportParameters>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<Data<OutcomeView>, ApiError> {
    let name = name_of(&asked.name)?;
    let route = format!("dossiers/{id}/imports");
    // A digest of a file of identity numbers could tell them.
    let told = (&asked, app.sealer.fingerprint(&bytes));
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &told)?;
    let wanted = Wanted { table: address(&asked.table)?, mode: asked.mode, seen: asked.seen, name };
    let taken = (&wanted, bytes.to_vec());
    let outcome = table::take(&app, &reader.actor, id.into(), taken, &key).await;
    Ok(Data { data: kept(&app, &key, outcome).await? })
}

/// The answer that was kept under the key, where the request is a repetition.
async fn kept<T: serde::de::DeserializeOwned>(
    app: &App,
    key: &idempotency::Key,
    outcome: Result<T, ImportError>,
) -> Result<T, ApiError> {
    match outcome {
        Err(ImportError::Dossier(DossierError::Repeated)) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))
        }
        outcome => Ok(outcome?),
    }
}

/// Where the values came from that nobody typed, as long as they stand as they came.
#[utoipa::path(
    get, path = "/dossiers/{id}/origins", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses(
        (status = 200, body = Data<BTreeMap<String, OriginView>>), (status = 404, body = Problem),
    )
)]
async fn list_dossier_origins(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<BTreeMap<String, OriginView>>, ApiError> {
    Ok(Data { data: origins::list(&app, &reader.actor, id.into()).await? })
}

/// What is filled, and what is looked for.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SuggestParameters {
    /// Address of the table of which a row is filled, such as `completers.items`; or code of the section whose
    /// single fields are, such as `project`.
    place: String,
    /// Words of a name, a title or a unit.
    #[serde(default)]
    q: String,
}

/// What is known already that could stand in a row, or in the single fields of a section.
/// Rows come from what the society wrote before and from the public registers; single fields from its other
/// dossiers on the same kind of form, as far as both forms ask for them alike.
#[utoipa::path(
    get, path = "/dossiers/{id}/prefill", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier"), SuggestParameters),
    responses(
        (status = 200, body = Data<Vec<SuggestionView>>), (status = 404, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn suggest_for_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<SuggestParameters>,
) -> Result<Data<Vec<SuggestionView>>, ApiError> {
    let place: Filled =
        asked.place.parse().map_err(|_| bad_parameter("place", "section.field, section"))?;
    let data = prefill::suggest(&app, &reader.actor, id.into(), &place, &asked.q).await?;
    Ok(Data { data })
}

/// Takes chosen columns of a suggestion into a row, or chosen fields into their section.
#[utoipa::path(
    post, path = "/dossiers/{id}/prefill", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = Choice,
    responses(
        (status = 200, body = Data<EditOutcome>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn prefill_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<Choice>,
) -> Result<Data<EditOutcome>, ApiError> {
    let route = format!("dossiers/{id}/prefill");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let outcome = prefill::take(&app, &reader.actor, id.into(), &body, Some(&key)).await;
    Ok(Data { data: kept(&app, &key, outcome).await? })
}

fn download(name: String, bytes: Vec<u8>) -> Response {
    let attachment = Attachment { media_type: XLSX.to_owned(), name };
    (attachment.headers(), bytes).into_response()
}

/// A workbook in which a whole nomination can be written on this form.
#[utoipa::path(
    get, path = "/forms/{id}/template.xlsx", tag = "dossiers",
    params(("id" = String, Path, description = "name of the form, such as nat-1")),
    responses(
        (status = 200, description = "the workbook", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 404, body = Problem),
    )
)]
async fn read_form_template(reader: Reader, Path(id): Path<String>) -> Result<Response, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let form = forms::find(&id).ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let bytes = whole::write(form, Content::default()).await?;
    Ok(download(format!("{} {}.xlsx", form.title.zh, form.id), bytes))
}

/// Why personal data are to be in the workbook.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WorkbookParameters {
    /// Why personal data are needed in it; without a reason they are left out. It is kept.
    reason: Option<String>,
}

/// A dossier as a workbook, which can be filed again.
#[utoipa::path(
    get, path = "/dossiers/{id}/workbook.xlsx", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier"), WorkbookParameters),
    responses(
        (status = 200, description = "the workbook", content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 404, body = Problem),
    )
)]
async fn read_dossier_workbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<WorkbookParameters>,
) -> Result<Response, ApiError> {
    let reason = asked.reason.as_deref().map(str::trim);
    if reason.is_some_and(|reason| reason.chars().count() < LEAST_REASON) {
        return Err(bad_parameter("reason", "4 characters or more"));
    }
    refuse_marked(&[("/reason", reason.unwrap_or_default())])?;
    let (number, bytes) = whole::export(&app, &reader.actor, id.into(), reason).await?;
    Ok(download(format!("{number}.xlsx"), bytes))
}

/// For whom a workbook is filed.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FilingParameters {
    /// Code of the society.
    society: String,
    /// What the file is called.
    #[serde(default)]
    name: String,
}

/// Begins a dossier with everything that a workbook says, or begins none.
#[utoipa::path(
    post, path = "/rounds/{year}/dossiers/from-workbook", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        FilingParameters,
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 201, body = Data<FiledDossier>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_dossier_from_workbook(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<FilingParameters>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<(StatusCode, Data<FiledDossier>), ApiError> {
    let name = name_of(&asked.name)?;
    let route = format!("rounds/{year}/dossiers/from-workbook");
    let told = (&asked, app.sealer.fingerprint(&bytes));
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &told)?;
    let file = (name.as_str(), bytes.to_vec());
    let place = (year, asked.society.as_str());
    let filed = whole::file_workbook(&app, &reader.actor, place, file, Some(&key)).await;
    let data = match filed {
        Err(ImportError::Dossier(DossierError::Repeated)) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id: Uuid = reply.parse().map_err(|error| ApiError::internal(&error))?;
            whole::filed(&app, &reader.actor, id.into()).await?
        }
        filed => filed?,
    };
    Ok((StatusCode::CREATED, Data { data }))
}
