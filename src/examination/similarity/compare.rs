//! When are two nominations alike in what they say? Decided from sketches first and from the texts after.

use super::{policy::Policy, shingles::Shingles, sketch::Sketch, titles::Title};
use crate::search::analysis::Analyzer;

/// What is kept of a nomination's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// None where the text says too little to be compared.
    pub sketch: Option<Sketch>,
    /// Its title.
    pub title: Title,
}

impl Known {
    /// What is kept of a nomination that says `text` under `title`, and how many shingles there are.
    pub fn of(analyzer: &Analyzer, (title, text): (&str, &str), policy: &Policy) -> (Self, usize) {
        let shingles = Shingles::of(analyzer, text, policy.text.words);
        let is_compared = shingles.len() >= policy.text.least_shingles;
        let sketch = is_compared.then(|| Sketch::of(&shingles));
        (Self { sketch, title: Title::of(title) }, shingles.len())
    }
}

/// How much two texts share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likeness {
    /// Of all shingles.
    pub jaccard: f64,
    /// Of the shingles of the shorter text.
    pub contained: f64,
}

impl Likeness {
    /// Whether a person should look.
    pub fn is_finding(&self, policy: &Policy) -> bool {
        let text = &policy.text;
        self.jaccard >= text.least_jaccard || self.contained >= text.least_contained
    }
}

/// Whether two sketches are so near that the texts are worth comparing.
pub fn near(one: &Sketch, other: &Sketch, policy: &Policy) -> bool {
    one.shares_band(other, policy.text.band_rows)
        && one.estimate(other) >= policy.text.least_estimate
}

/// What two texts share exactly.
pub fn likeness(one: &Shingles, other: &Shingles) -> Likeness {
    let shared = one.shared_with(other);
    let shorter = one.len().min(other.len()).max(1);
    Likeness { jaccard: one.jaccard(other), contained: shared as f64 / shorter as f64 }
}

/// The likeness of two texts where it is a finding.
pub fn exact(one: &Shingles, other: &Shingles, policy: &Policy) -> Option<Likeness> {
    let least = policy.text.least_shingles;
    if one.len() < least || other.len() < least {
        return None;
    }
    Some(likeness(one, other)).filter(|found| found.is_finding(policy))
}
