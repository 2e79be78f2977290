//! Where are links and answers kept?

mod answers;
mod confirmations;
mod letters;
mod links;

pub(super) use answers::{answer_of_link, answers, insert_answer, relations};
pub use confirmations::confirmations;
pub(in crate::nominations) use letters::from_whom;
pub(super) use letters::{letters, written_to};
pub(super) use links::{
    count_wrong_try, find_link, hold_dossier, hold_link, insert_link, links, mark_opened,
    mark_used, revoke_links,
};
