//! What is an account?

use entity::ids::AccountId;

use crate::{
    authz::{Actor, Grant},
    shared::{Secret, hex_sha256},
};

/// An account with its grants.
#[derive(Clone, Debug)]
pub struct Account {
    /// Key.
    pub id: AccountId,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Argon2id hash in PHC form.
    pub password_hash: Secret,
    /// SHA-256 of the hash: kept in the session, so that a new password ends every session.
    pub session_stamp: String,
    /// Whether signing in is refused.
    pub is_disabled: bool,
    /// What was granted.
    pub grants: Vec<Grant>,
}

impl Account {
    /// Stamp of a password hash.
    pub(super) fn stamp(password_hash: &str) -> String {
        hex_sha256(password_hash.as_bytes())
    }

    /// The account as the one who acts.
    pub fn actor(&self) -> Actor {
        Actor { account: self.id, username: self.username.clone(), grants: self.grants.clone() }
    }
}

impl axum_login::AuthUser for Account {
    type Id = uuid::Uuid;

    fn id(&self) -> uuid::Uuid {
        self.id.0
    }

    fn session_auth_hash(&self) -> &[u8] {
        self.session_stamp.as_bytes()
    }
}
