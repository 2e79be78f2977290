//! The way into the database: connecting, the two kinds of transaction; and the keys outside it, by which
//! personal data are sealed and documents signed.

mod applied;
mod batch;
mod database;
mod key_file;
mod seal;
mod signer;

pub use applied::{Applied, Refusal};
pub use batch::insert_all;
pub use database::{Database, OpenError, ReadTx, WriteTx};
pub use seal::{SealError, Sealer};
pub use signer::{Signer, is_signed_by};
