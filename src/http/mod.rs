//! The roof: one router over the routes of every room, and what every request passes through.

mod calendar;
mod cast_overview;
mod collection;
mod collection_store;
mod composed;
mod guard;
mod health;
mod maintenance;
mod marked;
mod overview;
mod phases;
mod public;
mod refusal_store;
mod refusals;
mod round_rules;
mod router;
mod spa;

pub use collection::{COLLECT, collect};
pub use refusals::{record as record_refusal, write_down as write_refusals_down};
pub use router::{open_api, router};
