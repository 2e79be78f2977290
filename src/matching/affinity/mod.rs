//! Affinity (相关度): who of the pool knows a nomination's subject, how well, and why?
//!
//! Every publication of an expert is compared with the nomination by itself (BM25 weights on both
//! sides, cosine); the nearest few are aggregated so that no copied publication decides; the
//! score lies in [0, 1], means the same for every nomination and expert, and comes with a band
//! and with the publications and terms that made it. Pure and deterministic: the same input gives
//! the same bytes on any number of threads and in any order of rows. Formula, figures and limits:
//! `docs/engines/affinity.md`.
//!
//! ```text
//! let index = AffinityIndex::build(&analyzer, &experts, &publications, AffinityOptions::default());
//! let scored = index.score(&analyzer, &nominations, Selection::Top(100), &|_, _| ());
//! let reasons = index.explain(&analyzer, &nominations[0], &[scored[0].experts[0].expert]);
//! ```

mod aggregate;
mod card;
mod dense;
mod discipline;
mod explain;
mod index;
mod profiles;
mod repeats;
mod scan;
mod terms;
mod vectors;
mod words;

pub use aggregate::Score;
pub use card::{AffinityModel, ModelError};
pub use dense::DenseVectors;
pub use discipline::{DisciplineTier, discipline_tier};
pub use explain::{PublicationReason, Reasons};
pub use index::{
    AffinityIndex, AffinityOptions, ExpertAffinity, FullTexts, NominationAffinity, Progress,
    Selection,
};

#[cfg(test)]
mod tests;
