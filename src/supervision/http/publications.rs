//! The routes of disclosures and of the library.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use entity::ids::{DisclosureId, LibraryEntryId};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    super::{
        errors::SupervisionError,
        publish::{self, NewDisclosure, NewEntry, WithdrawalText},
        show_work,
        views::{DisclosureView, EntryView},
    },
    key_of, made,
};
use crate::{
    app::App,
    authz::Reader,
    web::{ApiError, Data, Problem, ValidJson},
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_disclosures, disclose))
        .routes(routes!(withdraw_disclosure))
        .routes(routes!(list_library, put_into_library))
        .routes(routes!(withdraw_from_library))
}

async fn disclosure(
    app: &App,
    reader: &Reader,
    id: Uuid,
) -> Result<Data<DisclosureView>, ApiError> {
    let all = show_work::disclosures(app, &reader.actor, reader.language).await?;
    let found = all.into_iter().find(|one| one.id == id).ok_or(SupervisionError::NotFound)?;
    Ok(Data { data: found })
}

async fn entry(app: &App, reader: &Reader, id: Uuid) -> Result<Data<EntryView>, ApiError> {
    let all = show_work::library(app, &reader.actor, reader.language).await?;
    let found = all.into_iter().find(|one| one.id == id).ok_or(SupervisionError::NotFound)?;
    Ok(Data { data: found })
}

/// The disclosures of the societies that the reader sees, newest first, withdrawn ones too.
#[utoipa::path(
    get, path = "/disclosures", tag = "supervision",
    responses((status = 200, body = Data<Vec<DisclosureView>>), (status = 403, body = Problem))
)]
async fn list_disclosures(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<DisclosureView>>, ApiError> {
    Ok(Data { data: show_work::disclosures(&app, &reader.actor, reader.language).await? })
}

/// Discloses something; it is public at once.
#[utoipa::path(
    post, path = "/disclosures", tag = "supervision",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewDisclosure,
    responses(
        (status = 201, body = Data<DisclosureView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn disclose(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewDisclosure>,
) -> Result<Response, ApiError> {
    let key = key_of(&headers, &reader, "disclosures", &body)?;
    let outcome = publish::disclose(&app, &reader.actor, body, Some(&key)).await;
    let id = made(&app, &key, outcome.map(|id| id.0)).await?;
    Ok((StatusCode::CREATED, disclosure(&app, &reader, id).await?).into_response())
}

/// Withdraws a disclosure: its title and the reason stay to be seen.
#[utoipa::path(
    post, path = "/disclosures/{id}/withdrawal", tag = "supervision",
    params(("id" = String, Path, description = "key of the disclosure")),
    request_body = WithdrawalText,
    responses(
        (status = 200, body = Data<DisclosureView>), (status = 404, body = Problem),
        (status = 409, body = Problem),
    )
)]
async fn withdraw_disclosure(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<WithdrawalText>,
) -> Result<Data<DisclosureView>, ApiError> {
    publish::withdraw_disclosure(&app, &reader.actor, DisclosureId(id), body).await?;
    disclosure(&app, &reader, id).await
}

/// Briefings, typical cases and norms, newest first.
#[utoipa::path(
    get, path = "/library", tag = "supervision",
    responses((status = 200, body = Data<Vec<EntryView>>), (status = 403, body = Problem))
)]
async fn list_library(
    State(app): State<Arc<App>>,
    reader: Reader,
) -> Result<Data<Vec<EntryView>>, ApiError> {
    Ok(Data { data: show_work::library(&app, &reader.actor, reader.language).await? })
}

/// Puts a briefing, a typical case or a norm into the library. CAST alone.
#[utoipa::path(
    post, path = "/library", tag = "supervision",
    params(("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request")),
    request_body = NewEntry,
    responses(
        (status = 201, body = Data<EntryView>), (status = 403, body = Problem),
        (status = 422, body = Problem),
    )
)]
async fn put_into_library(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    ValidJson(body): ValidJson<NewEntry>,
) -> Result<Response, ApiError> {
    let key = key_of(&headers, &reader, "library", &body)?;
    let outcome = publish::put_into_library(&app, &reader.actor, body, Some(&key)).await;
    let id = made(&app, &key, outcome.map(|id| id.0)).await?;
    Ok((StatusCode::CREATED, entry(&app, &reader, id).await?).into_response())
}

/// Withdraws an entry of the library: its title and the reason stay. CAST alone.
#[utoipa::path(
    post, path = "/library/{id}/withdrawal", tag = "supervision",
    params(("id" = String, Path, description = "key of the entry")),
    request_body = WithdrawalText,
    responses(
        (status = 200, body = Data<EntryView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem),
    )
)]
async fn withdraw_from_library(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<Uuid>,
    ValidJson(body): ValidJson<WithdrawalText>,
) -> Result<Data<EntryView>, ApiError> {
    publish::withdraw_from_library(&app, &reader.actor, LibraryEntryId(id), body).await?;
    entry(&app, &reader, id).await
}
