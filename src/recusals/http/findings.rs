//! The routes of findings and decisions, of the check of names, and of the look back.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    bodies::{
        FindingFacets, KindTally, LiftingAnswer, NewRecusalDecision, PastedNames, RecusalCommand,
        RecusalReason, RecusalRuling,
    },
    shown,
};
use crate::{
    app::App,
    authz::Reader,
    conflicts::ConflictKind,
    recusals::{
        check_names,
        decide::{self, Doing},
        findings::{self, FindingQuery, by_severity},
        look_back,
        round_views::{CheckView, ScanView},
        rules::Deed,
        views::{FindingRowView, FindingView},
    },
    web::{ApiError, Data, IfMatch, Page, Paging, Problem, Tagged, ValidJson, bad_parameter},
};

/// What the list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ConflictQuery {
    /// `bar`, `flag` or `note`.
    pub severity: Option<String>,
    /// Code of a kind.
    pub kind: Option<String>,
    /// Part of the nomination's number.
    pub nomination: Option<String>,
    /// The expert's key in the pool, or part of the name.
    pub expert: Option<String>,
    /// Only those with, or without, a decision.
    pub is_decided: Option<bool>,
    /// Only pairs that the run assigned, or did not.
    pub is_assigned: Option<bool>,
    /// Most rows, 1 to 200; 50 unless given.
    pub limit: Option<u64>,
    /// Cursor of a page.
    pub cursor: Option<String>,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_conflicts))
        .routes(routes!(read_conflict))
        .routes(routes!(decide_conflict))
        .routes(routes!(propose_lifting))
        .routes(routes!(answer_lifting))
        .routes(routes!(reverse_recusal_decision))
        .routes(routes!(check_pasted_names))
        .routes(routes!(list_recusal_scans, look_back_at_round))
}

fn text(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn asked(query: ConflictQuery) -> Result<FindingQuery, ApiError> {
    let severity = text(query.severity);
    if !matches!(severity.as_deref(), None | Some("bar" | "flag" | "note")) {
        return Err(bad_parameter("severity", "bar, flag, note"));
    }
    let kind = text(query.kind);
    if kind.as_deref().is_some_and(|kind| ConflictKind::from_code(kind).is_none()) {
        let codes: Vec<&str> = ConflictKind::ALL.iter().map(|kind| kind.code()).collect();
        return Err(bad_parameter("kind", &codes.join(", ")));
    }
    Ok(FindingQuery {
        severity,
        kind,
        nomination: text(query.nomination),
        expert: text(query.expert),
        is_decided: query.is_decided,
        is_assigned: query.is_assigned,
        ..FindingQuery::default()
    })
}

/// The conflicts of the latest finished run of a round, what waits for a person first.
#[utoipa::path(
    get, path = "/rounds/{year}/conflicts", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round"), ConflictQuery),
    responses(
        (status = 200, body = Page<FindingRowView, FindingFacets>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_conflicts(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(query): Query<ConflictQuery>,
) -> Result<Page<FindingRowView, FindingFacets>, ApiError> {
    let paging = Paging::parse(query.limit, query.cursor.as_deref())?;
    let asked = (year, asked(query)?, paging);
    let (data, total, tally) = findings::list(&app, &reader.actor, asked).await?;
    let kinds = tally.by_kind.iter();
    let facets = FindingFacets {
        by_severity: by_severity(&tally),
        undecided_flags: tally.undecided_flags,
        by_kind: kinds
            .map(|(kind, count)| KindTally { kind: kind.clone(), count: *count })
            .collect(),
    };
    Ok(Page { data, meta: paging.meta(total, facets) })
}

/// One conflict, with the way from the expert to the nomination.
#[utoipa::path(
    get, path = "/conflicts/{id}", tag = "recusals",
    params(("id" = String, Path, description = "key of the finding")),
    responses(
        (status = 200, body = Data<FindingView>), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn read_conflict(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<FindingView>, ApiError> {
    shown(Ok(()), || findings::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// An officer says whether a flag is a conflict, and why.
#[utoipa::path(
    post, path = "/conflicts/{id}/decision", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the finding"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = NewRecusalDecision,
    responses(
        (status = 200, body = Data<FindingView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn decide_conflict(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<NewRecusalDecision>,
) -> Result<Tagged<FindingView>, ApiError> {
    let is_conflict = body.outcome == RecusalRuling::Conflict;
    let doing = Doing { deed: Deed::Decide { is_conflict }, reason: &body.reason };
    let done = decide::decide(&app, &reader.actor, (id.into(), seen.0), doing).await;
    shown(done, || findings::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// An officer proposes to lift a bar.
#[utoipa::path(
    post, path = "/conflicts/{id}/lifting", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the finding"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = RecusalReason,
    responses(
        (status = 200, body = Data<FindingView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn propose_lifting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RecusalReason>,
) -> Result<Tagged<FindingView>, ApiError> {
    let doing = Doing { deed: Deed::Lift, reason: &body.reason };
    let done = decide::decide(&app, &reader.actor, (id.into(), seen.0), doing).await;
    shown(done, || findings::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// Another officer agrees to the lifting, or to taking a bar back, or does not.
#[utoipa::path(
    post, path = "/conflicts/{id}/lifting/answer", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the finding"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = LiftingAnswer,
    responses(
        (status = 200, body = Data<FindingView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn answer_lifting(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<LiftingAnswer>,
) -> Result<Tagged<FindingView>, ApiError> {
    let deed = Deed::AnswerLift { is_agreed: body.is_agreed };
    let doing = Doing { deed, reason: &body.reason };
    let done = decide::decide(&app, &reader.actor, (id.into(), seen.0), doing).await;
    shown(done, || findings::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// An officer takes back what was decided or proposed; of what bars, he asks for it, and another officer answers.
#[utoipa::path(
    post, path = "/conflicts/{id}/reversal", tag = "recusals",
    params(
        ("id" = String, Path, description = "key of the finding"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    request_body = RecusalReason,
    responses(
        (status = 200, body = Data<FindingView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn reverse_recusal_decision(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RecusalReason>,
) -> Result<Tagged<FindingView>, ApiError> {
    let doing = Doing { deed: Deed::Reverse, reason: &body.reason };
    let done = decide::decide(&app, &reader.actor, (id.into(), seen.0), doing).await;
    shown(done, || findings::read(&app, &reader.actor, id.into()), |now| now.version).await
}

/// Checks a pasted list of names before anybody is invited. Nothing of it is kept.
#[utoipa::path(
    post, path = "/rounds/{year}/conflict-check", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = PastedNames,
    responses(
        (status = 200, body = Data<CheckView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn check_pasted_names(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(body): ValidJson<PastedNames>,
) -> Result<Data<CheckView>, ApiError> {
    Ok(Data { data: check_names(&app, &reader.actor, (year, body.text)).await? })
}

/// The looks back at a round, newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/recusal-scans", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<Vec<ScanView>>), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_recusal_scans(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<ScanView>>, ApiError> {
    let data = crate::recusals::look_back::list(&app, &reader.actor, year).await?;
    Ok(Data { data })
}

/// Looks back at a round: who judged in spite of a conflict?
#[utoipa::path(
    post, path = "/rounds/{year}/recusal-scans", tag = "recusals",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = RecusalCommand,
    responses(
        (status = 201, body = Data<ScanView>), (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn look_back_at_round(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(RecusalCommand {}): ValidJson<RecusalCommand>,
) -> Result<Tagged<ScanView>, ApiError> {
    Ok(Tagged::created(1, look_back(&app, &reader.actor, year).await?))
}
