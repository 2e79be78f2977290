//! How much of what a publication says do others of the same expert say too?

use super::profiles::Profiles;
use super::vectors::{Collection, ONE};
use rayon::prelude::*;

/// Parts of a nearness of 1.
const PARTS: f64 = 65_535.0;

/// The nearness of all pairs of publications of each profile.
pub(super) struct Repeats {
    /// Where the pairs of an expert begin; one more than there are experts.
    starts: Vec<usize>,
    /// Pairs (0,1), (0,2), (1,2), (0,3), … of each expert.
    nearness: Vec<u16>,
}

impl Repeats {
    /// Compares the publications of every profile of `experts` experts.
    pub(super) fn new(collection: &Collection, profiles: &Profiles, experts: usize) -> Self {
        let lists: Vec<Vec<u16>> = (0..experts)
            .into_par_iter()
            .map(|expert| {
                let own = profiles.of(expert);
                let mut list = Vec::with_capacity(own.len() * own.len().saturating_sub(1) / 2);
                for (at, &document) in own.iter().enumerate() {
                    let document = collection.document(document);
                    for &other in own.iter().take(at) {
                        list.push(parts(document.product_with(&collection.document(other))));
                    }
                }
                list
            })
            .collect();
        let mut repeats = Self { starts: vec![0], nearness: Vec::new() };
        repeats.nearness.reserve_exact(lists.iter().map(Vec::len).sum());
        for mut list in lists {
            repeats.nearness.append(&mut list);
            repeats.starts.push(repeats.nearness.len());
        }
        repeats
    }

    /// The nearness of two publications of an expert by their places in his profile, 0 to 1.
    pub(super) fn between(&self, expert: usize, one: u32, other: u32) -> f64 {
        let (low, high) = (one.min(other) as usize, one.max(other) as usize);
        if low == high {
            return 1.0;
        }
        let start = self.starts.get(expert).copied().unwrap_or_default();
        let at = start + high * (high - 1) / 2 + low;
        self.nearness.get(at).map_or(0.0, |&parts| f64::from(parts) / PARTS)
    }
}

fn parts(product: u32) -> u16 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0 ..= 65535")]
    let parts = (f64::from(product) / ONE * PARTS).round().clamp(0.0, PARTS) as u16;
    parts
}
