//! The record of reviewers (评审履职): who answered, who was in time, and how the office rated their sheets.

pub(super) mod http;
mod rate;
mod show;
mod standing;
mod store;
mod views;

pub use standing::Standing;
pub use store::standings;
pub(super) use store::{follow, named};
