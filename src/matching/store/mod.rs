//! Where are match runs kept, and how are they read?

mod deeds;
mod divisions;
mod earlier;
mod exported;
mod histories;
mod pair;
mod read;
mod recused;
mod runs;
mod standing;

pub use deeds::last_deed_that_matters;
pub use divisions::panel_seats;
pub(super) use divisions::{
    DivisionRow, divisions, find_division, insert_division, keep_undone, lock_round,
    newest_standing, panel_ground, round_of, year_of,
};
pub(super) use earlier::{Earlier, earlier};
pub use exported::{exported_affinity, exported_assignments, exported_conflicts};
pub(super) use histories::histories_before;
pub(super) use pair::pair_of;
pub(super) use read::runs as list_runs;
pub use read::{find_run, latest_run, newest_done, of_expert, of_nomination};
pub(super) use recused::recused_in_round;
pub(super) use runs::{
    Keys, Waiting, begin_run, certificate, fail_run, finish_run, insert_run, note_progress,
    store_outcome,
};
pub use standing::{SeatedPanel, standing_division};
