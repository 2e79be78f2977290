//! Where are match runs kept, and how are they read?

mod exported;
mod runs;
mod views;

pub use exported::{exported_affinity, exported_assignments, exported_conflicts};
pub(super) use runs::{
    Keys, Waiting, begin_run, fail_run, finish_run, insert_run, note_progress, store_outcome,
};
pub(super) use views::runs as list_runs;
pub use views::{
    AssignmentView, MatchRunView, NominationMatch, find_run, latest_run, of_expert, of_nomination,
};
