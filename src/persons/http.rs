//! The routes of identity resolution: the queue, one pair side by side, the steps of two people.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use entity::{
    ids::PersonLinkId,
    vocabulary::{PersonLinkDeed, PersonLinkState},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::{
    seek::{SeekError, seek},
    states::{StepRefusal, allowed, awaits_second},
    store::{self, ListQuery},
    take_step::{Asked, StepError, take_step},
    views::{FindReport, PersonLinkDetail, PersonLinkFacets, PersonLinkRow},
    walled,
};
use crate::{
    app::App,
    authz::{self, Action, Reader},
    awards,
    shared::Bilingual,
    web::{
        ApiError, Data, IfMatch, Page, Paging, Problem, ProblemCode, Tagged, ValidJson,
        bad_parameter,
    },
};

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_person_links))
        .routes(routes!(create_person_search))
        .routes(routes!(read_person_link))
        .routes(routes!(create_person_link_step))
}

/// Both languages of a text written as `zh / en`.
fn both(text: &str) -> Bilingual {
    let (zh, en) = text.split_once(" / ").unwrap_or((text, text));
    Bilingual::new(zh, en)
}

impl From<SeekError> for ApiError {
    fn from(error: SeekError) -> Self {
        match error {
            SeekError::NoRound(_) => Self::new(ProblemCode::NotFound),
            SeekError::Broken(_) => Self::internal(&error),
            SeekError::Store(error) => error.into(),
        }
    }
}

impl From<StepError> for ApiError {
    fn from(error: StepError) -> Self {
        let said = both(&error.to_string());
        match error {
            StepError::NotFound => Self::new(ProblemCode::NotFound),
            StepError::Stale => Self::new(ProblemCode::Stale),
            StepError::Refused(StepRefusal::NoReason) => {
                Self::new(ProblemCode::Invalid).field("/reason", "length", said)
            }
            StepError::Refused(StepRefusal::SamePerson) => Self::new(ProblemCode::Conflict)
                .detail(said.zh.clone(), said.en.clone())
                .field("/deed", "second_person", said),
            StepError::Refused(StepRefusal::NotNow)
            | StepError::Contradiction { .. }
            | StepError::Joined => Self::new(ProblemCode::Conflict).detail(said.zh, said.en),
            StepError::Walled(walled) => walled.into(),
            StepError::Broken(_) => Self::internal(&error),
            StepError::Store(error) => error.into(),
        }
    }
}

/// The parameters of the queue.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PersonLinkParameters {
    /// States, with commas between; all when left out.
    state: Option<String>,
    /// The least probability, 0 to 1.
    least: Option<f64>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The states that a parameter names.
fn states(text: Option<&str>) -> Result<Vec<PersonLinkState>, ApiError> {
    let words: Vec<&str> = PersonLinkState::ALL.iter().map(|one| one.as_str()).collect();
    let named = text.into_iter().flat_map(|text| text.split(',')).filter(|word| !word.is_empty());
    named.map(|word| word.parse().map_err(|_| bad_parameter("state", &words.join(", ")))).collect()
}

