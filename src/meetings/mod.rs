//! Meetings (会议评审): panels, committees and the council; their agendas, who is present and who keeps out, defences,
//! opinions, and votes that anyone can recount. What a body votes moves no nomination: results release it.
//!
//! Called by the pages of the office, of who has a seat, and of societies for their defences.

mod agenda;
mod bodies;
mod book;
mod defence;
pub mod http;
pub mod model;
mod opinion;
mod sitting;
mod store;
mod tracker;
mod voting;

pub use book::{
    CapRule, DefenceRule, IN_FORCE, LastTie, MeetingBook, OpinionRule, RecusedAtQuorum, SizeRule,
    ThresholdRule, in_force,
};
pub use defence::defences;
pub use opinion::opinion_of;
pub use sitting::closed;
pub use store::{bind_book, book_of};
pub use voting::{
    Breach, BundledBallot, BundledPaper, Caps, Law, Paper, Tally, TallyRow, Won, breaches,
    bundle_ballots, denominator, first_most, flaws, outcomes, quorate, reaches, tally, unfinished,
    validity,
};

/// Why something of a meeting is refused.
pub type MeetingError = crate::reviews::ReviewError;
