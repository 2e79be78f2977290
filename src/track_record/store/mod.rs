//! Where is the track record kept?

mod collection;
mod disputes;
mod events;
mod facts;
mod history;
mod intake;
mod mergers;
mod nominators;

pub(super) use collection::of_round;
pub(super) use disputes::{
    disputes_of, find_dispute, insert_dispute, is_disputed, list_disputes, move_dispute, waiting,
};
pub use events::rights_on;
pub(super) use events::{
    Moved, find_event, insert_event, list_events, move_event, numbered, unconfirmed,
};
pub(super) use facts::{Reach, current, revisions};
pub use facts::{breaches, facts};
pub(super) use history::{Whole, whole};
pub use history::{apply_history, history};
pub(super) use intake::{NewFact, insert_facts};
pub use intake::{Recording, apply_facts};
pub(super) use mergers::mergers;
pub use nominators::apply_nominators;
