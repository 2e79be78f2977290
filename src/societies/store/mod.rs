//! Where are societies kept?

pub(super) mod charters;
mod checks;
mod intake;
mod mergers;
pub(super) mod qualifications;
pub(super) mod register;
pub(super) mod standing;

pub use charters::{charter_on, judged_by};
pub use checks::{CheckedYear, annual_checks};
pub use intake::{all, apply, count};
pub use mergers::mergers;
pub use standing::{SocietyStanding, route_of, standings};
