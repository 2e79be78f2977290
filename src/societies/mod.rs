//! The register of national learned societies (全国学会): facts, people, standing; and the right to
//! nominate (提名资格).

mod credit_code;
pub mod model;
pub mod sheet;
mod store;

pub use credit_code::{CreditCode, CreditCodeError};
pub use store::{all, apply, count};
