//! Who may do what? The one place that says so; pure, and denied unless granted.

mod actor;
mod http;
mod policy;

pub use actor::{Actor, Grant};
pub use http::Reader;
pub use policy::{Action, Denied, Permit, Scope, permit};
