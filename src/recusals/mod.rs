//! Recusals (回避): what people make of the conflicts that the engine finds.
//!
//! An officer settles what is left to a person, with a reason; a bar falls only by two, where the policy
//! allows it. Reviewers, nominees, nominators and the office declare what no register tells. Before people
//! are invited a pasted list is checked; when facts change what is assigned is checked again, and after a
//! round somebody looks back. Reasons are for the office and the supervisor alone, and an officer who has an
//! interest in a nomination himself is walled off from it (R14).

mod alerts;
mod decide;
mod declarations;
mod declare;
mod errors;
mod exclusions;
mod findings;
pub mod http;
mod look_back;
mod names_check;
mod outgrown;
mod recheck;
mod records;
mod round_views;
mod rules;
mod shown;
mod statistics;
mod store;
mod take_in;
mod views;
mod watch;
mod wording;

pub use decide::{Doing, decide};
pub use declare::{NewDeclaration, for_expert as declare_for, withdraw};
pub use errors::RecusalError;
pub use findings::waiting_flags;
pub use look_back::look_back;
pub use names_check::check_names;
pub use recheck::{recheck, sweep};
pub use rules::Deed;
