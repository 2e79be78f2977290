//! The track record (提名业绩): what became of each society's nominations, as facts by case, and the
//! indicators made of them.

mod case_fact;
pub mod model;
pub mod sheet;

pub use case_fact::CaseFact;