/// A fraction as per mille.
fn per_mille(least: Option<f64>) -> Result<i32, ApiError> {
    let least = least.unwrap_or_default();
    if !(0.0..=1.0).contains(&least) {
        return Err(bad_parameter("least", "0–1"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a thousand at the most")]
    Ok((least * 1000.0).round() as i32)
}

async fn round_of(app: &App, year: i32) -> Result<awards::Round, ApiError> {
    let round = awards::find_round(app.database.reader(), year).await?;
    round.ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

/// Pairs of records of a round that may be one person, the most probable first.
#[utoipa::path(
    get, path = "/rounds/{year}/person-links", tag = "persons",
    params(("year" = i32, Path, description = "year of the round"), PersonLinkParameters),
    responses(
        (status = 200, body = Page<PersonLinkRow, PersonLinkFacets>), (status = 400, body = Problem),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn list_person_links(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    Query(asked): Query<PersonLinkParameters>,
) -> Result<Page<PersonLinkRow, PersonLinkFacets>, ApiError> {
    authz::permit(&reader.actor, Action::ReadPersons)?;
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let query = ListQuery {
        states: states(asked.state.as_deref())?,
        least: per_mille(asked.least)?,
        offset: paging.offset,
        limit: paging.limit,
        wall: authz::wall_of(app.database.reader(), &reader.actor).await?,
    };
    let round = round_of(&app, year).await?.id;
    let database = app.database.reader();
    let (data, total) = store::list(database, round, &query).await?;
    let facets = PersonLinkFacets { states: store::counts(database, round, &query.wall).await? };
    Ok(Page { data, meta: paging.meta(total, facets) })
}

/// Looks for pairs in the pool and a round, and brings the queue in line with the records. Doing it twice
/// changes nothing more; what people decided stays.
#[utoipa::path(
    post, path = "/rounds/{year}/person-searches", tag = "persons",
    params(("year" = i32, Path, description = "year of the round")),
    responses(
        (status = 200, body = Data<FindReport>),
        (status = 403, body = Problem), (status = 404, body = Problem),
    )
)]
async fn create_person_search(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<FindReport>, ApiError> {
    authz::permit(&reader.actor, Action::LinkPersons)?;
    let wall = authz::wall_of(app.database.reader(), &reader.actor).await?;
    Ok(Data { data: seek(&app, &reader.actor.username, (year, &wall)).await? })
}

async fn detail(
    app: &App,
    reader: &Reader,
    id: PersonLinkId,
) -> Result<PersonLinkDetail, ApiError> {
    let database = app.database.reader();
    let found = store::find(database, id).await?;
    let (kept, round) = found.ok_or_else(|| ApiError::new(ProblemCode::NotFound))?;
    walled::to_pair(app, &reader.actor, &kept).await?;
    let by = reader.actor.username.as_str();
    let first = kept.row.first_by.as_deref();
    let may_act = authz::permit(&reader.actor, Action::LinkPersons).is_ok()
        && walled::may_decide(app, &reader.actor, &kept).await?;
    let deeds = if may_act { allowed(kept.row.state, first, by) } else { Vec::new() };
    Ok(PersonLinkDetail {
        round,
        version: kept.row.version,
        reasons: kept.reasons()?,
        comparisons: kept.comparisons()?,
        steps: store::steps(database, id).await?,
        allowed: deeds.into_iter().map(|deed| deed.as_str().to_owned()).collect(),
        awaits_another: awaits_second(kept.row.state) && first == Some(by),
        row: kept.view()?,
    })
}

/// A pair: both records side by side, the evidence, and what was done.
#[utoipa::path(
    get, path = "/person-links/{id}", tag = "persons",
    params(("id" = String, Path, description = "key of the pair")),
    responses(
        (status = 200, body = Data<PersonLinkDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn read_person_link(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<PersonLinkDetail>, ApiError> {
    authz::permit(&reader.actor, Action::ReadPersons)?;
    let data = detail(&app, &reader, PersonLinkId(id)).await?;
    Ok(Tagged::new(data.version, data))
}

/// A step about a pair.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonLinkStepBody {
    /// `confirm`, `refuse`, `unlink`, `withdraw` or `reopen`.
    pub deed: String,
    /// Why; needed for all but `confirm`.
    #[validate(length(max = 500))]
    #[serde(default)]
    pub reason: Option<String>,
}

/// Takes a step: confirm (a second person links), refuse (where a bar would fall, a second person too), unlink
/// (a second person parts), withdraw, reopen.
#[utoipa::path(
    post, path = "/person-links/{id}/steps", tag = "persons", request_body = PersonLinkStepBody,
    params(
        ("id" = String, Path, description = "key of the pair"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<PersonLinkDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn create_person_link_step(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    ValidJson(body): ValidJson<PersonLinkStepBody>,
) -> Result<Tagged<PersonLinkDetail>, ApiError> {
    authz::permit(&reader.actor, Action::LinkPersons)?;
    let id = PersonLinkId(id);
    let deed: Option<PersonLinkDeed> = body.deed.parse().ok();
    let deed = deed.filter(|deed| *deed != PersonLinkDeed::Lapse);
    let deed = deed.ok_or_else(|| {
        let allowed = "confirm, refuse, unlink, withdraw, reopen";
        let said = Bilingual::new(format!("允许：{allowed}"), format!("allowed: {allowed}"));
        ApiError::new(ProblemCode::Invalid).field("/deed", "unknown", said)
    })?;
    let asked = Asked { id, seen: seen.0, deed, reason: body.reason.as_deref() };
    let outcome = take_step(&app, &reader.actor, asked).await;
    let data = detail(&app, &reader, id).await?;
    match outcome {
        Ok(()) => Ok(Tagged::new(data.version, data)),
        Err(StepError::Stale) => Err(ApiError::stale(data.version, &data)),
        Err(error) => Err(error.into()),
    }
}
