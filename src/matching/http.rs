//! The routes of match runs: asking for one, following it, reading its report.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use entity::ids::{ExpertId, MatchRunId, NominationId};
use futures_util::Stream;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    counterfactual::EntryScoreView,
    evidence::{self, EvidenceError},
    panels_http,
    parameters::MatchParameters,
    run::{self, Carrier, RunError},
    store::{find_run, list_runs},
    views::MatchRunView,
};
use crate::{
    app::App,
    authz::{self, Action, Reader, Wall, wall_in_round},
    awards, idempotency, identity,
    shared::Bilingual,
    web::{ApiError, Data, Download, Problem, ProblemCode, ValidJson},
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_match_runs, create_match_run))
        .routes(routes!(read_match_run))
        .routes(routes!(watch_match_run))
        .routes(routes!(read_match_certificate))
        .routes(routes!(read_entry_score))
        .merge(panels_http::routes())
}

impl From<EvidenceError> for ApiError {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::Absent => Self::new(ProblemCode::NotFound),
            EvidenceError::Wrong(error) => Self::internal(&error),
            EvidenceError::Store(error) => error.into(),
        }
    }
}

impl From<RunError> for ApiError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::NoRound(_) | RunError::NoRun => Self::new(ProblemCode::NotFound),
            RunError::Nothing(year) => Self::new(ProblemCode::Conflict).detail(
                format!("{year} 年度没有可匹配的提名，或专家库为空"),
                format!("round {year} has no nomination to match, or the pool is empty"),
            ),
            RunError::LoadBounds => Self::new(ProblemCode::Invalid).field(
                "/min_load",
                "range",
                Bilingual::new("不得大于 max_load", "must not be above max_load"),
            ),
            RunError::Floor => Self::new(ProblemCode::Invalid).field(
                "/floor",
                "range",
                Bilingual::new(
                    "只用于目标 floor，且不得大于 per_nomination",
                    "goes with the objective floor alone, and must not be above per_nomination",
                ),
            ),
            RunError::Rules(pointer, words) => {
                Self::new(ProblemCode::Invalid).field(&pointer, "rules", words)
            }
            RunError::NoPanels => Self::new(ProblemCode::Conflict).detail(
                "该年度没有采用中的评审组，不能限定组内指派",
                "no division of the round into panels stands, so that there is nothing to keep to",
            ),
            RunError::SeedTyped => Self::new(ProblemCode::Invalid).field(
                "/seed",
                "drawn",
                Bilingual::new(
                    "不得指定：种子由服务器抽取，抽签前登记其摘要，抽签后公布",
                    "must not be given: the server draws the seed, commits to it before the draw and \
                     reveals it after",
                ),
            ),
            RunError::Repeated => Self::new(ProblemCode::KeyReused),
            RunError::Plan(error) => {
                Self::new(ProblemCode::Invalid).detail(error.to_string(), error.to_string())
            }
            RunError::Broken(error) | RunError::NoRandomness(error) => Self::internal(&error),
            RunError::Store(error) => error.into(),
        }
    }
}

/// From which nominations of the round of `year` the reader is kept.
async fn wall(app: &App, reader: &Reader, year: i32) -> Result<Wall, ApiError> {
    let database = app.database.reader();
    match awards::find_round(database, year).await? {
        Some(round) => Ok(wall_in_round(database, &reader.actor, round.id).await?),
        None => Ok(Wall::default()),
    }
}

/// A run, and from which nominations of its round the reader is kept.
async fn found(
    app: &App,
    reader: &Reader,
    id: MatchRunId,
) -> Result<(MatchRunView, Wall), ApiError> {
    let database = app.database.reader();
    let run = find_run(database, id).await?;
    let mut run = run.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    identity::name_actors(database, std::slice::from_mut(&mut run)).await?;
    let wall = wall(app, reader, run.round).await?;
    Ok((run, wall))
}

/// The match runs of a round, newest first.
#[utoipa::path(
    get, path = "/rounds/{year}/match-runs", tag = "matching",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<Vec<MatchRunView>>), (status = 403, body = Problem))
)]
async fn list_match_runs(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<Vec<MatchRunView>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadMatches)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year)
        .await?
        .ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    let wall = wall_in_round(database, &reader.actor, round.id).await?;
    let mut runs = list_runs(database, round.id, year).await?;
    identity::name_actors(database, &mut runs).await?;
    Ok(Data { data: runs.into_iter().map(|run| run.behind(&wall)).collect() })
}

