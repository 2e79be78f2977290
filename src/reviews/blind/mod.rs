//! Blinding (匿名规则): what is hidden from whom, and no way around it.

pub(super) mod http;
mod lint;
mod veil;

pub use lint::{Unblinds, check_book, lint};
pub use veil::veil_of;
