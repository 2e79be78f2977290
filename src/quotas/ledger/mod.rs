//! The ledger (限额台账): how many places has each society, and who took them? A tree of counters for
//! each bucket of a round, and an entry for everything that ever changed one.

mod counter;
mod movement;
mod moves_store;
mod open;
mod opening;
mod postings;
mod read;
mod reinstate;
mod reserve;
mod stamp;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use counter::{CAST, Change, Counter, breaches, free_of, free_of_cast};
pub use movement::{Answer, Asker, MoveError, Movement, answer, ask, move_within};
pub use moves_store::moves_waiting;
pub use open::{OpenError, open};
pub use opening::{Allotment, Opening};
pub use postings::LedgerRule;
pub use read::{asked, counter, ledger};
pub use reinstate::reinstate;
pub use reserve::{Claim, ReserveError, Reserved, release, reserve, reserve_instead};
pub use stamp::Stamp;
pub use store::{counters_of, reservations, years};
pub use views::{CounterDetail, CounterView, LedgerView, MoveView, reaches};