/// Asks for a match run. A repetition under the same `Idempotency-Key` asks for no second one.
#[utoipa::path(
    post, path = "/rounds/{year}/match-runs", tag = "matching",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = MatchParameters,
    responses(
        (status = 202, body = Data<MatchRunView>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_match_run(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    headers: HeaderMap,
    ValidJson(parameters): ValidJson<MatchParameters>,
) -> Result<Response, ApiError> {
    authz::permit(&reader.actor, Action::RunMatch)?;
    let route = format!("rounds/{year}/match-runs");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &parameters)?;
    let by = &reader.actor.username;
    let id = match run::request(&app, by, year, &parameters, Carrier::Queue(&key)).await {
        Ok(id) => id.0,
        Err(RunError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?
        }
        Err(error) => return Err(error.into()),
    };
    let (run, wall) = found(&app, &reader, id.into()).await?;
    let data = run.behind(&wall);
    let mut response = (StatusCode::ACCEPTED, Data { data }).into_response();
    if let Ok(location) = HeaderValue::from_str(&format!("/api/v1/match-runs/{id}")) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// One match run with its report.
#[utoipa::path(
    get, path = "/match-runs/{id}", tag = "matching",
    params(("id" = String, Path, description = "key of the run")),
    responses((status = 200, body = Data<MatchRunView>), (status = 404, body = Problem))
)]
async fn read_match_run(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Data<MatchRunView>, ApiError> {
    authz::permit(&reader.actor, Action::ReadMatches)?;
    let (run, wall) = found(&app, &reader, MatchRunId(id)).await?;
    Ok(Data { data: run.behind(&wall) })
}

/// The certificate of a run for `laurel verify`: its plan with the prices that prove it for the run's own
/// objective; of a draw also the chances, the bound and the seed, by which anybody can draw again.
#[utoipa::path(
    get, path = "/match-runs/{id}/certificate.json", tag = "matching",
    params(("id" = String, Path, description = "key of the run")),
    responses(
        (status = 200, content_type = "application/json", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_match_certificate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Download, ApiError> {
    authz::permit(&reader.actor, Action::ReadMatches)?;
    // It holds every nomination of the round.
    found(&app, &reader, MatchRunId(id)).await?.1.admit_to_all()?;
    let bytes = evidence::certificate(&app, MatchRunId(id)).await?;
    Ok(Download::json(format!("match-{id}.certificate.json"), bytes))
}

/// From which affinity on an expert would have been assigned to a nomination, exactly, by the certificate of
/// the run.
#[utoipa::path(
    get, path = "/match-runs/{id}/nominations/{nomination}/experts/{expert}/entry", tag = "matching",
    params(
        ("id" = String, Path, description = "key of the run"),
        ("nomination" = String, Path, description = "key of the nomination"),
        ("expert" = String, Path, description = "key of the expert"),
    ),
    responses(
        (status = 200, body = Data<EntryScoreView>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_entry_score(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((id, nomination, expert)): Path<(Uuid, Uuid, Uuid)>,
) -> Result<Data<EntryScoreView>, ApiError> {
    authz::permit(&reader.actor, Action::ReadMatches)?;
    let pair = (NominationId(nomination), ExpertId(expert));
    found(&app, &reader, MatchRunId(id)).await?.1.admit(pair.0)?;
    Ok(Data { data: evidence::entry(&app, MatchRunId(id), pair).await? })
}

/// Follows a run: an event `progress` at every step, `done` at the end. The progress is read from
/// the records, so that any node may carry the run out.
#[utoipa::path(
    get, path = "/match-runs/{id}/events", tag = "matching",
    params(("id" = String, Path, description = "key of the run")),
    responses((status = 200, description = "text/event-stream"), (status = 404, body = Problem))
)]
async fn watch_match_run(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, ApiError> {
    authz::permit(&reader.actor, Action::ReadMatches)?;
    if find_run(app.database.reader(), MatchRunId(id)).await?.is_none() {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    Ok(Sse::new(follow(app, MatchRunId(id))).keep_alive(KeepAlive::default()))
}

/// Where a stream of progress stands.
enum Following {
    Looking(Option<String>),
    Ended,
}

fn follow(app: Arc<App>, id: MatchRunId) -> impl Stream<Item = Result<Event, Infallible>> {
    const LOOK_AGAIN: Duration = Duration::from_millis(250);
    futures_util::stream::unfold(Following::Looking(None), move |following| {
        let app = Arc::clone(&app);
        async move {
            let Following::Looking(mut last) = following else {
                return None;
            };
            loop {
                let mut run = find_run(app.database.reader(), id).await.ok().flatten()?;
                run.report = None;
                let text = serde_json::to_string(&run).ok()?;
                if matches!(run.state.as_str(), "done" | "failed") {
                    let event = Event::default().event("done").data(text);
                    return Some((Ok(event), Following::Ended));
                }
                if last.as_ref() != Some(&text) {
                    let event = Event::default().event("progress").data(text.clone());
                    return Some((Ok(event), Following::Looking(Some(text))));
                }
                last = Some(text);
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    })
}
