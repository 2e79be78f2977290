//! The routes of plans.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::HeaderMap,
};
use entity::ids::{AssignmentPlanId, ExpertId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::super::{
    apply::{self, Application, Reason},
    begin::{self, NewPlan},
    certificate::certificate,
    errors::AssignmentError,
    import::{self, Mode, PlanImport, Taking},
    invite::{self, Invitations, Invited},
    office, plan, print,
    propose::Edit,
    review_views::InvitationsSent,
    show,
    views::{AssignmentPlan, Consequences, PlanComparison, PlanSummary},
    walled,
};
use crate::{
    app::App,
    authz::Reader,
    idempotency,
    shared::Bilingual,
    web::{
        ApiError, Data, Download, IfMatch, Problem, ProblemCode, Tagged, ValidJson, refuse_marked,
    },
};

/// The largest file that is taken.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The most characters of a reason, as in a body.
const MOST_REASON: usize = 500;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_assignment_plans, create_assignment_plan))
        .routes(routes!(read_assignment_plan))
        .routes(routes!(preview_plan_changes))
        .routes(routes!(change_assignment_plan))
        .routes(routes!(take_plan_changes_back))
        .routes(routes!(apply_assignment_plan))
        .routes(routes!(undo_assignment_plan))
        .routes(routes!(compare_assignment_plans))
        .routes(routes!(import_into_plan))
        .routes(routes!(send_invitations))
        .routes(routes!(read_plan_report_pdf))
        .routes(routes!(read_plan_report_xlsx))
        .routes(routes!(read_plan_certificate))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
}

/// The plan as it stands after a deed, or what stands where somebody was faster.
async fn answer(
    app: &App,
    reader: &Reader,
    id: Uuid,
    outcome: Result<(), AssignmentError>,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    let is_stale = match outcome {
        Ok(()) => false,
        Err(AssignmentError::Stale) => true,
        Err(error) => return Err(error.into()),
    };
    let plan = show::plan(app, &reader.actor, AssignmentPlanId(id)).await?;
    let version = plan.summary.version;
    if is_stale {
        return Err(ApiError::stale(version, &plan));
    }
    Ok(Tagged::new(version, plan))
}

/// The plans of a round, the newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/assignment-plans", tag = "assignments",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<Vec<PlanSummary>>), (status = 403, body = Problem))
)]
async fn list_assignment_plans(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<PlanSummary>>, ApiError> {
    Ok(Data { data: show::plans(&app, &reader.actor, year).await? })
}

/// Begins a plan from a finished match run, or as a copy of another plan.
#[utoipa::path(
    post, path = "/rounds/{year}/assignment-plans", tag = "assignments",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = NewPlan,
    responses(
        (status = 201, body = Data<AssignmentPlan>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_assignment_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewPlan>,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    let route = format!("rounds/{year}/assignment-plans");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    walled::to_whole_round(&app, &reader.actor, (year, &body)).await?;
    let id = match begin::create(&app, &reader.actor, year, &body, Some(&key)).await {
        Ok(id) => id.0,
        Err(AssignmentError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|_| ApiError::new(ProblemCode::KeyReused))?
        }
        Err(error) => return Err(error.into()),
    };
    let mut made = answer(&app, &reader, id, Ok(())).await?;
    made.status = axum::http::StatusCode::CREATED;
    Ok(made)
}

/// A plan with its changes and the rules that it breaks.
#[utoipa::path(
    get, path = "/assignment-plans/{id}", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan")),
    responses((status = 200, body = Data<AssignmentPlan>), (status = 404, body = Problem))
)]
async fn read_assignment_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    answer(&app, &reader, id, Ok(())).await
}

