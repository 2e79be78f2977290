//! The routes of the register: the list, one society, and every change of it.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
};
use entity::vocabulary::Route;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    app::App,
    authz::{self, Action, Permit, Reader},
    idempotency,
    societies::{
        change::{ChangeError, Mandate, change, enter},
        listing::{self, ListQuery, Sort},
        qualification::criteria::CRITERIA,
        read::read,
        registry::{
            AnnualCheck, Contact, GradeEnd, NewEvent, NewGrade, NewSociety, Officer, RouteChoice,
            SocietyChange, SocietyFacts,
        },
        route,
        views::{ExpiryView, SocietyDetail, SocietyFacets, SocietyRow},
    },
    web::{
        ApiError, Data, IfMatch, Page, Paging, Problem, ProblemCode, Tagged, ValidJson,
        bad_parameter, parse_sort,
    },
};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    let whole = OpenApiRouter::new()
        .routes(routes!(list_societies, create_society))
        .routes(routes!(read_society, update_society))
        .routes(routes!(list_expiries));
    whole.merge(people()).merge(standing())
}

fn people() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create_officer))
        .routes(routes!(update_officer, delete_officer))
        .routes(routes!(create_contact))
        .routes(routes!(update_contact, delete_contact))
}

fn standing() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(update_check))
        .routes(routes!(create_grade))
        .routes(routes!(update_grade))
        .routes(routes!(create_society_event))
        .routes(routes!(update_route))
        .routes(routes!(read_route_effect))
}

pub(super) type Answer = Result<Tagged<SocietyDetail>, ApiError>;

/// Leave to do `action` to the society `code`; a society out of reach is not there.
pub(super) fn leave(reader: &Reader, action: Action, code: &str) -> Result<Permit, ApiError> {
    let permit = authz::permit(&reader.actor, action)?;
    if permit.covers(code) { Ok(permit) } else { Err(ApiError::new(ProblemCode::NotFound)) }
}

async fn show(app: &App, reader: &Reader, code: &str) -> Result<SocietyDetail, ApiError> {
    read(app, &reader.actor, code).await?.ok_or_else(|| ApiError::new(ProblemCode::NotFound))
}

async fn shown(app: &App, reader: &Reader, code: &str) -> Answer {
    let data = show(app, reader, code).await?;
    Ok(Tagged::new(data.version, data))
}

/// Makes a change that was seen at a version.
pub(super) async fn put(
    app: &App,
    reader: &Reader,
    code: &str,
    seen: IfMatch,
    changed: SocietyChange,
) -> Answer {
    leave(reader, Action::ManageSocieties, code)?;
    let mandate = Mandate { by: &reader.actor.username, seen: Some(seen.0), key: None };
    let outcome = change(app, mandate, code, vec![changed]).await;
    Tagged::after(outcome, || shown(app, reader, code)).await
}

/// Makes a change that adds something, once for a key.
pub(super) async fn add<B: Serialize>(
    app: &App,
    reader: &Reader,
    (what, code, part): (Action, &str, &str),
    (headers, body): (&HeaderMap, &B),
    changed: SocietyChange,
) -> Answer {
    leave(reader, what, code)?;
    let route = format!("societies/{code}/{part}");
    let key = idempotency::Key::of(headers, reader.actor.account, &route, body)?;
    let mandate = Mandate { by: &reader.actor.username, seen: None, key: Some(&key) };
    match change(app, mandate, code, vec![changed]).await {
        Ok(()) => {}
        Err(ChangeError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = show(app, reader, code).await?;
    Ok(Tagged::created(data.version, data))
}

/// The parameters of the list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SocietyListParameters {
    /// Words to search for in code and names.
    q: Option<String>,
    /// Discipline group.
    group: Option<String>,
    /// Standing with CAST.
    status: Option<String>,
    /// Standing with the right to nominate.
    qualification: Option<String>,
    /// What ends next: `overdue`, `within7`, `within30` or `within90`.
    expiring: Option<String>,
    /// `society_id`, `name` or `expiry`; `-` before it for descending.
    sort: Option<String>,
    /// Rows on a page, 1 to 200.
    limit: Option<u64>,
    /// Where the page begins: a cursor that an earlier page returned.
    cursor: Option<String>,
}

/// The societies, searched, filtered, sorted and paged; a society sees itself.
#[utoipa::path(
    get, path = "/societies", tag = "societies", params(SocietyListParameters),
    responses(
        (status = 200, body = Page<SocietyRow, SocietyFacets>),
        (status = 400, body = Problem), (status = 403, body = Problem),
    )
)]
async fn list_societies(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<SocietyListParameters>,
) -> Result<Page<SocietyRow, SocietyFacets>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadSocieties)?;
    let (sort, is_descending) =
        parse_sort(asked.sort.as_deref(), Sort::Code, "society_id, name, expiry")?;
    let present = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    let query = ListQuery {
        q: present(asked.q),
        group: present(asked.group),
        status: present(asked.status),
        qualification: present(asked.qualification),
        expiring: present(asked.expiring),
        sort,
        is_descending,
    };
    let paging = Paging::parse(asked.limit, asked.cursor.as_deref())?;
    let (rows, facets) = listing::list(&app, &query, &permit.scope).await?;
    let total = rows.len() as u64;
    let skip = usize::try_from(paging.offset).unwrap_or(usize::MAX);
    let take = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let data = rows.into_iter().skip(skip).take(take).collect();
    Ok(Page { data, meta: paging.meta(total, facets) })
}

