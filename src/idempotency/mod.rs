//! Idempotent requests (幂等): a repetition of a request that was answered gets the same answer and
//! does nothing again; after 90 days it is a new request.

mod key;
mod store;

pub use key::Key;
pub use store::{keep, recall, sweep};
