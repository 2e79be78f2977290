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
mod patch;
mod read;
mod record;
mod reveal;
mod store;
mod views;

pub(super) mod http;

pub use address::{Address, AddressError};
pub use content::{Content, Value};
pub use create::{NewDossier, create};
pub use edit::{Clash, DossierError, EditOutcome, edit};
pub use faults::{Days, Fault, faults};
pub use hold::{
    Reached, Said, begin_in, hold, mask, of_society, reach, record_sight, said, said_in, write,
};
pub use patch::{Edit, MOST_BYTES, MOST_WORDS};
