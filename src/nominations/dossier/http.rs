//! The routes of dossiers: forms, the list, one dossier, edits, history, restoring.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    content::Value,
    create::{self, NewDossier},
    edit::{self, DossierError, EditOutcome},
    history,
    patch::{Edit, MOST_EDITS},
    read,
    reveal::{self, Reveal},
    views::{ChangesPage, DossierDetail, DossierRow},
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    idempotency,
    nominations::forms::{self, Form},
    shared::{Bilingual, beijing},
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, SelfScreenedJson, Tagged, ValidJson},
};

/// The routes of dossiers.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_forms))
        .routes(routes!(read_form))
        .routes(routes!(list_dossiers, create_dossier))
        .routes(routes!(read_dossier, edit_dossier))
        .routes(routes!(read_dossier_form))
        .routes(routes!(list_dossier_changes))
        .routes(routes!(restore_dossier))
        .routes(routes!(reveal_dossier_field))
}

impl From<DossierError> for ApiError {
    fn from(error: DossierError) -> Self {
        let conflict = |zh: &str, en: &str| Self::new(ProblemCode::Conflict).detail(zh, en);
        match error {
            DossierError::Denied(denied) => denied.into(),
            DossierError::NotFound => Self::new(ProblemCode::NotFound),
            DossierError::NoForm { form, offered } => not_offered(&form, &offered),
            DossierError::OtherForm(form) => conflict(
                &format!("本年度的提名书 {form} 用开启时的文本，与本文件所用文本不同，不能导入"),
                &format!(
                    "the round goes by the text of the form {form} that it was opened with, which is not that of the file"
                ),
            ),
            DossierError::Closed => conflict(
                "提名材料已不在起草中，不能修改",
                "the dossier is no draft any more and cannot be changed",
            ),
            DossierError::Locked(address) => conflict(
                &format!("补正只涉及指定的内容，不能修改 {address}"),
                &format!("only what was named is to be corrected; {address} cannot be changed"),
            ),
            DossierError::Late(closed_at) => {
                let at = beijing(closed_at);
                conflict(
                    &format!("提名已于北京时间 {at} 截止，不能再新建或修改；以服务器时间为准"),
                    &format!(
                        "nominating ended at {at} Beijing time: nothing can be begun or changed any more; the server's clock counts"
                    ),
                )
            }
            DossierError::Bad(bad) => Self::new(ProblemCode::Invalid)
                .field(&format!("/edits/{}", bad.index), bad.code, bad.why)
                .sighted(bad.mark.map(|seen| *seen)),
            DossierError::NoVersion => Self::new(ProblemCode::Invalid).field(
                "/version",
                "unknown",
                Bilingual::new("没有该版本", "there is no such version"),
            ),
            DossierError::Stale => Self::new(ProblemCode::Stale),
            DossierError::Repeated => Self::new(ProblemCode::KeyReused),
            DossierError::Store(error) => Self::internal(&error),
        }
    }
}

/// A form on which the round begins no dossiers, with those on which it does.
fn not_offered(form: &str, offered: &[String]) -> ApiError {
    let zh = format!("本年度不使用提名书 {form}，可用 {}", offered.join("、"));
    let en = format!("the round has no form {form}; it has {}", offered.join(", "));
    ApiError::new(ProblemCode::Invalid).detail(zh.as_str(), en.as_str()).field(
        "/form_id",
        "unknown",
        Bilingual::new(zh, en),
    )
}

/// A nomination form in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct FormRow {
    /// Its name with its version.
    id: String,
    /// Category code.
    category: String,
    /// What of the category.
    kind: String,
    /// What it is called.
    title: Bilingual,
}

/// The nomination forms that this release ships; which of them a round has is told by its rules.
#[utoipa::path(get, path = "/forms", tag = "dossiers", responses((status = 200, body = Data<Vec<FormRow>>)))]
async fn list_forms(reader: Reader) -> Result<Data<Vec<FormRow>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let rows = forms::shipped().iter().map(|form| FormRow {
        id: form.id.clone(),
        category: form.category.clone(),
        kind: form.kind.clone(),
        title: form.title.clone(),
    });
    Ok(Data { data: rows.collect() })
}

/// A form with its sections, fields and limits.
#[utoipa::path(
    get, path = "/forms/{id}", tag = "dossiers",
    params(("id" = String, Path, description = "name of the form, such as nat-1")),
    responses((status = 200, body = Data<Form>), (status = 404, body = Problem))
)]
async fn read_form(
    reader: Reader,
    Path(id): Path<String>,
) -> Result<Data<&'static Form>, ApiError> {
    authz::permit(&reader.actor, Action::ReadRounds)?;
    let data = forms::find(&id).ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    Ok(Data { data })
}

