//! Matching (匹配): who should judge what. Affinity, conflicts and assignment put together into a
//! run that is stored with its reasons, its evidence, and the digests that let anyone repeat it.

pub mod affinity;
pub mod assignment;
mod candidates;
pub mod http;
mod optimum;
mod parameters;
pub mod plan;
mod report;
pub mod run;
pub mod sheet;
mod store;
mod summary;
mod views;

pub use parameters::{MatchParameters, ObjectiveName};
pub use plan::{Progress, Stage};
pub use report::MatchReport;
pub use store::{
    exported_affinity, exported_assignments, exported_conflicts, find_run, latest_run, of_expert,
    of_nomination,
};
pub use views::{AssignmentView, MatchRunView, NominationMatch};
