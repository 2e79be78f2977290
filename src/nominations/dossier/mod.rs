//! Dossiers (提名材料): what a society writes before it nominates. A dossier is bound to a form and to a
//! round; every field is kept as it was typed, with who changed it last and every change before.

mod address;
mod content;
mod create;
mod edit;
mod faults;
mod formats;
mod history;
mod hold;
mod loaded;
mod pages;
mod patch;
mod read;
mod record;
mod reveal;
mod stand_store;
mod store;
mod views;

pub(super) mod http;

pub use address::{Address, AddressError};
pub use content::{Content, Value};
pub use create::{NewDossier, create};
pub use edit::{Clash, DossierError, EditOutcome, edit};
pub use faults::{Days, Fault, faults};
pub use hold::{
    Reached, Said, begin_in, hold, hold_for, hold_for_proofs, mask, reach, record_sight, write,
};
pub(super) use loaded::load_known;
pub use loaded::{Loaded, load};
pub use patch::{Edit, MOST_BYTES, MOST_WORDS};
pub(super) use read::list;
pub use stand_store::{changed_since, find, keep_unlocked, of_round, said, unlock, unlocked};
pub(super) use stand_store::{content, faults_of, follow_state, set_state};
pub use store::StoreFault;
pub(super) use store::{Whole, whole};
pub use views::DossierChange;
pub(super) use views::{DossierRow, masked};
