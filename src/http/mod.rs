//! The roof: one router over the routes of every room, and what every request passes through.

mod calendar;
mod cast_overview;
mod collection;
mod collection_store;
mod composed;
mod guard;
mod health;
mod maintenance;
mod overview;
mod phases;
mod public;
mod round_rules;
mod router;
mod spa;

pub use router::{open_api, router};
