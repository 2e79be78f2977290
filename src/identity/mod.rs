//! Accounts (账号), their passwords, sessions and role grants; signing in and out.

mod account;
mod acted;
mod backend;
mod delegate;
pub mod http;
mod manage;
mod password;
mod session_store;
mod sign_in;
mod store;

pub use account::Account;
pub use acted::Acted;
pub use backend::Backend;
pub use delegate::{Delegated, Delegation, DelegationError, NewDelegation, delegate, revoke};
pub use manage::{AccountError, NewAccount, add_account, reset_password};
pub use session_store::DatabaseSessions;
pub use sign_in::{SignInError, sign_in};
pub use store::{delegations, display_names, load as find_account, name_actors};
