//! Opinions (评审意见): written by a scribe, locked, signed by everybody who does not keep out.

pub(super) mod http;
mod sign;
mod store;
mod views;
mod write;

pub(in crate::meetings) use store::{Kept, OpinionRow, earlier, of_items};
pub use write::opinion_of;
pub(in crate::meetings) use write::text;
