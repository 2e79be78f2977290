//! Questions (质询): from a reviewer to the nominator and back, by way of the office, so that neither learns of the other.

mod answer;
mod ask;
pub(super) mod http;
mod kept;
mod screen;
mod store;
mod views;
