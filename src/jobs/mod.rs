//! Long work that must not be lost: a row in the same commit as the deed that asks for it, worked
//! off by one runner a process (任务队列). A job carries keys only and may be run twice.

mod queue;
mod runner;

pub use queue::{Claimed, enqueue, pending, waiting};
pub use runner::{Handler, Wake, drain, run_until};
