//! Where is the pool kept, and how is it read?

mod intake;
mod load;
mod views;

pub use intake::{apply_affiliations, apply_experts, apply_publications};
pub use load::{affiliations, all, expert_documents, keys_by_code, pool_counts, publications};
pub use views::{ExpertDetail, detail};
pub(super) use views::{ExpertRow, ListQuery, Sort, list};
