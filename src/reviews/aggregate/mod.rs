//! The aggregate (汇总): one figure for each nomination, with a rank, its interval, and what people should look at. A
//! file of sheets and a seed give the same bytes on any machine.

mod anew;
mod ask;
mod bundled;
mod extra;
mod gather;
mod gather_store;
mod hints;
pub(super) mod http;
mod run;
mod show;
mod store;
mod views;

pub(super) use anew::ask_where_outdated;
pub use extra::{ExtraNeeded, ExtraWhy, extra};
pub use hints::{Hint, hints};
pub use run::{JOB, bundle_input, handle_job};
pub use store::{ranking, ranks_of};
pub(super) use views::named_nomination;
