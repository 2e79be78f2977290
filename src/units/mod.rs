//! Units (单位): organisations under every name that people write for them.

mod lexicon;
pub mod model;
pub mod names;
mod numerals;
pub mod sheet;
mod store;
pub mod tree;

pub use store::{all, apply};
