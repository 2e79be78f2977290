//! The routes of submitting: the rule check, submission, receipts, withdrawals, archives, the society's home.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use entity::ids::{DossierId, WithdrawalId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    archive::Archive,
    errors::SubmissionError,
    read, recommendation,
    restore::{Restored, restore, restored},
    submit,
    views::{CheckView, HomeView, SubmissionsView},
    withdraw::{self, WithdrawalAnswer, WithdrawalRequest},
};
use crate::{
    app::App,
    authz::{Action, Reader, permit},
    idempotency,
    nominations::{checks::Finding, dossier::DossierError, imports::ImportError},
    quotas::{CAST, ReserveError},
    shared::Bilingual,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// The routes of submitting.
pub(in super::super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(check_dossier))
        .routes(routes!(submit_dossier))
        .routes(routes!(list_submissions))
        .routes(routes!(ask_withdrawal))
        .routes(routes!(answer_withdrawal))
        .routes(routes!(archive_dossier))
        .merge(archives())
        .merge(recommendation::routes())
        .routes(routes!(society_home))
        .routes(routes!(receipt_key))
}

/// Archives carry the bytes of attachments; what is larger comes by the command line.
const MOST_BYTES: usize = 64 * 1024 * 1024;

fn archives() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create_dossier_from_archive))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

impl From<SubmissionError> for ApiError {
    fn from(error: SubmissionError) -> Self {
        let conflict = |zh: &str, en: &str| Self::new(ProblemCode::Conflict).detail(zh, en);
        match error {
            SubmissionError::Dossier(error) => error.into(),
            SubmissionError::Process(error) => error.into(),
            SubmissionError::Course(error) => error.into(),
            SubmissionError::People(error) => error.into(),
            SubmissionError::Findings(findings) => failing(&findings),
            SubmissionError::Quota(error) => places(&error),
            SubmissionError::Allowance(most) => conflict(
                &format!("学会本届经中国科协推荐至多 {most} 项，已推荐满"),
                &format!("the society recommends at most {most} to CAST in the round, and has"),
            ),
            SubmissionError::Stale => Self::new(ProblemCode::Stale),
            SubmissionError::SamePerson => conflict(
                "申请人不能审批自己的申请，须由学会另一位负责人审批",
                "whoever asked does not answer: another head of the society does",
            ),
            SubmissionError::Answered => conflict(
                "已有一件撤回申请待答复，或该申请已答复",
                "a withdrawal waits for its answer, or this one was answered",
            ),
            SubmissionError::NoWithdrawal => conflict(
                "按当届规定，此时不接受撤回或者更换",
                "the rules of the round take no withdrawal or replacement now",
            ),
            SubmissionError::Files(error) => Self::internal(&error),
            SubmissionError::Archive(faults) => ImportError::Faults(faults).into(),
            SubmissionError::Import(error) => error.into(),
            SubmissionError::Attachment(error) => error.into(),
        }
    }
}

/// Every failing rule as a field fault, at the field that mends it.
fn failing(findings: &[Finding]) -> ApiError {
    let problem = ApiError::new(ProblemCode::Invalid).detail(
        format!("形式审查有 {} 项不合格，改正后方可提交", findings.len()),
        format!("{} rules fail and must be mended first", findings.len()),
    );
    findings.iter().fold(problem, |problem, one| {
        let pointer = one.address.as_ref().map(ToString::to_string).unwrap_or_default();
        let what = Bilingual::new(
            format!("{}：{}", one.rule, one.what.zh),
            format!("{}: {}", one.rule, one.what.en),
        );
        problem.field(&format!("/{pointer}"), "rule", what)
    })
}

