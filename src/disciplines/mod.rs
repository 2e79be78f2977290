//! Disciplines (学科): the codes of GB/T 13745-2009 《学科分类与代码》, which nominations and experts
//! carry.

mod load;
pub mod model;
pub mod sheet;
mod store;

pub use load::load_standard;
pub use store::{all, apply, names, unknown};
