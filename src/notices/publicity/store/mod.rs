//! Where are publicities kept?

mod corrections;
mod entries;
mod public;
mod publicities;
mod shown;

pub(super) use corrections::{
    correction, corrections_of, delete_correction, insert_correction, release_correction,
};
pub(super) use entries::{
    entries_of, entry_at, insert_entries, list_entries, remove_entries, shown_elsewhere,
};
pub(in super::super) use public::due;
pub(super) use public::{public_corrections, public_entry, released, standing_in, summaries};
pub(super) use publicities::{
    change, count_entries, count_released, find, insert, of_round, release, remove, touch,
};
pub use shown::shown;
