//! How do the nearnesses of an expert's publications become one score with a band?
//!
//! The mean of the four nearest publications, the nearest not counted beyond a bound over the
//! second (so that one planted or wrongly attributed publication cannot make an expert), drawn
//! towards zero for experts with few publications, then mapped to a scale that people can read.

use super::vectors::ONE;
use serde::{Deserialize, Serialize};

/// How many of the nearest publications count.
pub(super) const NEAREST: usize = 4;
/// Publications of nearness zero that every expert is thought to have besides his own.
const SHRINKAGE: f64 = 0.25;
/// The nearest publication counts for no more than the second and this much.
const LEAD: f64 = 0.15;
/// What stands in for a second publication that is missing or further away.
const LEAST_SECOND: f64 = 0.10;
/// The mean nearness that maps to a score of about one half.
const HALF_SCORE: f64 = 0.10;
/// The part of keywords' nearness that counts.
const KEYWORD_PART: f64 = 0.5;
/// The most that keywords and disciplines alone can give, before the map.
const MOST_WITHOUT_PUBLICATIONS: f64 = 0.04;
/// What a discipline of tier 0 to 3 gives an expert without publications, before the map.
const DISCIPLINE_PART: [f64; 4] = [0.0, 0.005, 0.012, 0.02];

/// A score with its band, in millionths (0 to 1 000 000).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The affinity.
    pub micro: u32,
    /// What it would be without his nearest publication.
    pub low: u32,
    /// What it would be with one more publication as near as his nearest.
    pub high: u32,
}

/// What is known of an expert with regard to one nomination.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    /// Products of his publications with the nomination, the largest first, at most
    /// [`NEAREST`] + 1 of them.
    nearest: [u32; NEAREST + 1],
    publications: usize,
    keywords: u32,
}

impl Evidence {
    /// Evidence of the products of all publications of a profile and of its keywords.
    pub(super) fn new(products: impl Iterator<Item = u32>, keywords: u32) -> Self {
        let mut evidence = Self { keywords, ..Self::default() };
        for product in products {
            evidence.publications += 1;
            let mut carried = product;
            for kept in &mut evidence.nearest {
                if *kept < carried {
                    std::mem::swap(kept, &mut carried);
                }
            }
        }
        evidence
    }

    /// The score; `tier` is that of the disciplines and counts only without publications.
    pub(super) fn score(&self, tier: u8) -> Score {
        let own = self.nearest.map(|product| f64::from(product) / ONE);
        let known = self.publications.min(NEAREST);
        let keywords = (f64::from(self.keywords) / ONE * KEYWORD_PART).min(1.0);
        let unproved = MOST_WITHOUT_PUBLICATIONS
            .min(keywords + DISCIPLINE_PART.get(usize::from(tier)).copied().unwrap_or(0.0));
        let (middle, low, high) = if known == 0 {
            (unproved, 0.0, mean(&[keywords.max(unproved)], keywords))
        } else {
            let without = own.get(1..self.publications.min(NEAREST + 1)).unwrap_or_default();
            let mut more = [0.0; NEAREST];
            for (place, value) in more.iter_mut().zip(own.iter().take(1).chain(&own)) {
                *place = *value;
            }
            let more = more.get(..(known + 1).min(NEAREST)).unwrap_or_default();
            let low = if without.is_empty() { 0.0 } else { mean(without, keywords) };
            (mean(own.get(..known).unwrap_or_default(), keywords), low, mean(more, keywords))
        };
        Score {
            micro: readable(middle),
            low: readable(low.min(middle)),
            high: readable(high.max(middle)),
        }
    }
}

/// The shrunk mean of publications, nearest first; keywords join as one more where they are few,
/// if that helps.
fn mean(nearest: &[f64], keywords: f64) -> f64 {
    let capped = |own: &[f64]| {
        let bound = own.get(1).copied().unwrap_or(0.0).max(LEAST_SECOND) + LEAD;
        let sum: f64 = own.iter().map(|value| value.min(bound)).sum();
        (sum, own.len() as f64)
    };
    let (sum, count) = capped(nearest);
    let alone = sum / (count + SHRINKAGE);
    if nearest.len() < NEAREST {
        alone.max((sum + keywords.min(LEAST_SECOND + LEAD)) / (count + 1.0 + SHRINKAGE))
    } else {
        alone
    }
}

/// Maps a mean nearness in [0, 1] to millionths of a score: x ↦ x (1 + c) / (x + c). Rising, so
/// that no order changes; 0 and 1 stay.
fn readable(nearness: f64) -> u32 {
    let nearness = nearness.clamp(0.0, 1.0);
    let score = nearness * (1.0 + HALF_SCORE) / (nearness + HALF_SCORE);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0 ..= 1e6")]
    let micro = (score * 1e6).round() as u32;
    micro
}

/// The score of one publication alone on the readable scale, in millionths.
pub(super) fn publication_score(product: u32) -> u32 {
    readable(f64::from(product) / ONE)
}
