//! Voting (表决): ballots by name or secret, counted by written law (X25 art. 81), recounted by anyone.
//!
//! `law`, `tally`, `caps`, `lines`, `roll`, `slips` and `outcome` decide; `draft`, `open`, `cast`, `close`, `tie`,
//! `paper`, `void` and `recount` do.

mod bundled;
mod caps;
mod cast;
mod close;
mod counting;
mod draft;
pub(super) mod http;
mod law;
mod lines;
mod open;
mod outcome;
mod paper;
mod read;
mod recount;
mod roll;
mod sealed;
mod secret;
mod show;
mod slips;
mod steer;
mod store;
mod tally;
#[cfg(test)]
mod tests;
mod tie;
mod views;
mod void;

pub use bundled::{BundledBallot, BundledPaper, bundle_ballots};
pub use caps::{Breach, Caps, Won, breaches, first_most};
pub use law::{Law, Paper, denominator, quorate, reaches, validity};
pub use recount::flaws;
pub use store::outcomes;
pub use tally::{Tally, TallyRow, tally};
pub use void::unfinished;
