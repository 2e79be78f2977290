//! Where are match runs kept, and how are they read?

mod exported;
mod read;
mod runs;

pub use exported::{exported_affinity, exported_assignments, exported_conflicts};
pub(super) use read::runs as list_runs;
pub use read::{find_run, latest_run, of_expert, of_nomination};
pub(super) use runs::{
    Keys, Waiting, begin_run, fail_run, finish_run, insert_run, note_progress, store_outcome,
};