/// Enters a society.
#[utoipa::path(
    post, path = "/societies", tag = "societies", request_body = NewSociety,
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    responses(
        (status = 201, body = Data<SocietyDetail>),
        (status = 403, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_society(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewSociety>,
) -> Answer {
    authz::permit(&reader.actor, Action::ManageSocieties)?;
    let key = idempotency::Key::of(&headers, reader.actor.account, "societies", &body)?;
    let mandate = Mandate { by: &reader.actor.username, seen: None, key: Some(&key) };
    let code = body.society_id.clone();
    match enter(&app, mandate, body).await {
        Ok(()) => {}
        Err(ChangeError::Repeated) => {
            idempotency::recall(app.database.reader(), &key).await?;
        }
        Err(error) => return Err(error.into()),
    }
    let data = show(&app, &reader, &code).await?;
    Ok(Tagged::created(data.version, data))
}

/// One society: facts, people, checks, grades, history, route, and its right to nominate.
#[utoipa::path(
    get, path = "/societies/{code}", tag = "societies",
    params(("code" = String, Path, description = "CAST's code of the society")),
    responses((status = 200, body = Data<SocietyDetail>), (status = 404, body = Problem))
)]
async fn read_society(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
) -> Answer {
    leave(&reader, Action::ReadSocieties, &code)?;
    shown(&app, &reader, &code).await
}

/// A change of one part of a society: `$key` names the part in the address.
macro_rules! operation {
    ($(#[$doc:meta])* $name:ident, $path:literal, $key:literal: $kind:ty, $body:ty, $make:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            put, path = $path, tag = "societies", request_body = $body,
            params(
                ("code" = String, Path, description = "CAST's code of the society"),
                ($key = String, Path, description = "key of the part"),
                ("If-Match" = String, Header, description = "the ETag of what was read"),
            ),
            responses(
                (status = 200, body = Data<SocietyDetail>),
                (status = 403, body = Problem), (status = 404, body = Problem),
                (status = 412, body = Problem), (status = 422, body = Problem),
                (status = 428, body = Problem),
            )
        )]
        async fn $name(
            State(app): State<Arc<App>>,
            reader: Reader,
            Path((code, part)): Path<(String, $kind)>,
            seen: IfMatch,
            ValidJson(body): ValidJson<$body>,
        ) -> Answer {
            let make: fn($kind, $body) -> SocietyChange = $make;
            put(&app, &reader, &code, seen, make(part, body)).await
        }
    };
}

operation!(
    /// Changes an officer.
    update_officer, "/societies/{code}/officers/{id}", "id": Uuid, Officer,
    |id, officer| SocietyChange::PutOfficer(Some(id.into()), officer)
);
operation!(
    /// Changes a contact.
    update_contact, "/societies/{code}/contacts/{id}", "id": Uuid, Contact,
    |id, contact| SocietyChange::PutContact(Some(id.into()), contact)
);
operation!(
    /// Sets the annual check of a year.
    update_check, "/societies/{code}/checks/{year}", "year": i32, AnnualCheck,
    SocietyChange::Check
);
operation!(
    /// Ends a grade before its time.
    update_grade, "/societies/{code}/grades/{id}", "id": Uuid, GradeEnd,
    |id, end| SocietyChange::EndGrade(id.into(), end)
);

/// Sets the facts of a society.
#[utoipa::path(
    put, path = "/societies/{code}", tag = "societies", request_body = SocietyFacts,
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<SocietyDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn update_society(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    seen: IfMatch,
    ValidJson(body): ValidJson<SocietyFacts>,
) -> Answer {
    put(&app, &reader, &code, seen, SocietyChange::Facts(body)).await
}

/// Sets the route by which a society nominates, from a round that has not begun.
#[utoipa::path(
    put, path = "/societies/{code}/route", tag = "societies", request_body = RouteChoice,
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<SocietyDetail>),
        (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem),
    )
)]
async fn update_route(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    seen: IfMatch,
    ValidJson(body): ValidJson<RouteChoice>,
) -> Answer {
    put(&app, &reader, &code, seen, SocietyChange::Route(body)).await
}

/// Removes an officer entered by mistake; one who left office keeps a last day instead.
#[utoipa::path(
    delete, path = "/societies/{code}/officers/{id}", tag = "societies",
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("id" = String, Path, description = "key of the officer"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<SocietyDetail>), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn delete_officer(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((code, id)): Path<(String, Uuid)>,
    seen: IfMatch,
) -> Answer {
    put(&app, &reader, &code, seen, SocietyChange::RemoveOfficer(id.into())).await
}

