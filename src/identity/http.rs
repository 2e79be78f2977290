//! The routes of the session: who am I, signing in, signing out.

use std::sync::Arc;

use axum::http::StatusCode;
use axum_login::AuthSession;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use validator::Validate;

use super::{
    account::Account,
    backend::{Backend, Credentials},
    sign_in::SignInError,
};
use crate::{
    app::App,
    shared::Secret,
    web::{ApiError, Data, Problem, ProblemCode, ValidJson},
};

/// A role that an account holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RoleGrant)]
pub struct GrantView {
    /// The role.
    #[schema(value_type = RoleName)]
    pub role: &'static str,
    /// Code of the society that the role is held in.
    pub society_id: Option<String>,
}

/// The roles of Laurel.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named in the glossary")]
pub enum RoleName {
    SocietyClerk,
    SocietyHead,
    AwardOffice,
    AwardAdmin,
    Reviewer,
    Cast,
    Supervisor,
    Department,
    CommitteeMember,
}

/// The signed-in account.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Account)]
pub struct AccountView {
    /// Key.
    #[schema(value_type = String)]
    pub id: uuid::Uuid,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The roles held.
    pub roles: Vec<GrantView>,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        let roles = account
            .grants
            .iter()
            .map(|grant| GrantView {
                role: grant.role.as_str(),
                society_id: grant.society_code.clone(),
            })
            .collect();
        Self {
            id: account.id.0,
            username: account.username.clone(),
            display_name: account.display_name.clone(),
            roles,
        }
    }
}

/// What a person types to sign in.
#[derive(Clone, Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The user name.
    #[validate(length(min = 1, max = 200))]
    pub username: String,
    /// The password.
    #[validate(length(min = 1, max = 1000))]
    pub password: String,
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::BadCredentials => Self::new(ProblemCode::BadCredentials),
            SignInError::MustWait { seconds } => {
                let mut problem = Self::new(ProblemCode::TooManyAttempts).detail(
                    format!("请在 {seconds} 秒后再试"),
                    format!("please try again in {seconds} seconds"),
                );
                problem.retry_after = Some(seconds);
                problem
            }
            SignInError::Store(error) => error.into(),
        }
    }
}

/// The routes of this room.
pub fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(read_session, create_session, delete_session))
}

/// Who is signed in?
#[utoipa::path(
    get, path = "/session", tag = "identity",
    responses((status = 200, body = Data<AccountView>), (status = 401, body = Problem))
)]
async fn read_session(session: AuthSession<Backend>) -> Result<Data<AccountView>, ApiError> {
    let account = session.user.ok_or_else(|| ApiError::new(ProblemCode::SignedOut))?;
    Ok(Data { data: AccountView::from(&account) })
}

/// Signs in.
#[utoipa::path(
    post, path = "/session", tag = "identity", request_body = SignInBody,
    responses(
        (status = 200, body = Data<AccountView>),
        (status = 401, body = Problem),
        (status = 429, body = Problem),
    )
)]
async fn create_session(
    mut session: AuthSession<Backend>,
    ValidJson(body): ValidJson<SignInBody>,
) -> Result<Data<AccountView>, ApiError> {
    let credentials = Credentials { username: body.username, password: Secret::new(body.password) };
    let account = session.authenticate(credentials).await.map_err(unwrap_backend)?;
    let account = account.ok_or_else(|| ApiError::new(ProblemCode::BadCredentials))?;
    session.login(&account).await.map_err(unwrap_backend)?;
    Ok(Data { data: AccountView::from(&account) })
}

/// Signs out.
#[utoipa::path(
    delete, path = "/session", tag = "identity",
    responses((status = 204, description = "signed out"))
)]
async fn delete_session(mut session: AuthSession<Backend>) -> Result<StatusCode, ApiError> {
    session.logout().await.map_err(unwrap_backend)?;
    Ok(StatusCode::NO_CONTENT)
}

fn unwrap_backend(error: axum_login::Error<Backend>) -> ApiError {
    match error {
        axum_login::Error::Backend(error) => error.into(),
        axum_login::Error::Session(error) => ApiError::internal(&error),
    }
}
