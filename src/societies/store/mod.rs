//! Where are societies kept?

mod intake;
pub(super) mod qualifications;
pub(super) mod register;

pub use intake::{all, apply, count};