fn places(error: &ReserveError) -> ApiError {
    let conflict = |zh: &str, en: &str| ApiError::new(ProblemCode::Conflict).detail(zh, en);
    match error {
        ReserveError::NoQuota { society, .. } if society == CAST => conflict(
            "中国科协在本年度没有限额，请先建立台账",
            "CAST has no quota in this round yet",
        ),
        ReserveError::NoQuota { .. } => {
            conflict("本学会在本年度没有限额", "the society has no quota in this round")
        }
        ReserveError::Exhausted { own_free, .. } if *own_free > 0 => conflict(
            &format!("本学会未使用的 {own_free} 个名额出自中国科协的限额，后者已用完，不能再提交"),
            &format!(
                "the {own_free} free places of the society come out of CAST's, which are all taken: nothing more can be submitted"
            ),
        ),
        ReserveError::Exhausted { places, .. } => conflict(
            &format!("限额 {places} 个已用完，不能再提交"),
            &format!("all {places} places are taken: nothing more can be submitted"),
        ),
        ReserveError::Elsewhere => {
            conflict("该项目已占用另一学会的名额", "another society's place is taken for it")
        }
        ReserveError::Store(error) => ApiError::internal(error),
    }
}

/// The answer to a deed: how the dossier stands now, also to those who came too late.
pub(super) async fn answer(
    app: &App,
    reader: &Reader,
    id: DossierId,
    done: Result<(), SubmissionError>,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    Tagged::after(done, || shown(app, reader, id)).await
}

async fn shown(
    app: &App,
    reader: &Reader,
    id: DossierId,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    let view = read::submissions(app, &reader.actor, id).await?;
    Ok(Tagged::new(view.version, view))
}

/// What the rule check (形式审查规则) finds in a dossier as it stands.
#[utoipa::path(
    get, path = "/dossiers/{id}/check", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<CheckView>), (status = 404, body = Problem))
)]
async fn check_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<CheckView>, ApiError> {
    Ok(Data { data: read::check(&app, &reader.actor, id.into()).await? })
}

/// Submits a dossier as it stood at the version named in `If-Match`: every rule is checked, a place of the
/// society's quota is taken, a receipt is signed.
#[utoipa::path(
    post, path = "/dossiers/{id}/submissions", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 201, body = Data<SubmissionsView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn submit_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    headers: HeaderMap,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    let route = format!("dossiers/{id}/submissions");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &version)?;
    let dossier = DossierId(id);
    let done = match submit::submit(&app, &reader.actor, (dossier, version), Some(&key)).await {
        Err(SubmissionError::Dossier(DossierError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
            Ok(())
        }
        done => done.map(|_| ()),
    };
    let now = answer(&app, &reader, dossier, done).await?;
    Ok(Tagged { status: StatusCode::CREATED, ..now })
}

