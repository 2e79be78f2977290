//! Where are ballots, their rolls and their papers kept?

mod ballots;
mod counted;
mod papers;
mod rolls;
mod sittings;

pub(super) use entity::{
    ballot::Model as BallotRow, ballot_line::Model as LineRow, ballot_paper::Model as PaperRow,
    ballot_recount::Model as RecountRow, paper_entry::Model as EntryRow,
};

pub(super) use ballots::{
    delete, delete_lines, find, held, insert, insert_lines, lines, of_meeting, save, shared,
    successor,
};
pub use counted::outcomes;
pub(super) use counted::{counted, of_round};
pub(super) use papers::{
    Kept, delete_entries, delete_papers, entries, insert_entry, insert_paper, insert_papers,
    insert_recount, kept, paper_of,
};
pub(super) use rolls::{insert_roll, mark_cast, roll};
pub(super) use sittings::{Listed, all_seats, hold_meeting, listed, meeting, seats};
