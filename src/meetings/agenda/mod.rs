//! The agenda (议程): in which order, and at which time, with the fewest comings and goings of who keeps out.

mod candidates_store;
mod draft;
mod eligible;
pub(super) mod http;
mod order;
mod ordering;
mod slots;

pub(in crate::meetings) use candidates_store::{Asking, judged, of_body};
pub(in crate::meetings) use eligible::{Coming, Obstacle, state_of};
pub(in crate::meetings) use order::moves;
