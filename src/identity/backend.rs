//! How does the session layer find the account behind a session?

use std::sync::Arc;

use axum_login::{AuthnBackend, UserId};
use entity::ids::AccountId;

use super::{
    account::Account,
    sign_in::{SignInError, sign_in},
    store,
};
use crate::{app::App, shared::Secret};

/// The session layer's way to the accounts.
#[derive(Clone, Debug)]
pub struct Backend(pub Arc<App>);

/// A user name and a password.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The name to sign in with.
    pub username: String,
    /// The password.
    pub password: Secret,
}

impl AuthnBackend for Backend {
    type User = Account;
    type Credentials = Credentials;
    type Error = SignInError;

    async fn authenticate(&self, given: Credentials) -> Result<Option<Account>, SignInError> {
        sign_in(&self.0, &given.username, given.password.expose().to_owned()).await.map(Some)
    }

    async fn get_user(&self, id: &UserId<Self>) -> Result<Option<Account>, SignInError> {
        let account =
            store::load(self.0.database.reader(), AccountId(*id), self.0.clock.now()).await?;
        Ok(account.filter(|account| !account.is_disabled))
    }
}
