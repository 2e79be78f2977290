//! The routes of the ledger: reading it, handing places out, giving them back.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use entity::ids::{QuotaCounterId, QuotaGiveBackId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::super::{
    carry_over,
    ledger::{
        self, Answer, CounterDetail, GiveBackView, LedgerRule, LedgerView, MoveError, Movement,
        OpenError, ReserveError, Stamp,
    },
};
use crate::{
    app::App,
    authz::{self, Action, Reader, Scope},
    idempotency,
    shared::Bilingual,
    web::{ApiError, Data, IfMatch, Problem, ProblemCode, Tagged, ValidJson},
};

/// How many places, and why.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesAndReason {
    /// Places, 1 to 100.
    #[validate(range(min = 1, max = 100))]
    pub places: i32,
    /// Why; kept in the ledger.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// What a ledger begins with that is carried over.
#[derive(Clone, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CarriedOverQuota {
    /// Places kept back.
    #[validate(range(min = 0, max = 10_000))]
    pub held: i32,
    /// Why nothing was decided; kept in the ledger.
    #[validate(length(min = 1, max = 2000))]
    pub reason: String,
}

/// The routes of this part.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(read_quota_ledger, open_quota_ledger))
        .routes(routes!(read_quota_counter))
        .routes(routes!(transfer_quota))
        .routes(routes!(ask_quota_back))
        .routes(routes!(read_quota_give_back))
        .routes(routes!(confirm_quota_give_back))
        .routes(routes!(withdraw_quota_give_back))
}

impl From<ReserveError> for ApiError {
    fn from(error: ReserveError) -> Self {
        match error {
            ReserveError::NoQuota { year, .. } => Self::new(ProblemCode::QuotaExhausted).detail(
                format!("本学会在 {year} 年度没有提名限额；请向中国科协申请资格或限额"),
                format!(
                    "the society has no quota in round {year}; ask CAST for the right or a place"
                ),
            ),
            ReserveError::Exhausted { places, asked_back, held, .. } => {
                exhausted(places, asked_back, held)
            }
            ReserveError::Elsewhere => Self::new(ProblemCode::Conflict).detail(
                "该项目已由另一提名单位提名，同一项目每届只能由一个单位提名",
                "another nominator has nominated this work; a round takes it from one only",
            ),
            ReserveError::Store(error) => error.into(),
        }
    }
}

/// Why there is no place, and what can be done about it.
fn exhausted(places: i32, asked_back: i32, held: i32) -> ApiError {
    let (given_zh, given_en) = if asked_back > 0 {
        (
            format!("，其中 {asked_back} 个正在申请退回，可先撤销退回申请"),
            format!("; {asked_back} of them wait to be given back, which can be withdrawn"),
        )
    } else {
        (String::new(), String::new())
    };
    let (next_zh, next_en) = if held > 0 {
        (
            format!("可撤回一项未受理的提名，或申请从机动名额（尚有 {held} 个）中划拨"),
            format!(
                "withdraw a nomination that is not accepted yet, or ask for one of the {held} places kept back"
            ),
        )
    } else {
        (
            "可撤回一项未受理的提名；机动名额已用完，可等待其他学会退回名额".to_owned(),
            "withdraw a nomination that is not accepted yet; nothing is kept back any more, but others may give places back".to_owned(),
        )
    };
    ApiError::new(ProblemCode::QuotaExhausted).detail(
        format!("限额 {places} 个已用完{given_zh}。{next_zh}"),
        format!("all {places} places are taken{given_en}. {next_en}"),
    )
}

impl From<OpenError> for ApiError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Open(year) => Self::new(ProblemCode::Conflict).detail(
                format!("{year} 年度的限额台账已经建立"),
                format!("round {year} has a ledger already"),
            ),
            OpenError::Store(error) => error.into(),
        }
    }
}

impl From<MoveError> for ApiError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::NotFound => Self::new(ProblemCode::NotFound),
            MoveError::Rule(rule) => broken(rule),
            MoveError::SamePerson => Self::new(ProblemCode::Conflict).detail(
                "须由申请人以外的人确认",
                "somebody other than the one who asked must confirm",
            ),
            MoveError::Answered => Self::new(ProblemCode::Conflict)
                .detail("该退回申请已处理", "this was confirmed or withdrawn already"),
            MoveError::Stale(version) => Self::stale(version, &()),
            MoveError::Repeated => Self::new(ProblemCode::KeyReused),
            MoveError::Store(error) => error.into(),
        }
    }
}

fn broken(rule: LedgerRule) -> ApiError {
    let message = match rule {
        LedgerRule::Unlimited => Bilingual::new("该类别不限额", "this bucket has no limit"),
        LedgerRule::NotOfSociety => Bilingual::new("不是学会的台账", "not a society's counter"),
        LedgerRule::ReserveShort { held } => Bilingual::new(
            format!("机动名额只有 {held} 个"),
            format!("only {held} places are kept back"),
        ),
        LedgerRule::TooFewFree { free } => Bilingual::new(
            format!("未使用的名额只有 {free} 个"),
            format!("only {free} places are free"),
        ),
    };
    ApiError::new(ProblemCode::Invalid).field("/places", "range", message)
}

fn not_found() -> ApiError {
    ApiError::new(ProblemCode::NotFound)
}

