//! Does the engine keep its promises? Laws over drawn histories, published examples, sentences.

mod apportionment;
mod coverage;
mod laws;
mod made;
mod policies;
mod real_history;
mod stories;
