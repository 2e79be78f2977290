//! Where are dossiers kept?

mod dossiers;
mod forms;
mod values;
mod whole;

pub(super) use dossiers::{
    advance, find, insert, keep_unlocked, list, set_cover, set_state, unlock, unlocked,
};
pub(super) use forms::form_of;
pub use values::StoreFault;
pub(super) use values::{changes, changes_before, standing, write};
pub(in crate::nominations) use whole::{Whole, whole};
