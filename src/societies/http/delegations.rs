//! The routes of a society's clerks: who acts for it, until when.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use entity::{ids::RoleGrantId, vocabulary::Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;
use validator::Validate;

use super::register::{DONE, leave};
use crate::{
    app::App,
    authz::{Action, Reader},
    idempotency,
    identity::{self, Acted, Delegation, DelegationError, NewDelegation},
    societies::read::read,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_delegations, create_delegation))
        .routes(routes!(delete_delegation))
}

/// Somebody who acts or acted for a society.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DelegationView {
    /// Key.
    pub id: Uuid,
    /// The account's user name.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// `society_clerk` or `society_head`.
    pub role: String,
    /// Since when.
    pub granted_at: DateTime<Utc>,
    /// Who granted it.
    pub granted_by: String,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// By whom.
    pub revoked_by: Option<String>,
    /// For what.
    pub note: Option<String>,
    /// `in_force`, `expired` or `revoked`.
    pub state: &'static str,
    /// Whether the reader may take it back now.
    pub is_revocable: bool,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for DelegationView {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.granted_by.as_str()).chain(self.revoked_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

/// A clerk to be named.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationBody {
    /// The account; made when there is none.
    #[validate(length(min = 3, max = 64))]
    pub username: String,
    /// The name to show, for an account that is made.
    #[validate(length(max = 100))]
    #[serde(default)]
    pub display_name: Option<String>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// For what.
    #[validate(length(max = 500))]
    #[serde(default)]
    pub note: Option<String>,
}

/// A clerk who was named.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DelegatedView {
    /// Key of the delegation.
    pub id: Uuid,
    /// The first password of an account that was made; told this once and kept nowhere.
    pub initial_password: Option<String>,
}

fn view(held: Delegation, now: DateTime<Utc>, may_revoke: bool) -> DelegationView {
    let is_in_force = held.is_in_force(now);
    let state = match held.revoked_at {
        Some(_) => "revoked",
        None if is_in_force => "in_force",
        None => "expired",
    };
    DelegationView {
        id: held.id.0,
        username: held.username,
        display_name: held.display_name,
        role: held.role.as_str().to_owned(),
        granted_at: held.granted_at,
        granted_by: held.granted_by,
        expires_at: held.expires_at,
        revoked_at: held.revoked_at,
        revoked_by: held.revoked_by,
        note: held.note,
        state,
        is_revocable: is_in_force && may_revoke && held.role == Role::SocietyClerk,
        names: BTreeMap::new(),
    }
}

/// Who acts or acted for a society.
#[utoipa::path(
    get, path = "/societies/{code}/delegations", tag = "societies",
    params(("code" = String, Path, description = "CAST's code of the society")),
    responses((status = 200, body = Data<Vec<DelegationView>>), (status = 404, body = Problem))
)]
async fn list_delegations(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Data<Vec<DelegationView>>, ApiError> {
    leave(&reader, Action::ReadSocieties, &code)?;
    let may_revoke = leave(&reader, Action::DelegateClerks, &code).is_ok();
    let now = app.clock.now();
    let database = app.database.reader();
    let held = identity::delegations(database, &[code]).await?;
    let mut data: Vec<_> = held.into_iter().map(|one| view(one, now, may_revoke)).collect();
    identity::name_actors(database, &mut data).await?;
    Ok(Data { data })
}

/// Names a clerk of a society until an end.
#[utoipa::path(
    post, path = "/societies/{code}/delegations", tag = "societies", request_body = DelegationBody,
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("Idempotency-Key" = String, Header, description = "a word of the caller's, new for each request"),
    ),
    responses(
        (status = 201, body = Data<DelegatedView>), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 422, body = Problem),
    )
)]
async fn create_delegation(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(code): Path<String>,
    headers: HeaderMap,
    ValidJson(body): ValidJson<DelegationBody>,
) -> Result<Response, ApiError> {
    leave(&reader, Action::DelegateClerks, &code)?;
    if read(&app, &reader.actor, &code).await?.is_none() {
        return Err(ApiError::new(ProblemCode::NotFound));
    }
    let route = format!("societies/{code}/delegations");
    let key = idempotency::Key::of(&headers, reader.actor.account, &route, &body)?;
    let new = NewDelegation {
        username: body.username,
        display_name: body.display_name.filter(|name| !name.trim().is_empty()),
        society: code,
        expires_at: body.expires_at,
        note: body.note,
    };
    let data = match identity::delegate(&app, &reader.actor.username, Some(&key), new).await {
        Ok(named) => DelegatedView {
            id: named.id.0,
            initial_password: named.initial_password.map(|word| word.expose().to_owned()),
        },
        Err(DelegationError::Repeated) => {
            let reply = idempotency::recall(app.database.reader(), &key).await?;
            let id = Uuid::parse_str(&reply).map_err(|error| ApiError::internal(&error))?;
            DelegatedView { id, initial_password: None }
        }
        Err(error) => return Err(error.into()),
    };
    Ok((StatusCode::CREATED, Data { data }).into_response())
}

/// Takes a clerk's role back: from this moment it opens nothing, in no session.
#[utoipa::path(
    delete, path = "/societies/{code}/delegations/{id}", tag = "societies",
    params(
        ("code" = String, Path, description = "CAST's code of the society"),
        ("id" = String, Path, description = "key of the delegation"),
    ),
    responses((status = 204, description = "taken back"), (status = 404, body = Problem))
)]
async fn delete_delegation(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<StatusCode, ApiError> {
    leave(&reader, Action::DelegateClerks, &code)?;
    identity::revoke(&app, &reader.actor.username, &code, RoleGrantId(id)).await?;
    Ok(DONE)
}
