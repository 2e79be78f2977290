//! How is a text compared without being read again? By the least value of its shingles under each of 128
//! permutations (`MinHash`): the share of components that two sketches have in common estimates the Jaccard
//! index of their texts, with a standard error below 0.045.

use super::shingles::{Shingles, mixed};

/// Components of a sketch. Twice as many halve the variance and double what is kept; 128 find what is wanted.
pub const PERMUTATIONS: usize = 128;

/// Bytes of a kept sketch.
const BYTES: usize = PERMUTATIONS * 4;

/// A sketch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Box<[u32]>);

/// The seeds of the permutations: fixed, as sketches are kept.
fn seeds() -> impl Iterator<Item = u64> {
    (1..=PERMUTATIONS as u64).map(|number| mixed(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The upper half, which is the better mixed.
const fn upper(number: u64) -> u32 {
    (number >> 32) as u32
}

impl Sketch {
    /// The sketch of a text.
    pub fn of(shingles: &Shingles) -> Self {
        let least = |seed: u64| {
            let values = shingles.all().iter().map(|shingle| upper(mixed(shingle ^ seed)));
            values.min().unwrap_or(u32::MAX)
        };
        Self(seeds().map(least).collect())
    }

    /// A sketch that was kept; none if it is not one of ours.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (parts, rest) = bytes.as_chunks::<4>();
        let is_ours = bytes.len() == BYTES && rest.is_empty();
        is_ours.then(|| Self(parts.iter().map(|part| u32::from_le_bytes(*part)).collect()))
    }

    /// As it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|least| least.to_le_bytes()).collect()
    }

    /// The estimate of the Jaccard index.
    pub fn estimate(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count();
        same as f64 / PERMUTATIONS as f64
    }

    /// Whether a band of `rows` components is the same in both.
    pub fn shares_band(&self, other: &Self, rows: usize) -> bool {
        let rows = rows.max(1);
        self.0.chunks_exact(rows).zip(other.0.chunks_exact(rows)).any(|(one, other)| one == other)
    }

    /// Each band of `rows` components as one number.
    pub(super) fn bands(&self, rows: usize) -> impl Iterator<Item = u64> + '_ {
        self.0.chunks_exact(rows.max(1)).enumerate().map(|(number, band)| {
            band.iter().fold(mixed(number as u64 + 1), |before, least| {
                mixed(before.rotate_left(17) ^ u64::from(*least))
            })
        })
    }
}
