//! Quotas (名额): how many nominations each society may make. The engine is a pure function from a
//! history and a policy to a proposal; people confirm, publish and hear appeals; the ledger of
//! counters keeps every place.

pub mod engine;
pub mod http;
pub mod ledger;
mod procedure;
pub mod sheet;

pub use ledger::{Claim, ReserveError, Reserved, Stamp, release, reserve};
pub use procedure::{Allowance, AppealRule, BucketRule, PROCEDURE, Procedure};
