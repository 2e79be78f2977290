//! Who acts?

use entity::{ids::AccountId, vocabulary::Role};

/// A role held, and for a society's roles the society.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Code of the society that the role is held in.
    pub society_code: Option<String>,
}

/// A signed-in person with the roles granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Its user name, as the audit record shows it.
    pub username: String,
    /// What was granted.
    pub grants: Vec<Grant>,
}
