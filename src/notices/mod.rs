//! What the award office makes public, and what is objected to it (公示与异议).

pub mod clock;
pub mod http;
pub mod objections;
pub mod publicity;

pub use objections::stands_open;
