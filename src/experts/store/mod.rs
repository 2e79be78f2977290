//! Where is the pool kept, and how is it read?

mod company;
mod intake;
mod load;
mod views;

pub use company::{Company, company_of};
pub use intake::{apply_affiliations, apply_experts, apply_publications, keys_of};
pub use load::{affiliations, all, expert_documents, keys_by_code, pool_counts, publications};
pub use views::{ExpertDetail, detail};
pub(super) use views::{ExpertRow, ListQuery, Sort, list};
