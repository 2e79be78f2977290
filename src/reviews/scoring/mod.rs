//! Scoring (评分): the queue of a reviewer, and his sheets from the first point to the submission.

pub(super) mod http;
mod law;
mod queue;
mod save;
mod store;
mod submit;
mod views;
mod void;

pub(super) use law::{Draft, SheetFault, faults, total};
pub(super) use queue::{Desk, DeskRow};
pub use save::{Held, SheetText, save_sheet, scoreable};
pub(super) use save::{NewSheet, hand, keep};
pub use store::{sheets_about, sheets_of};
pub use submit::{reopen_sheet, submit_sheet};
pub use views::{SheetFaultView, SheetView};
pub(super) use void::void_ended;
