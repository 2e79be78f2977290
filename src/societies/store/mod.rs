//! Where are societies kept?

pub(super) mod charters;
mod checks;
mod intake;
mod mergers;
mod names;
pub(super) mod qualifications;
pub(super) mod register;
pub(super) mod standing;

pub use charters::{all_judged_by, charter_on, charters_waiting};
pub use checks::{CheckedYear, annual_checks};
pub use intake::{all, apply, count};
pub use mergers::mergers;
pub use names::former_names;
pub use standing::{SocietyStanding, route_of, standings};
