//! Dossiers (提名材料): what a society writes before it nominates. A dossier is bound to a form and to a
//! round; every field is kept as it was typed, with who changed it last and every change before.

mod address;
mod content;
mod create;
mod edit;
mod faults;
mod formats;
mod history;
mod loaded;
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
pub use edit::{DossierError, EditOutcome, edit};
pub use faults::{Days, Fault, faults};
pub use loaded::{Loaded, load};
pub use patch::Edit;
pub(super) use read::list;
pub(super) use views::{DossierRow, masked};
