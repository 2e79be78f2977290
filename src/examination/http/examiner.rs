//! The routes of those who examine.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    correct::{self, CorrectionRequest, Extension},
    decide, document,
    model::Verdict,
    open, read,
    store::Queue,
    verdict,
    views::{ExaminationDetail, ExaminationFacets, ExaminationRow},
};
use crate::{
    app::App,
    authz::{Action, Reader, permit},
    awards,
    shared::Language,
    web::{
        ApiError, Download, IfMatch, Page, Paging, Problem, ProblemCode, Tagged, ValidJson,
        bad_parameter,
    },
};

/// The parameters of the queue.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct QueueParameters {
    /// `judging`, `second`, `third`, `acceptable`, `refusable`, `correcting`, `accepted` or `refused`.
    standing: Option<String>,
    /// Panel.
    panel: Option<String>,
    /// Code of the award.
    category: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// Verdicts of one examiner.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct ExaminationVerdicts {
    /// The verdicts; all of them are kept or none.
    #[validate(nested, length(min = 1, max = 200))]
    verdicts: Vec<Verdict>,
}

/// A verdict to be taken back.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
struct TakenBack {
    /// Number of the rule.
    #[validate(length(min = 1, max = 32))]
    rule: String,
}

/// In which language a notice is made.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct NoticeQuery {
    /// `zh` or `en`; the reader's language unless given: a link carries no header of its own.
    lang: Option<String>,
}

impl NoticeQuery {
    pub(super) fn language(&self, reader: &Reader) -> Language {
        match self.lang.as_deref() {
            Some("en") => Language::English,
            Some("zh" | "zh-CN") => Language::Chinese,
            _ => reader.language,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_examinations))
        .routes(routes!(read_examination))
        .routes(routes!(open_examination))
        .routes(routes!(give_examination_verdicts))
        .routes(routes!(take_back_examination_verdict))
        .routes(routes!(accept_nomination))
        .routes(routes!(refuse_nomination))
        .routes(routes!(ask_nomination_correction))
        .routes(routes!(extend_nomination_correction))
        .routes(routes!(print_examination_notice))
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: Uuid,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let detail = read::detail(app, &reader.actor, id.into()).await?;
    Ok(Tagged::new(detail.version, detail))
}

/// What was just tried, or what stands now where somebody else was first.
async fn after<T>(
    app: &App,
    reader: &Reader,
    id: Uuid,
    done: Result<T, super::super::ExaminationError>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    Tagged::after(done, || shown(app, reader, id)).await
}

/// The examinations of a round, what waits longest first.
#[utoipa::path(
    get, path = "/rounds/{year}/examinations", tag = "examination",
    params(("year" = i32, Path, description = "year of the round"), QueueParameters),
    responses(
        (status = 200, body = Page<ExaminationRow, ExaminationFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_examinations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<QueueParameters>,
) -> Result<Page<ExaminationRow, ExaminationFacets>, ApiError> {
    permit(&reader.actor, Action::ReadExaminations)?;
    let round = awards::find_round(app.database.reader(), year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let present = |value: Option<String>| value.filter(|value| !value.is_empty());
    let standing = present(asked.standing).map(|word| word.parse());
    let standing =
        standing.transpose().map_err(|_| bad_parameter("standing", "judging … refused"))?;
    let wanted = Queue {
        round: round.id,
        standing,
        panel: present(asked.panel),
        category: present(asked.category),
        paging: Paging::parse(asked.limit, asked.cursor.as_deref())?,
    };
    let (data, total, facets) = read::queue(&app, &reader.actor, &wanted).await?;
    Ok(Page { data, meta: wanted.paging.meta(total, facets) })
}

/// One examination with everything that was found and said.
#[utoipa::path(
    get, path = "/examinations/{id}", tag = "examination",
    params(("id" = String, Path, description = "key of the examination")),
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_examination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    shown(&app, &reader, id).await
}

/// Opens the examination of a nomination that was submitted; one that is open is shown as it is.
#[utoipa::path(
    post, path = "/nominations/{id}/examination", tag = "examination",
    params(("id" = String, Path, description = "key of the nomination")),
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn open_examination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let opened = open::open(&app, &reader.actor, id.into()).await?;
    shown(&app, &reader, opened.0).await
}

/// Gives verdicts on rules, all of them or none. A verdict against the nomination, or against what the machine
/// decided, waits for a second person; a disagreement for a third.
#[utoipa::path(
    post, path = "/examinations/{id}/verdicts", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = ExaminationVerdicts,
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn give_examination_verdicts(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<ExaminationVerdicts>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = verdict::give(&app, &reader.actor, (id.into(), seen.0), &body.verdicts).await;
    after(&app, &reader, id, done).await
}

/// Takes one's own verdict back, as long as nobody spoke after.
#[utoipa::path(
    post, path = "/examinations/{id}/take-back", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = TakenBack,
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn take_back_examination_verdict(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<TakenBack>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = verdict::take_back(&app, &reader.actor, (id.into(), seen.0), &body.rule).await;
    after(&app, &reader, id, done).await
}

/// Accepts a nomination of which every rule is settled for it (X25 art. 64).
#[utoipa::path(
    post, path = "/examinations/{id}/accept", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn accept_nomination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = decide::accept(&app, &reader.actor, (id.into(), seen.0)).await;
    after(&app, &reader, id, done).await
}

/// Refuses a nomination of which every rule is settled and one at least against it (X25 art. 64).
#[utoipa::path(
    post, path = "/examinations/{id}/refuse", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn refuse_nomination(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = decide::refuse(&app, &reader.actor, (id.into(), seen.0)).await;
    after(&app, &reader, id, done).await
}

/// Asks the society to correct what is named, where the round grants time for it.
#[utoipa::path(
    post, path = "/examinations/{id}/correction", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = CorrectionRequest,
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn ask_nomination_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<CorrectionRequest>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = correct::ask_correction(&app, &reader.actor, (id.into(), seen.0), &body).await;
    after(&app, &reader, id, done).await
}

/// Gives more time for a correction.
#[utoipa::path(
    post, path = "/examinations/{id}/extension", tag = "examination",
    params(
        ("id" = String, Path, description = "key of the examination"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = Extension,
    responses(
        (status = 200, body = crate::web::Data<ExaminationDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn extend_nomination_correction(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<Extension>,
) -> Result<Tagged<ExaminationDetail>, ApiError> {
    let done = correct::extend(&app, &reader.actor, (id.into(), seen.0), &body).await;
    after(&app, &reader, id, done).await
}

/// The notice of acceptance or of refusal as a PDF.
#[utoipa::path(
    get, path = "/examinations/{id}/notice.pdf", tag = "examination",
    params(("id" = String, Path, description = "key of the examination"), NoticeQuery),
    responses(
        (status = 200, description = "application/pdf", content_type = "application/pdf"),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn print_examination_notice(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Download, ApiError> {
    let detail = read::detail(&app, &reader.actor, id.into()).await?;
    let bytes = document::notice(&app, (id.into(), query.language(&reader))).await?;
    Ok(Download::pdf(format!("{} 形式审查通知书.pdf", detail.number), bytes))
}