/// Removes a contact.
#[utoipa::path(
    delete, path = "/societies/{code}/contacts/{id}", tag = "societies",
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("id" = String, Path, description = "key of the contact"),
        ("If-Match" = String, Header, description = "the ETag of what was read"),
    ),
    responses(
        (status = 200, body = Data<SocietyDetail>), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem),
    )
)]
async fn delete_contact(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((code, id)): Path<(String, Uuid)>,
    seen: IfMatch,
) -> Answer {
    put(&app, &reader, &code, seen, SocietyChange::RemoveContact(id.into())).await
}

macro_rules! addition {
    ($(#[$doc:meta])* $name:ident, $path:literal, $part:literal, $body:ty, $make:expr) => {
        $(#[$doc])*
        #[utoipa::path(
            post, path = $path, tag = "societies", request_body = $body,
            params(
                ("code" = String, Path, description = "CAST's code of the society"),
                ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
            ),
            responses(
                (status = 201, body = Data<SocietyDetail>),
                (status = 403, body = Problem), (status = 404, body = Problem),
                (status = 422, body = Problem),
            )
        )]
        async fn $name(
            State(app): State<Arc<App>>,
            reader: Reader,
            Path(code): Path<String>,
            headers: HeaderMap,
            ValidJson(body): ValidJson<$body>,
        ) -> Answer {
            let changed = ($make)(body.clone());
            let place = (Action::ManageSocieties, code.as_str(), $part);
            add(&app, &reader, place, (&headers, &body), changed).await
        }
    };
}

addition!(
    /// Adds an officer.
    create_officer, "/societies/{code}/officers", "officers", Officer,
    |officer| SocietyChange::PutOfficer(None, officer)
);
addition!(
    /// Adds a contact.
    create_contact, "/societies/{code}/contacts", "contacts", Contact,
    |contact| SocietyChange::PutContact(None, contact)
);
addition!(
    /// Records a grade; how long it holds follows from the announcement.
    create_grade, "/societies/{code}/grades", "grades", NewGrade, SocietyChange::Grade
);
addition!(
    /// Records what became of a society; what was recorded is never changed.
    create_society_event, "/societies/{code}/events", "events", NewEvent, SocietyChange::Event
);

/// The parameters of the preview of a route.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RouteEffectParameters {
    /// `direct` or `via_cast`.
    #[param(value_type = String)]
    route: Route,
    /// The first round for which it would hold.
    from_year: i32,
}

/// What a change of route would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RouteEffect {
    /// The route that would hold else.
    pub from: String,
    /// The route asked for.
    pub to: String,
    /// What it would do to the society's quota, in words.
    pub effect: String,
}

/// What a change of route would do to the society's quota, in words.
#[utoipa::path(
    get, path = "/societies/{code}/route-effect", tag = "societies",
    params(("code" = String, Path, description = "CAST's code of the society"), RouteEffectParameters),
    responses((status = 200, body = Data<RouteEffect>), (status = 404, body = Problem))
)]
async fn read_route_effect(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    Query(asked): Query<RouteEffectParameters>,
) -> Result<Data<RouteEffect>, ApiError> {
    leave(&reader, Action::ReadSocieties, &code)?;
    let detail = show(&app, &reader, &code).await?;
    let set: Vec<(i32, Route)> = detail
        .route
        .history
        .iter()
        .filter_map(|row| Some((row.from_year, row.route.parse().ok()?)))
        .collect();
    let from = route::route_in(&set, asked.from_year);
    let is_new = detail.qualification.as_str() == "probation";
    let effect = route::effect(from, asked.route, asked.from_year, &CRITERIA, is_new);
    Ok(Data {
        data: RouteEffect {
            from: from.as_str().to_owned(),
            to: asked.route.as_str().to_owned(),
            effect: effect.get(reader.language).to_owned(),
        },
    })
}

/// The parameters of the list of ends.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExpiryParameters {
    /// Days to look ahead: 7, 30 or 90; 90 unless given.
    within: Option<i64>,
}

/// What ends soon or has ended: rights, files, grades, councils, officers, clerks.
#[utoipa::path(
    get, path = "/expiries", tag = "societies", params(ExpiryParameters),
    responses((status = 200, body = Data<Vec<ExpiryView>>), (status = 403, body = Problem))
)]
async fn list_expiries(
    State(app): State<Arc<App>>,
    reader: Reader,
    Query(asked): Query<ExpiryParameters>,
) -> Result<Data<Vec<ExpiryView>>, ApiError> {
    let permit = authz::permit(&reader.actor, Action::ReadSocieties)?;
    let days = asked.within.unwrap_or(90);
    if ![7, 30, 90].contains(&days) {
        return Err(bad_parameter("within", "7, 30, 90"));
    }
    Ok(Data { data: listing::expiries(&app, days, &permit.scope).await? })
}

/// Nothing came back but that it was done.
pub(super) const DONE: StatusCode = StatusCode::NO_CONTENT;
