//! Falls (退出与更正): what takes a nomination out of review or an award back, and what corrects a decision; asked by one,
//! agreed to by another.

mod answer;
mod ask;
pub(super) mod http;
mod law;
mod show;
mod store;
mod views;

pub use store::fallen;
