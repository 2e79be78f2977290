//! The pool of experts (专家库): who they are, where they worked, what they published.

pub mod http;
pub mod model;
pub mod sheet;
mod store;

pub use store::{
    Company, ExpertDetail, affiliations, all, apply_affiliations, apply_experts,
    apply_publications, company_of, detail, expert_documents, keys_by_code, keys_of, pool_counts,
    publications,
};
