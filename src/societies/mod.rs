//! The register of national learned societies (全国学会).

pub mod model;
pub mod sheet;
mod store;

pub use store::{all, apply, count};
