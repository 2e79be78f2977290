//! Where are societies kept?

mod intake;
pub(super) mod qualifications;
pub(super) mod register;
pub(super) mod standing;

pub use intake::{all, apply, count};
pub use standing::{SocietyStanding, standings};
