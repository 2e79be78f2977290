//! The way into the database: connecting, and the two kinds of transaction.

mod applied;
mod batch;
mod database;

pub use applied::{Applied, Refusal};
pub use batch::insert_all;
pub use database::{Database, OpenError, ReadTx, WriteTx};
