//! Policies (限额政策): every text that was ever tried or applied, as it was written.

mod keep;
mod store;
mod views;

pub use keep::{
    DEFAULT_POLICY, KeepPolicyError, detail, keep, keep_once, kept, list, load_default_policy,
};
pub use store::{StoredPolicy, find};
pub use views::{PolicyDetail, PolicyView};
