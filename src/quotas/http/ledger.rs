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
    answer_move, carry_over,
    ledger::{
        self, Answer, Asker, CounterDetail, LedgerRule, LedgerView, MoveError, MoveView, Movement,
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
    /// Places kept back. More than the round before had beside those of the societies are new ones, and wait
    /// for a second person.
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
        .routes(routes!(confirm_quota_transfer))
        .routes(routes!(withdraw_quota_transfer))
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
            ReserveError::Exhausted { own_free, held, .. } if own_free > 0 => {
                gone_from_cast(own_free, held)
            }
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
    let next = next_step(held);
    ApiError::new(ProblemCode::QuotaExhausted).detail(
        format!("限额 {places} 个已用完{given_zh}。{}", next.zh),
        format!("all {places} places are taken{given_en}. {}", next.en),
    )
}

/// Why a society has no place although it has not taken all of its own.
fn gone_from_cast(own_free: i32, held: i32) -> ApiError {
    let next = next_step(held);
    ApiError::new(ProblemCode::QuotaExhausted).detail(
        format!("本学会未使用的 {own_free} 个名额出自中国科协的限额，后者已用完。{}", next.zh),
        format!(
            "the {own_free} free places of the society come out of CAST's, which are all taken. {}",
            next.en
        ),
    )
}

/// What somebody without a place can do, where so many are kept back.
fn next_step(held: i32) -> Bilingual {
    if held > 0 {
        return Bilingual::new(
            format!("可撤回一项未受理的提名，或申请从机动名额（尚有 {held} 个）中划拨"),
            format!(
                "withdraw a nomination that is not accepted yet, or ask for one of the {held} places kept back"
            ),
        );
    }
    Bilingual::new(
        "可撤回一项未受理的提名；机动名额已用完，可等待其他学会退回名额",
        "withdraw a nomination that is not accepted yet; nothing is kept back any more, but others may give places back",
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
                .detail("该申请已处理", "this was confirmed or withdrawn already"),
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

/// The ledger of a round: places by bucket and society, what is given back and what is handed out.
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
/// awards are known are carried over. New places to be kept back stand among the transfers and wait for a
/// second person. Asked for again it is a conflict, and nothing is done twice.
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

/// CAST asks to hand places that the round keeps back to a society. A second person at CAST confirms; until
/// then it may be withdrawn.
#[utoipa::path(
    post, path = "/rounds/{year}/quota-ledger/{counter}/transfer", tag = "quotas",
    params(
        ("year" = i32, Path, description = "year of the round"),
        ("counter" = String, Path, description = "key of the counter"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    request_body = PlacesAndReason,
    responses(
        (status = 201, body = Data<MoveView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn transfer_quota(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((year, id)): Path<(i32, Uuid)>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PlacesAndReason>,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let route = format!("rounds/{year}/quota-ledger/{id}/transfer");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    shown(&app, year, id.into(), &permit.scope).await?;
    ask(&app, (&reader, &permit.scope), (id.into(), Asker::Cast), &body, &key).await
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
        (status = 201, body = Data<MoveView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn ask_quota_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((year, id)): Path<(i32, Uuid)>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PlacesAndReason>,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::AnswerQuota)?;
    let route = format!("rounds/{year}/quota-ledger/{id}/give-back");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    shown(&app, year, id.into(), &permit.scope).await?;
    ask(&app, (&reader, &permit.scope), (id.into(), Asker::Society), &body, &key).await
}

/// Asks for places to be moved, once however often the request comes.
async fn ask(
    app: &App,
    (reader, scope): (&Reader, &Scope),
    (counter, by): (QuotaCounterId, Asker),
    body: &PlacesAndReason,
    key: &idempotency::Key,
) -> Result<Tagged<MoveView>, ApiError> {
    let movement = Movement { places: body.places, reason: &body.reason };
    let tx = app.database.begin_write().await?;
    let stamp = stamp(app, reader);
    let id = match ledger::ask(&tx, (counter, by), &movement, Some(key), &stamp).await {
        Ok(id) => {
            tx.commit().await?;
            id
        }
        Err(MoveError::Repeated) => {
            drop(tx);
            let reply = idempotency::recall(app.database.reader(), key).await?;
            Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?.into()
        }
        Err(error) => return Err(error.into()),
    };
    let data = asked(app, (id, by), scope).await?;
    Ok(Tagged::created(data.version, data))
}

async fn asked(
    app: &App,
    what: (QuotaGiveBackId, Asker),
    scope: &Scope,
) -> Result<MoveView, ApiError> {
    ledger::asked(app, what, scope).await?.ok_or_else(not_found)
}

/// One giving back.
#[utoipa::path(
    get, path = "/quota-give-backs/{id}", tag = "quotas",
    params(("id" = String, Path, description = "key of the giving back")),
    responses((status = 200, body = Data<MoveView>), (status = 403, body = Problem), (status = 404, body = Problem))
)]
async fn read_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadQuotas)?;
    let data = asked(&app, (id.into(), Asker::Society), &permit.scope).await?;
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
        (status = 200, body = Data<MoveView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn confirm_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let what = (id.into(), Asker::Society);
    answer(&app, (&reader, &permit.scope), what, seen, Answer::Confirm).await
}

/// The society withdraws its wish to give places back.
#[utoipa::path(
    post, path = "/quota-give-backs/{id}/withdraw", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the giving back"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MoveView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn withdraw_quota_give_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::AnswerQuota)?;
    let what = (id.into(), Asker::Society);
    answer(&app, (&reader, &permit.scope), what, seen, Answer::Withdraw).await
}

/// A second person at CAST confirms that places are handed out, or that new ones are kept back.
#[utoipa::path(
    post, path = "/quota-transfers/{id}/confirm", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the transfer"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MoveView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem),
    )
)]
async fn confirm_quota_transfer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let what = (id.into(), Asker::Cast);
    answer(&app, (&reader, &permit.scope), what, seen, Answer::Confirm).await
}

/// CAST withdraws its wish to hand places out, or to keep new ones back.
#[utoipa::path(
    post, path = "/quota-transfers/{id}/withdraw", tag = "quotas",
    params(
        ("id" = String, Path, description = "key of the transfer"),
        ("If-Match" = String, Header, description = "the entity tag that was read"),
    ),
    responses(
        (status = 200, body = Data<MoveView>), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn withdraw_quota_transfer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    seen: IfMatch,
) -> Result<Tagged<MoveView>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::DecideQuotas)?;
    let what = (id.into(), Asker::Cast);
    answer(&app, (&reader, &permit.scope), what, seen, Answer::Withdraw).await
}

async fn answer(
    app: &App,
    (reader, scope): (&Reader, &Scope),
    what: (QuotaGiveBackId, Asker),
    seen: IfMatch,
    answer: Answer,
) -> Result<Tagged<MoveView>, ApiError> {
    let now = asked(app, what, scope).await?;
    seen.check(now.version, &now)?;
    answer_move(app, &reader.actor.username, (what.0, seen.0), answer).await?;
    let data = asked(app, what, scope).await?;
    Ok(Tagged::new(data.version, data))
}
