//! Where are societies kept?

mod checks;
mod intake;
mod mergers;
pub(super) mod qualifications;
pub(super) mod register;
pub(super) mod standing;

pub use checks::{CheckedYear, annual_checks};
pub use intake::{all, apply, count};
pub use mergers::mergers;
pub use standing::{SocietyStanding, standings};