/// The dossiers that the reader's society works on in a round.
#[utoipa::path(
    get, path = "/rounds/{year}/dossiers", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<DossierRow>>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_dossiers(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<DossierRow>>, ApiError> {
    Ok(Data { data: read::list(&app, &reader.actor, year).await? })
}

/// Begins an empty dossier.
#[utoipa::path(
    post, path = "/rounds/{year}/dossiers", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewDossier,
    responses(
        (status = 201, body = Data<DossierDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewDossier>,
) -> Result<Tagged<DossierDetail>, ApiError> {
    let route = format!("rounds/{year}/dossiers");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let id = match create::create(&app, &reader.actor, year, body, Some(&key)).await {
        Err(DossierError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            DossierId(reply.parse().map_err(|error| ApiError::internal(&error))?)
        }
        made => made?,
    };
    let mut answer = show(&app, &reader, id).await?;
    answer.status = StatusCode::CREATED;
    Ok(answer)
}

async fn show(
    app: &App,
    reader: &Reader,
    id: DossierId,
) -> Result<Tagged<DossierDetail>, ApiError> {
    let detail = read::detail(app, &reader.actor, id).await?;
    Ok(Tagged::new(detail.row.version, detail))
}

/// A dossier: every field as it stands, with who changed it last, and what is missing or wrong.
#[utoipa::path(
    get, path = "/dossiers/{id}", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<DossierDetail>), (status = 404, body = Problem))
)]
async fn read_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<DossierDetail>, ApiError> {
    show(&app, &reader, id.into()).await
}

/// Fields as somebody wants them.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DossierEdits)]
struct Edits {
    /// The fields, each with the version of it that was last seen.
    #[validate(length(min = 1, max = MOST_EDITS))]
    edits: Vec<Edit>,
}

/// The answer that was kept under the key, where the request is a repetition.
async fn kept(
    app: &App,
    key: &idempotency::Key,
    outcome: Result<EditOutcome, DossierError>,
) -> Result<Data<EditOutcome>, ApiError> {
    let data = match outcome {
        Err(DossierError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), key).await?;
            serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        outcome => outcome?,
    };
    Ok(Data { data })
}

/// Keeps edits field by field. A field that somebody else changed since it was seen is not written but
/// told; the others are. The same request under the same key is kept once and answered alike.
#[utoipa::path(
    patch, path = "/dossiers/{id}", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = Edits,
    responses(
        (status = 200, body = Data<EditOutcome>), (status = 400, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn edit_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    SelfScreenedJson(body): SelfScreenedJson<Edits>,
) -> Result<Data<EditOutcome>, ApiError> {
    let route = format!("dossiers/{id}");
    // The digest of a body with little but an identity number in it would tell the number.
    let told = serde_json::to_vec(&body).map_err(|error| ApiError::internal(&error))?;
    let told = app.sealer.fingerprint(&told);
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &told)?;
    let outcome = edit::edit(&app, &reader.actor, id.into(), &body.edits, Some(&key)).await;
    kept(&app, &key, outcome).await
}

/// The form of a dossier: its text as it was when the dossier was begun, whatever this release ships under its
/// name.
#[utoipa::path(
    get, path = "/dossiers/{id}/form", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<Form>), (status = 404, body = Problem))
)]
async fn read_dossier_form(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<&'static Form>, ApiError> {
    Ok(Data { data: read::form(&app, &reader.actor, id.into()).await? })
}

/// Which changes are asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ChangesQuery {
    /// Those before this version; the newest where it is left out.
    before: Option<i64>,
}

/// The changes of a dossier, newest first, a page at a time; those of a version are on one page.
#[utoipa::path(
    get, path = "/dossiers/{id}/changes", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier"), ChangesQuery),
    responses((status = 200, body = ChangesPage), (status = 404, body = Problem))
)]
async fn list_dossier_changes(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<ChangesQuery>,
) -> Result<Json<ChangesPage>, ApiError> {
    Ok(Json(read::changes(&app, &reader.actor, (id.into(), query.before)).await?))
}

/// Which version is to be brought back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = DossierRestore)]
struct Restore {
    /// The version.
    #[validate(range(min = 1))]
    version: i64,
}

/// Brings back what a dossier said at a version, as a version of its own, over the version seen.
#[utoipa::path(
    post, path = "/dossiers/{id}/restore", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = Restore,
    responses(
        (status = 200, body = Data<EditOutcome>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn restore_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    headers: HeaderMap,
    ValidJson(body): ValidJson<Restore>,
) -> Result<Data<EditOutcome>, ApiError> {
    let route = format!("dossiers/{id}/restore");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let place = (id.into(), seen);
    let outcome = history::restore(&app, &reader.actor, place, body.version, &key).await;
    if matches!(outcome, Err(DossierError::Stale)) {
        let now = show(&app, &reader, id.into()).await?;
        return Err(ApiError::stale(now.version, &now.data));
    }
    kept(&app, &key, outcome).await
}

/// A personal datum whole.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct Revealed {
    /// The value.
    value: Option<Value>,
}

/// Shows a personal datum whole; who asked and why is kept.
#[utoipa::path(
    post, path = "/dossiers/{id}/reveal", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    request_body = Reveal,
    responses(
        (status = 200, body = Data<Revealed>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn reveal_dossier_field(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<Reveal>,
) -> Result<Data<Revealed>, ApiError> {
    let value = reveal::reveal(&app, &reader.actor, id.into(), &body).await?;
    Ok(Data { data: Revealed { value } })
}
