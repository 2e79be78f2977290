//! Results (评审结果): drawn from votes, released by two people at one instant, made public, sent, and given out in a
//! bundle from which anyone can compute them anew. Until a release nobody outside sees a bit of it.
//!
//! Called by the pages of the office, of societies, and by the public pages.

mod book;
pub mod bundle;
mod cut;
mod decide;
mod falls;
pub mod http;
mod letters;
mod published;
mod record;
mod release;
pub mod sheet;
mod store;
mod views;

pub use book::{
    AwardCaps, GradeRule, IN_FORCE, LetterText, PublicField, PublicRule, ResultRules, in_force,
};
pub use decide::awards_kept;
pub use falls::fallen;
pub use published::{
    Approval, PublishedAward, PublishedBundle, PublishedRound, Revoked, published, published_years,
};
pub use record::Winner;
pub use release::COLLECT;
pub use store::{bind_book, book_of};

/// Why something of the results is refused.
pub type ResultError = crate::reviews::ReviewError;