/// Submissions of a dossier with their receipts, and withdrawals.
#[utoipa::path(
    get, path = "/dossiers/{id}/submissions", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier")),
    responses((status = 200, body = Data<SubmissionsView>), (status = 404, body = Problem))
)]
async fn list_submissions(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<SubmissionsView>, ApiError> {
    Ok(Data { data: read::submissions(&app, &reader.actor, id.into()).await? })
}

/// Asks for the withdrawal of a dossier that was submitted, until the award council decides.
#[utoipa::path(
    post, path = "/dossiers/{id}/withdrawals", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("If-Match" = String, Header, description = "the version that was read"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = WithdrawalRequest,
    responses(
        (status = 201, body = Data<SubmissionsView>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn ask_withdrawal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    headers: HeaderMap,
    ValidJson(body): ValidJson<WithdrawalRequest>,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    let route = format!("dossiers/{id}/withdrawals");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let place = (DossierId(id), Some(seen));
    let done = match withdraw::ask(&app, &reader.actor, place, &body, Some(&key)).await {
        Err(SubmissionError::Dossier(DossierError::Repeated)) => {
            idempotency::recall(app.database.reader(), &key).await?;
            Ok(())
        }
        done => done.map(|_| ()),
    };
    let now = answer(&app, &reader, DossierId(id), done).await?;
    Ok(Tagged { status: StatusCode::CREATED, ..now })
}

/// Answers a withdrawal; never by whoever asked for it.
#[utoipa::path(
    post, path = "/dossiers/{id}/withdrawals/{withdrawal}/answer", tag = "dossiers",
    params(
        ("id" = String, Path, description = "key of the dossier"),
        ("withdrawal" = String, Path, description = "key of the withdrawal"),
        ("If-Match" = String, Header, description = "the version that was read"),
    ),
    request_body = WithdrawalAnswer,
    responses(
        (status = 200, body = Data<SubmissionsView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn answer_withdrawal(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, withdrawal)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<WithdrawalAnswer>,
) -> Result<Tagged<SubmissionsView>, ApiError> {
    let place = (DossierId(id), Some(seen));
    let withdrawal = WithdrawalId(withdrawal);
    let done = withdraw::answer(&app, &reader.actor, place, withdrawal, &body).await;
    answer(&app, &reader, DossierId(id), done).await
}

/// Begins a dossier with everything that an archive with its files says, or begins none. Under the archive's
/// number, where that is free, it has the archive's digest.
#[utoipa::path(
    post, path = "/rounds/{year}/dossiers/from-archive", tag = "dossiers",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body(content = Archive, content_type = "application/json"),
    responses(
        (status = 201, body = Data<Restored>), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_dossier_from_archive(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<(StatusCode, Data<Restored>), ApiError> {
    let route = format!("rounds/{year}/dossiers/from-archive");
    // Before the file is looked at: whoever may not write learns nothing by sending one.
    permit(&reader.actor, Action::WriteNominations)?;
    // A digest of a file of identity numbers could tell them.
    let key = idempotency::Key::of(
        &headers,
        reader.actor.account,
        &route,
        &app.sealer.fingerprint(&bytes),
    )?;
    let archive: Archive =
        serde_json::from_slice(&bytes).map_err(|error| not_an_archive(&error))?;
    let data = match restore(&app, &reader.actor, year, &archive, Some(&key)).await {
        Err(SubmissionError::Dossier(DossierError::Repeated)) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id: Uuid = reply.parse().map_err(|error| ApiError::internal(&error))?;
            restored(&app, &reader.actor, id.into(), archive).await?
        }
        made => made?,
    };
    Ok((StatusCode::CREATED, Data { data }))
}

/// A text that is no archive, with the line and the column at which that shows.
fn not_an_archive(error: &serde_json::Error) -> ApiError {
    let (line, column) = (error.line(), error.column());
    let what = Bilingual::new(
        format!("第 {line} 行第 {column} 列起不是提名材料存档（JSON）"),
        format!("no archive of a dossier (JSON) from line {line}, column {column} on"),
    );
    ApiError::new(ProblemCode::Invalid).field("", "invalid", what)
}

/// What goes into an archive.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ArchiveParameters {
    /// Whether the bytes of the attachments are in it.
    #[serde(default)]
    files: bool,
}

/// A dossier as one JSON file: the digest of a receipt is the digest of this.
#[utoipa::path(
    get, path = "/dossiers/{id}/archive", tag = "dossiers",
    params(("id" = String, Path, description = "key of the dossier"), ArchiveParameters),
    responses((status = 200, body = Archive), (status = 404, body = Problem))
)]
async fn archive_dossier(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(parameters): Query<ArchiveParameters>,
) -> Result<impl IntoResponse, ApiError> {
    let archive = read::archived(&app, &reader.actor, (id.into(), parameters.files)).await?;
    let name = format!("attachment; filename=\"{}.json\"", archive.number);
    let body = serde_json::to_vec_pretty(&archive).map_err(|error| ApiError::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, body))
}

/// The society's work in a round: the clock, the places, the dossiers by state and what blocks them.
#[utoipa::path(
    get, path = "/rounds/{year}/home", tag = "dossiers",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<HomeView>), (status = 404, body = Problem))
)]
async fn society_home(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<HomeView>, ApiError> {
    Ok(Data { data: read::home(&app, &reader.actor, year).await? })
}

/// The key that checks receipts.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct ReceiptKey {
    /// `Ed25519`.
    algorithm: &'static str,
    /// 32 bytes in base64.
    public_key: String,
}

/// The public key by which every receipt can be checked, to be compared with the one in a receipt.
#[utoipa::path(
    get, path = "/receipts/key", tag = "dossiers",
    responses((status = 200, body = Data<ReceiptKey>))
)]
async fn receipt_key(State(app): State<Arc<App>>) -> Data<ReceiptKey> {
    Data { data: ReceiptKey { algorithm: "Ed25519", public_key: app.signer.public_key() } }
}
