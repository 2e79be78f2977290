//! Objections to what is public (异议, X25 arts 67–75): received in time with evidence, followed by a
//! receipt, screened, answered by each party within its clock, investigated, decided by two, and brought
//! upon the nomination.
//!
//! Who objects lies apart, sealed, under a key that the database alone cannot make; two people open it
//! together and the supervision committee is told. The files of evidence stay with the office: a society
//! is told of an objection in the office's own words, for a file may show whose it is.

mod due_store;
mod effects;
mod follow;
mod held;
pub mod http;
mod intake;
mod opening;
mod outcome;
mod outcome_store;
mod own;
mod read;
mod record;
mod remind;
mod resume;
mod rules;
mod screen;
mod society_view;
mod states;
mod store;
mod sweep;
mod tasks;
mod views;

pub use due_store::{OpenObjection, TaskDue, open_in_round};
pub use follow::{Asked, FollowDeed, Followed, act, follow};
pub use held::ObjectionError;
pub use intake::{Receipt, entry, file};
pub use opening::{answer as answer_identity_request, ask as ask_identity, open as open_identity};
pub use outcome::{decide, propose, record};
pub use outcome_store::{ObjectionCourse, courses};
pub use read::{Said, list, read, read_of_society, say};
pub use record::{Entry, Identity, NewObjection, Window, Wrong};
pub use resume::resume;
pub use rules::{ObjectionRules, Refusal};
pub use screen::{Screening, screen};
pub use store::stands_open;
pub use sweep::sweep;
pub use tasks::{ask, decide_extension};
