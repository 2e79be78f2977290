//! Published funnels (历届各阶段数量): how many nominations reached each stage in past rounds, and the
//! base rates of a policy that follow from them.

mod base;
mod row;

pub use base::{Base, Breach, YearRate, bases, breaches, policy_with, unserved};
pub use row::FunnelRow;