/// What an edit would bring about; nothing is changed.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/preview", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan")),
    request_body = Edit,
    responses(
        (status = 200, body = Data<Consequences>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn preview_plan_changes(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<Edit>,
) -> Result<Data<Consequences>, ApiError> {
    walled::to_edit(&app, &reader.actor, (AssignmentPlanId(id), &body)).await?;
    let data = plan::preview(&app, &reader.actor, AssignmentPlanId(id), &body).await?;
    Ok(Data { data })
}

/// A plan after an edit, with what the edit brought about.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct EditedPlan {
    /// The plan.
    plan: AssignmentPlan,
    /// What the edit brought about.
    consequences: Consequences,
}

/// Changes a draft: every change of the edit or none.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/changes", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Edit,
    responses(
        (status = 200, body = Data<EditedPlan>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn change_assignment_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Edit>,
) -> Result<Tagged<EditedPlan>, ApiError> {
    let of = (AssignmentPlanId(id), seen);
    walled::to_edit(&app, &reader.actor, (of.0, &body)).await?;
    let (outcome, consequences) = match plan::change(&app, &reader.actor, of, &body).await {
        Ok(consequences) => (Ok(()), Some(consequences)),
        Err(error) => (Err(error), None),
    };
    let plan = answer(&app, &reader, id, outcome).await?;
    let consequences = consequences.ok_or_else(|| ApiError::new(ProblemCode::Stale))?;
    Ok(Tagged::new(plan.version, EditedPlan { plan: plan.data, consequences }))
}

/// Takes the last changes of a draft back.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/changes/undo", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    responses(
        (status = 200, body = Data<AssignmentPlan>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn take_plan_changes_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    walled::to_last_changes(&app, &reader.actor, AssignmentPlanId(id)).await?;
    let outcome = plan::take_back(&app, &reader.actor, (AssignmentPlanId(id), seen)).await;
    answer(&app, &reader, id, outcome).await
}

/// Puts a plan into force as a unit.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/apply", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Application,
    responses(
        (status = 200, body = Data<AssignmentPlan>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem),
    )
)]
async fn apply_assignment_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Application>,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    walled::to_whole_plan(&app, &reader.actor, AssignmentPlanId(id)).await?;
    let outcome = apply::apply(&app, &reader.actor, (AssignmentPlanId(id), seen), &body).await;
    answer(&app, &reader, id, outcome).await
}

/// Takes a plan that is in force back as a unit; who was invited is told.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/undo", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body = Reason,
    responses(
        (status = 200, body = Data<AssignmentPlan>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    )
)]
async fn undo_assignment_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    ValidJson(body): ValidJson<Reason>,
) -> Result<Tagged<AssignmentPlan>, ApiError> {
    walled::to_whole_plan(&app, &reader.actor, AssignmentPlanId(id)).await?;
    let outcome = apply::undo(&app, &reader.actor, (AssignmentPlanId(id), seen), &body).await;
    answer(&app, &reader, id, outcome).await
}

/// Two plans of a round side by side.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/compare/{other}", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the first plan"),
        ("other" = String, Path, description = "key of the second"),
    ),
    responses((status = 200, body = Data<PlanComparison>), (status = 404, body = Problem))
)]
async fn compare_assignment_plans(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, other)): Path<(Uuid, Uuid)>,
) -> Result<Data<PlanComparison>, ApiError> {
    let of = (AssignmentPlanId(id), AssignmentPlanId(other));
    Ok(Data { data: show::comparison(&app, &reader.actor, of).await? })
}

/// How a file is taken.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PlanImportParameters {
    /// Only say what would come of it.
    #[serde(default)]
    dry_run: bool,
    /// `add` leaves the other pairs, `replace` takes them away; pins and bans stay.
    #[serde(default)]
    #[param(inline)]
    mode: Mode,
    /// Why.
    #[serde(default)]
    reason: String,
}

