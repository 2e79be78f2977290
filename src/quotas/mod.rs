//! Quotas (名额): how many nominations each society may make. The engine is a pure function from a
//! history and a policy to a proposal; people confirm, publish and hear appeals; the ledger of
//! counters keeps every place.

mod answer_move;
pub mod appeals;
mod carry_over;
pub mod engine;
pub mod funnels;
pub mod http;
pub mod ledger;
pub mod policies;
mod procedure;
pub mod proposals;
pub mod sheet;
pub mod trials;

pub use answer_move::answer_move;
pub use carry_over::carry_over;
pub use ledger::{
    CAST, Claim, Counter, ReserveError, Reserved, Stamp, counters_of, free_of, free_of_cast,
    release, reservations, reserve, reserve_instead,
};
pub use policies::load_default_policy;
pub use procedure::{Allowance, AppealRule, BucketRule, CorrectionRule, PROCEDURE, Procedure};
