//! Units (单位): organisations under every name that people write for them.

mod institutions;
mod lexicon;
pub mod model;
mod names;
mod numerals;
pub mod sheet;
mod store;
mod tree;

pub use store::{all, apply};
pub use tree::{UnitIdentity, UnitRelation, UnitTree, is_university};
