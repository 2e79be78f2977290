//! Where are societies kept?

mod intake;

pub use intake::{all, apply, count};
