//! Where are submissions and withdrawals kept?

mod ground;
mod imported;
mod keys;
mod registered;
mod salts;
mod submissions;
mod turn;
mod withdrawals;

pub(super) use keys::{Shared, forget, replace, shared};
pub(super) use registered::registered;
pub(super) use salts::{keep_salt, salt_of};
pub(super) use submissions::{Submission, insert, newest, newest_receipts, of_dossier};
pub(super) use turn::take_turn;
pub(super) use withdrawals::{
    Answer, Asked, Withdrawal, answer, ask, find, of_dossier as withdrawals_of,
};
