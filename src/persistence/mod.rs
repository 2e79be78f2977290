//! The way into the database: connecting, the two kinds of transaction, and the sealing of personal data.

mod applied;
mod batch;
mod database;
mod seal;

pub use applied::{Applied, Refusal};
pub use batch::insert_all;
pub use database::{Database, OpenError, ReadTx, WriteTx};
pub use seal::{SealError, Sealer};
