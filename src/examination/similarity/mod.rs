//! Reuse (查重): what does a nomination share with others of this round and of earlier ones? Texts by `MinHash`
//! over shingles of jieba's words, titles, exact numbers of papers and rights, people. What is found is
//! evidence of level S with both sides shown; whether it bars is a person's to say.
//!
//! Sketches and keys are derived data, kept up by [`keep_up()`] after submissions and imports.

mod compare;
mod evidence;
mod facts;
pub mod http;
mod keep_up;
mod keys;
mod lsh;
mod one;
mod passages;
mod policy;
mod round;
mod run;
mod shingles;
mod sketch;
mod store;
mod titles;
mod views;

pub use compare::{Known, Likeness, exact, likeness, near};
pub use keep_up::keep_up;
pub use lsh::Bands;
pub use one::of_nomination;
pub use policy::{IN_FORCE, Policy};
pub use round::{Pair, near_pairs, text_pairs, title_pairs};
pub use run::{Carrier, JOB, RunError, execute, handle_job, request};
pub use shingles::Shingles;
pub use sketch::{PERMUTATIONS, Sketch};
pub use titles::{Title, TitleIndex};
pub use views::{
    OtherView, Part, ReuseFindingView, ReuseMatch, ReusePair, ReuseReport, ReuseRunView,
};