/// The ledger of a round: places by bucket and society, and the givings back.
#[utoipa::path(
    get, path = "/rounds/{year}/quota-ledger", tag = "quotas",
    params(("year" = i32, Path, description = "year of the round")),
    responses((status = 200, body = Data<LedgerView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_ledger(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
) -> Result<Data<LedgerView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    let data = ledger::ledger(&app, year, &permit.scope).await?.ok_or_else(not_found)?;
    Ok(Data { data })
}

/// Opens the ledger of a round for which nothing was decided: the places of the newest round whose
/// awards are known are carried over. Asked for again it is a conflict, and nothing is done twice.
#[utoipa::path(
    post, path = "/rounds/{year}/quota-ledger", tag = "quotas",
    params(("year" = i32, Path, description = "year of the round")),
    request_body = CarriedOverQuota,
    responses(
        (status = 201, body = Data<LedgerView>), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem),
    )
)]
async fn open_quota_ledger(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(year): Path<i32>,
    ValidJson(body): ValidJson<CarriedOverQuota>,
) -> Result<(StatusCode, Data<LedgerView>), ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let by = &reader.actor.username;
    carry_over(&app, by, year, (body.held, body.reason.as_str())).await?;
    let data = ledger::ledger(&app, year, &permit.scope).await?.ok_or_else(not_found)?;
    Ok((StatusCode::CREATED, Data { data }))
}

/// One society's counter with every entry that made it what it is.
#[utoipa::path(
    get, path = "/rounds/{year}/quota-ledger/{counter}", tag = "quotas",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("counter" = String, Path, description = "key of the counter"),
    ),
    responses((status = 200, body = Data<CounterDetail>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_counter(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((year, id)): Path<(i32, Uuid)>,
) -> Result<Data<CounterDetail>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    shown(&app, year, id.into(), &permit.scope).await
}

async fn shown(
    app: &App,
    year: i32,
    id: QuotaCounterId,
    scope: &Scope,
) -> Result<Data<CounterDetail>, ApiError> {
    let data = ledger::counter(app, year, id, scope).await?.ok_or_else(not_found)?;
    Ok(Data { data })
}

/// Hands places that the round keeps back to a society.
#[utoipa::path(
    post, path = "/rounds/{year}/quota-ledger/{counter}/transfer", tag = "quotas",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("counter" = String, Path, description = "key of the counter"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = PlacesAndReason,
    responses(
        (status = 200, body = Data<CounterDetail>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn transfer_quota(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((year, id)): Path<(i32, Uuid)>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PlacesAndReason>,
) -> Result<Data<CounterDetail>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let route = format!("rounds/{year}/quota-ledger/{id}/transfer");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    shown(&app, year, id.into(), &permit.scope).await?;
    let movement = Movement { places: body.places, reason: &body.reason };
    let tx = app.database.begin_write().await?;
    let stamp = stamp(&app, &reader);
    match ledger::transfer(&tx, id.into(), &movement, &key, &stamp).await {
        Ok(()) => tx.commit().await?,
        Err(MoveError::Repeated) => {
            drop(tx);
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    shown(&app, year, id.into(), &permit.scope).await
}

fn stamp<'a>(app: &App, reader: &'a Reader) -> Stamp<'a> {
    Stamp { ids: app.ids, now: app.clock.now(), by: &reader.actor.username }
}

/// A society asks to give places back. A second person at CAST confirms; until then it may withdraw.
#[utoipa::path(
    post, path = "/rounds/{year}/quota-ledger/{counter}/give-back", tag = "quotas",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("counter" = String, Path, description = "key of the counter"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = PlacesAndReason,
    responses(
        (status = 201, body = Data<GiveBackView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn ask_quota_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((year, id)): Path<(i32, Uuid)>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PlacesAndReason>,
) -> Result<Tagged<GiveBackView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::AnswerQuota)?;
    let route = format!("rounds/{year}/quota-ledger/{id}/give-back");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    shown(&app, year, id.into(), &permit.scope).await?;
    let movement = Movement { places: body.places, reason: &body.reason };
    let tx = app.database.begin_write().await?;
    let asked = match ledger::ask_back(&tx, id.into(), &movement, &key, &stamp(&app, &reader)).await
    {
        Ok(asked) => {
            tx.commit().await?;
            asked
        }
        Err(MoveError::Repeated) => {
            drop(tx);
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let data = give_back(&app, asked, &permit.scope).await?;
    Ok(Tagged::created(data.version, data))
}

async fn give_back(
    app: &App,
    id: QuotaGiveBackId,
    scope: &Scope,
) -> Result<GiveBackView, ApiError> {
    ledger::give_back(app, id, scope).await?.ok_or_else(not_found)
}

/// One giving back.
#[utoipa::path(
    get, path = "/quota-give-backs/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the giving back")),
    responses((status = 200, body = Data<GiveBackView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<GiveBackView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    let data = give_back(&app, id.into(), &permit.scope).await?;
    Ok(Tagged::new(data.version, data))
}

/// A second person confirms that places are given back; they go to what the round keeps back.
#[utoipa::path(
    post, path = "/quota-give-backs/{id}/confirm", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the giving back"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<GiveBackView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn confirm_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<GiveBackView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    answer(&app, &reader, (id.into(), seen), &permit.scope, Answer::Confirm).await
}

/// The society withdraws its wish to give places back.
#[utoipa::path(
    post, path = "/quota-give-backs/{id}/withdraw", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the giving back"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<GiveBackView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn withdraw_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<GiveBackView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::AnswerQuota)?;
    answer(&app, &reader, (id.into(), seen), &permit.scope, Answer::Withdraw).await
}

async fn answer(
    app: &App,
    reader: &Reader,
    (id, seen): (QuotaGiveBackId, IfMatch),
    scope: &Scope,
    answer: Answer,
) -> Result<Tagged<GiveBackView>, ApiError> {
    let now = give_back(app, id, scope).await?;
    seen.check(now.version, &now)?;
    let tx = app.database.begin_write().await?;
    ledger::answer_back(&tx, id, seen.0, answer, &stamp(app, reader)).await?;
    tx.commit().await?;
    let data = give_back(app, id, scope).await?;
    Ok(Tagged::new(data.version, data))
}
