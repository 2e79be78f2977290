//! Who did what, when and why? One record per mutation, in the mutation's own transaction, each
//! carrying the digest of the one before (审计链). Every feature records through this door.

mod chain;
mod store;

pub use chain::{Break, Entry, Link, verify};
pub use store::{actors_about, hold, last_actor, read_all, record};
