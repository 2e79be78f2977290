//! What is published of the results, and nothing before it is released.

mod list;
mod store;

pub use list::{Approval, PublishedAward, PublishedBundle, PublishedRound, Revoked};
pub(super) use store::newest_bundle;
pub use store::{published, published_years};
