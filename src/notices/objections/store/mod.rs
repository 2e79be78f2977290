//! Where are objections kept, and apart from them who objected?

mod cases;
mod entries;
mod identities;
mod lists;
mod parts;

pub use cases::stands_open;
pub(super) use cases::{
    Objection, by_form, by_receipt, find, held, insert, of_fallen, of_nomination, received_since,
    save,
};
pub(super) use entries::{Brief, brief, briefs, entry, state_of, to_settle};
pub(super) use identities::{
    Request, ask, identity, keep_identity, request, requests, save_request,
};
pub(super) use lists::{Query, all_of_society, counts, list};
pub(super) use parts::{
    Event, File, Task, add_event, add_file, add_task, due, events, files, save_task, tasks,
};
