//! Which titles are alike? Pairs of characters after folding: width, case, script, blanks and marks do not
//! count.

use std::collections::BTreeMap;

use super::shingles::{share, shared};
use crate::nominations::folded;

/// A title as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    folded: String,
    /// Pairs of neighbouring characters, each once, sorted.
    pairs: Vec<u64>,
}

impl Title {
    /// A title as somebody wrote it.
    pub fn of(text: &str) -> Self {
        Self::of_folded(folded(text))
    }

    /// A title that was folded before.
    pub(super) fn of_folded(folded: String) -> Self {
        let characters: Vec<char> = folded.chars().collect();
        let mut pairs: Vec<u64> = characters
            .array_windows()
            .map(|[one, next]| u64::from(*one) << 32 | u64::from(*next))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        Self { folded, pairs }
    }

    /// As it is compared.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    fn is_shorter_than(&self, characters: usize) -> bool {
        self.folded.chars().count() < characters
    }

    /// The share of pairs in both; 0 where one says too little.
    pub fn likeness(&self, other: &Self, least_characters: usize) -> f64 {
        if self.is_shorter_than(least_characters) || other.is_shorter_than(least_characters) {
            return 0.0;
        }
        if self.folded == other.folded {
            return 1.0;
        }
        share(shared(&self.pairs, &other.pairs), self.pairs.len() + other.pairs.len())
    }
}

/// Many titles by their pairs of characters.
#[derive(Clone, Debug, Default)]
pub struct TitleIndex {
    having: BTreeMap<u64, Vec<u32>>,
    count: usize,
}

impl TitleIndex {
    /// The index of `titles`.
    pub fn of<'t>(titles: impl IntoIterator<Item = &'t Title>) -> Self {
        let mut index = Self::default();
        for (at, title) in (0..).zip(titles) {
            for pair in &title.pairs {
                index.having.entry(*pair).or_default().push(at);
            }
            index.count += 1;
        }
        index
    }

    /// The places of the titles that share at least `share` of the pairs of `title`, in their order. Two
    /// titles whose Jaccard index is above it do.
    pub fn sharing(&self, title: &Title, share: f64) -> Vec<usize> {
        let mut counts = vec![0_u16; self.count];
        for at in title.pairs.iter().filter_map(|pair| self.having.get(pair)).flatten() {
            if let Some(count) = usize::try_from(*at).ok().and_then(|at| counts.get_mut(at)) {
                *count = count.saturating_add(1);
            }
        }
        let least = share * title.pairs.len() as f64;
        let is_near = |count: &u16| *count > 0 && f64::from(*count) >= least;
        counts.iter().enumerate().filter(|(_, count)| is_near(count)).map(|(at, _)| at).collect()
    }
}
