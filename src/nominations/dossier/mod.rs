//! Dossiers (提名材料): what a society writes before it nominates. A dossier is bound to a form and to a
//! round; every field is kept as it was typed, with who changed it last and every change before.

mod address;
mod content;
mod create;
mod edit;
mod faults;
mod formats;
mod history;
mod patch;
mod reach;
mod read;
mod record;
mod reveal;
mod stand;
mod store;
mod views;

pub(super) mod http;

pub use address::{Address, AddressError};
pub use content::{Content, Value};
pub use create::{NewDossier, create};
pub use edit::{DossierError, EditOutcome, edit};
pub use faults::{Days, Fault, faults};
pub use patch::Edit;
pub(super) use reach::{Reached, content as content_of, hold as hold_draft, reach, write};
pub(super) use stand::{
    Known, content, faults_of, hold, known, known_of_round, known_to_us, set_state,
};
pub use store::StoreFault;
pub(super) use store::{Whole, whole};