/// Takes assignments from a CSV file or a workbook (`nomination_id`, `expert_id`) into a draft, whole or
/// not at all.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/import", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        PlanImportParameters,
        ("If-Match" = String, Header, description = "the version that the caller saw"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Data<PlanImport>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn import_into_plan(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    Query(asked): Query<PlanImportParameters>,
    IfMatch(seen): IfMatch,
    bytes: Bytes,
) -> Result<Data<PlanImport>, ApiError> {
    // A file of text is read as what it is; of a workbook only what would be said again.
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    refuse_marked(&[("/reason", &asked.reason), ("/file", text)])?;
    let reason = asked.reason.trim();
    if reason.chars().count() > MOST_REASON {
        let most = Bilingual::new(
            format!("不得超过 {MOST_REASON} 个字"),
            format!("must have at most {MOST_REASON} characters"),
        );
        return Err(ApiError::new(ProblemCode::Invalid).field("/reason", "length", most));
    }
    let reason = if reason.is_empty() { "导入" } else { reason };
    let how = Taking { mode: asked.mode, is_dry_run: asked.dry_run, reason };
    let of = (AssignmentPlanId(id), seen);
    match import::take(&app, &reader.actor, of, (bytes.to_vec(), how)).await {
        Ok(data) => {
            let told: Vec<_> = data.faults.iter().map(|one| ("/file", one.zh.as_str())).collect();
            refuse_marked(&told)?;
            Ok(Data { data })
        }
        Err(AssignmentError::Stale) => {
            let plan = show::plan(&app, &reader.actor, AssignmentPlanId(id)).await?;
            Err(ApiError::stale(plan.summary.version, &plan))
        }
        Err(error) => Err(error.into()),
    }
}

/// Invites the experts of a plan that is in force.
#[utoipa::path(
    post, path = "/assignment-plans/{id}/invitations", tag = "assignments",
    params(
        ("id" = String, Path, description = "key of the plan"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = Invitations,
    responses(
        (status = 200, body = Data<InvitationsSent>), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn send_invitations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<Invitations>,
) -> Result<Data<InvitationsSent>, ApiError> {
    let route = format!("assignment-plans/{id}/invitations");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let plan = AssignmentPlanId(id);
    walled::to_invitations(&app, &reader.actor, (plan, &body)).await?;
    let sent = match invite::invite(&app, &reader.actor, plan, &body, Some(&key)).await {
        Err(AssignmentError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            serde_json::from_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        outcome => outcome?,
    };
    let Invited { invited, unreachable, left } = sent;
    let unreachable: Vec<ExpertId> = unreachable;
    let unreachable = office::named(&app, &unreachable).await?;
    Ok(Data { data: InvitationsSent { invited, unreachable, left } })
}

/// The report of a plan for the supervisor, as a PDF.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/report.pdf", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan")),
    responses(
        (status = 200, content_type = "application/pdf", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_plan_report_pdf(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Download, ApiError> {
    let plan = AssignmentPlanId(id);
    walled::to_whole_plan(&app, &reader.actor, plan).await?;
    let bytes = print::pdf(&app, &reader.actor, plan, reader.language).await?;
    Ok(Download::pdf(format!("assignment-{id}.pdf"), bytes))
}

/// The report of a plan for the supervisor, as a workbook.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/report.xlsx", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan")),
    responses(
        (status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_plan_report_xlsx(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Download, ApiError> {
    let plan = AssignmentPlanId(id);
    walled::to_whole_plan(&app, &reader.actor, plan).await?;
    let bytes = print::xlsx(&app, &reader.actor, plan, reader.language).await?;
    Ok(Download::xlsx(format!("assignment-{id}.xlsx"), bytes))
}

/// The certificate of a plan for `laurel verify`: the best plan with the prices that prove it, and beside it
/// what people made of it.
#[utoipa::path(
    get, path = "/assignment-plans/{id}/certificate.json", tag = "assignments",
    params(("id" = String, Path, description = "key of the plan")),
    responses(
        (status = 200, content_type = "application/json", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn read_plan_certificate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Download, ApiError> {
    walled::to_whole_plan(&app, &reader.actor, AssignmentPlanId(id)).await?;
    let bytes = certificate(&app, &reader.actor, AssignmentPlanId(id)).await?;
    Ok(Download::json(format!("assignment-{id}.certificate.json"), bytes))
}
