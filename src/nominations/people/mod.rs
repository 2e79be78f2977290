//! People (被提名人): each nominee confirms by a personal link what the dossier says of him, consents or
//! refuses, and declares relations to possible reviewers. A change of what was confirmed asks again.
//! The link is handed over, or sent to the nominee's own address.

mod answer;
mod board;
mod delivery;
mod facts;
mod identity;
mod issue;
mod letter;
mod nominee;
mod open;
mod reply;
mod show;
mod standing;
mod statements;
mod store;
mod views;

pub(super) mod http;

pub use answer::{Outcome, answer};
pub use board::declared_relations;
pub use facts::{Facts, Shown};
pub use issue::{IssuedLink, PeopleError, issue, revoke};
pub use nominee::{Nominee, nominees};
pub use open::{Opened, open};
pub use reply::{Relation, Reply, ReplyFault};
pub use standing::{Answer, Confirmation, ConfirmationState, Link, LinkState, standing};
pub use statements::{CONSENT, Choice, Consent, Statement};
pub use store::confirmations;
pub(super) use store::from_whom;
pub use views::{ForNominee, GivenAnswer};
