//! Of which pieces is a text made? Runs of neighbouring words of the search room's analysis, as numbers, with
//! the place of each.

use std::ops::Range;

use crate::search::analysis::{Analyzer, HanTokens};

/// A shingle where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) shingle: u64,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

/// The shingles of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Each once, sorted.
    all: Vec<u64>,
    /// In the order of the text.
    places: Vec<Place>,
}

/// The finalizer of `SplitMix64`: every bit of the input moves every bit of the output.
pub(super) const fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// FNV-1a, mixed: the same on every machine and in every build, as sketches are kept.
fn number_of(word: &str) -> u64 {
    let folded = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed(folded)
}

impl Shingles {
    /// The runs of `words` neighbouring words of `text`; stop words are none.
    pub fn of(analyzer: &Analyzer, text: &str, words: usize) -> Self {
        let mut tokens: Vec<(u64, Range<usize>)> = Vec::new();
        analyzer.each_token(text, HanTokens::Words, &mut |token| {
            tokens.push((number_of(token.text), token.range));
        });
        let places: Vec<Place> = tokens
            .windows(words.max(1))
            .filter_map(|run| {
                let shingle = run
                    .iter()
                    .fold(0, |before: u64, (word, _)| mixed(before.rotate_left(23) ^ word));
                let start = run.first()?.1.start;
                let end = run.iter().map(|(_, range)| range.end).max()?;
                Some(Place { shingle, range: start..end })
            })
            .collect();
        let mut all: Vec<u64> = places.iter().map(|place| place.shingle).collect();
        all.sort_unstable();
        all.dedup();
        Self { all, places }
    }

    /// How many there are, each counted once.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Each once, sorted.
    pub(super) fn all(&self) -> &[u64] {
        &self.all
    }

    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(super) fn has(&self, shingle: u64) -> bool {
        self.all.binary_search(&shingle).is_ok()
    }

    /// How many stand in both.
    pub fn shared_with(&self, other: &Self) -> usize {
        shared(&self.all, &other.all)
    }

    /// The share of all that stands in both; 0 where there is nothing.
    pub fn jaccard(&self, other: &Self) -> f64 {
        share(self.shared_with(other), self.len() + other.len())
    }
}

/// The shared of two sorted lists.
pub(super) fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut count = 0;
    while let (Some(left), Some(right)) = (one.peek(), other.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => {
                one.next();
            }
            std::cmp::Ordering::Greater => {
                other.next();
            }
            std::cmp::Ordering::Equal => {
                count += 1;
                one.next();
                other.next();
            }
        }
    }
    count
}

/// The Jaccard index of two sets by what they share and by the sum of their sizes.
pub(super) fn share(shared: usize, sum: usize) -> f64 {
    let whole = sum.saturating_sub(shared);
    if whole == 0 { 0.0 } else { shared as f64 / whole as f64 }
}
