//! Where are dossiers kept?

mod dossiers;
mod forms;
mod values;

pub(super) use dossiers::{advance, find, insert, list, set_cover, set_state};
pub(super) use forms::{form_of, keep_form};
pub(super) use values::{StoreFault, changes, standing, write};
