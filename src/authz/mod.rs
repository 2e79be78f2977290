//! Who may do what? The one place that says so; pure, and denied unless granted.
//!
//! Beside the table of roles stands what a member of the award office keeps himself from: a [`Wall`] around the
//! nominations in which he declared an interest of his own. Every room that shows or changes what bears on the
//! review of one nomination asks for it.

mod actor;
mod http;
mod policy;
mod wall;
mod wall_store;

pub use actor::{Actor, Grant};
pub use http::Reader;
pub use policy::{Action, Denied, Permit, Scope, permit};
pub use wall::{Wall, Walled, wall_words};
pub use wall_store::{wall_in_round, wall_of};
