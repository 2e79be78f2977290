//! How do the nearnesses of an expert's publications become one score with a band?
//!
//! The mean of the four nearest publications, each less what it repeats of a nearer one; what consists
//! of the nomination's own words, or what nobody vouches for, not counted beyond what the expert's other
//! work bears out; drawn towards zero for experts with few publications, then mapped to a scale that
//! people can read. All figures stand in the model card.

use super::card::{AffinityModel, BorrowedRules, MOST_NEAREST};
use super::vectors::ONE;
use serde::{Deserialize, Serialize};

/// A score with its band, in millionths (0 to 1 000 000).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The affinity.
    pub micro: u32,
    /// What it would be without his nearest publication.
    pub low: u32,
    /// What it would be with one more publication as near as his nearest.
    pub high: u32,
    /// What it would be without his two nearest publications.
    pub without_two: u32,
}

/// A publication that is near: its product with the nomination, its place in the profile, how much of
/// it is the nomination's own words ([`ONE`] is all), and how many terms it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Near {
    pub(super) product: u32,
    pub(super) place: u32,
    pub(super) borrowed: u32,
    pub(super) terms: u32,
}

/// How many of the nearest publications must be known for a score: those that count, and two more
/// for what would be left without two.
pub(super) fn known_for(model: &AffinityModel) -> usize {
    model.aggregate.nearest + 2
}

/// Puts a publication into its place among the nearest, the nearest first; among equals the one
/// that came first, that is, the newest.
pub(super) fn insert(nearest: &mut [Near], one: Near) {
    if nearest.last().is_none_or(|last| last.product >= one.product) {
        return;
    }
    let mut carried = one;
    for kept in nearest {
        if kept.product < carried.product {
            std::mem::swap(kept, &mut carried);
        }
    }
}

/// What is known of an expert with regard to one nomination.
#[derive(Clone, Copy)]
pub(super) struct Evidence<'e> {
    /// His nearest publications, [`known_for`] places, the nearest first.
    pub(super) nearest: &'e [Near],
    /// How many publications he has.
    pub(super) publications: usize,
    /// The product of his keywords.
    pub(super) keywords: u32,
    /// The tier of the disciplines, which counts only without publications.
    pub(super) tier: u8,
    /// How near two of his publications are to each other, by their places.
    pub(super) likeness: &'e dyn Fn(u32, u32) -> f64,
    /// Whether one of his publications is verified, by its place; none where nobody said.
    pub(super) is_verified: &'e dyn Fn(u32) -> Option<bool>,
}

/// What the publications that count are worth, the worthiest first.
#[derive(Clone, Copy, Default)]
struct Worth {
    values: [f64; MOST_NEAREST],
    count: usize,
}

impl Worth {
    fn values(&self) -> &[f64] {
        self.values.get(..self.count).unwrap_or_default()
    }
}

impl AffinityModel {
    /// The score alone, in millionths.
    pub(super) fn middle(&self, evidence: &Evidence<'_>) -> u32 {
        if evidence.publications == 0 {
            return self.readable(self.claimed(evidence));
        }
        self.readable(self.mean(&self.worth(evidence, 0), evidence.keywords))
    }

    /// The score with its band.
    pub(super) fn score(&self, evidence: &Evidence<'_>) -> Score {
        let keywords = evidence.keywords;
        let middle = self.middle(evidence);
        if evidence.publications == 0 {
            let claimed = self.claimed(evidence);
            let proved = Worth::of(&[self.keyword_worth(keywords).max(claimed)]);
            let high = self.readable(self.mean(&proved, keywords));
            return Score { micro: middle, low: 0, high: high.max(middle), without_two: 0 };
        }
        let own = self.worth(evidence, 0);
        let without = |left_out: usize| {
            let left = self.worth(evidence, left_out);
            let mean = if left.count == 0 { 0.0 } else { self.mean(&left, keywords) };
            self.readable(mean)
        };
        let nearest = own.values().first().copied().unwrap_or(0.0);
        let more: Vec<f64> = std::iter::once(nearest).chain(own.values().iter().copied()).collect();
        let more = more.get(..more.len().min(self.aggregate.nearest)).unwrap_or_default();
        let high = self.readable(self.mean(&Worth::of(more), keywords));
        let low = without(1).min(middle);
        Score { micro: middle, low, high: high.max(middle), without_two: without(2).min(low) }
    }

    fn keyword_worth(&self, keywords: u32) -> f64 {
        (f64::from(keywords) / ONE * self.claims.keyword_part).min(1.0)
    }

    /// What keywords and disciplines give an expert without publications.
    fn claimed(&self, evidence: &Evidence<'_>) -> f64 {
        let tier = self.claims.tiers.get(usize::from(evidence.tier)).copied().unwrap_or(0.0);
        self.claims.most.min(self.keyword_worth(evidence.keywords) + tier)
    }

    /// What the nearest publications but `left_out` are worth, the worthiest first: each less what it
    /// repeats of those before it, what is borrowed and what nobody vouches for within its bound.
    fn worth(&self, evidence: &Evidence<'_>, left_out: usize) -> Worth {
        let rules = &self.aggregate;
        let count = evidence.publications.saturating_sub(left_out).min(rules.nearest);
        let near = evidence.nearest.get(left_out..).unwrap_or_default();
        let near = near.get(..count.min(near.len())).unwrap_or_default();
        let mut worth = Worth { count: count.min(MOST_NEAREST), ..Worth::default() };
        for (at, (place, one)) in worth.values.iter_mut().zip(near).enumerate() {
            if one.product == 0 {
                break;
            }
            let before =
                near.iter().take(at).map(|other| (evidence.likeness)(one.place, other.place));
            let repeated = before.fold(0.0, f64::max);
            *place = (f64::from(one.product) / ONE - rules.repetition * repeated).max(0.0);
        }
        let known = evidence.nearest.get(left_out..).unwrap_or_default();
        self.bound_borrowed(evidence, known, &mut worth);
        self.bound_unverified(evidence, known, &mut worth);
        if let Some(values) = worth.values.get_mut(..worth.count) {
            values.sort_unstable_by(|one, other| other.total_cmp(one));
        }
        worth
    }

    /// How much of a publication is the nomination's own words, where that is too much for it to speak
    /// for itself; none where it is not, or where somebody verified it.
    fn too_borrowed(&self, evidence: &Evidence<'_>, one: &Near) -> Option<Borrowed> {
        let borrowed = self.borrowed.too_much(one)?;
        ((evidence.is_verified)(one.place) != Some(true)).then_some(borrowed)
    }

    /// What consists of the nomination's own words leans on the expert's other work: the first such
    /// publication on the nearest of the others, the second on the second nearest, and so on.
    fn bound_borrowed(&self, evidence: &Evidence<'_>, known: &[Near], worth: &mut Worth) {
        let is_own = |one: &&Near| one.product > 0 && self.too_borrowed(evidence, one).is_none();
        let mut own = known.iter().filter(is_own);
        for (value, one) in worth.values.iter_mut().take(worth.count).zip(known) {
            let Some(borrowed) = self.too_borrowed(evidence, one) else {
                continue;
            };
            let support = own.next().map_or(0.0, |near| f64::from(near.product) / ONE);
            *value = value.min(support + self.borrowed.lead_of(borrowed));
        }
    }

    /// What nobody vouches for counts for little more than what the expert's other work says: an
    /// invented publication stands alone in it, and others like it do not speak for it.
    fn bound_unverified(&self, evidence: &Evidence<'_>, known: &[Near], worth: &mut Worth) {
        let rules = &self.aggregate;
        let is_trusted = |one: &Near| {
            (evidence.is_verified)(one.place) != Some(false)
                && self.too_borrowed(evidence, one).is_none()
        };
        for (value, one) in worth.values.iter_mut().take(worth.count).zip(known) {
            if (evidence.is_verified)(one.place) != Some(false) {
                continue;
            }
            let (mut best, mut like) = (0.0_f64, 0.0_f64);
            for other in known.iter().filter(|other| other.product > 0 && is_trusted(other)) {
                best = best.max(f64::from(other.product) / ONE);
                like = like.max((evidence.likeness)(one.place, other.place));
            }
            let more = rules.unverified_coherence * like * like.sqrt();
            *value = value.min(best + rules.unverified_lead + more);
        }
    }

    /// The shrunk mean of publications; keywords join as one more where they are few, if that
    /// helps.
    fn mean(&self, worth: &Worth, keywords: u32) -> f64 {
        let rules = &self.aggregate;
        let own = worth.values();
        let sum = own.iter().sum::<f64>();
        let count = own.len() as f64;
        let alone = sum / (count + rules.shrinkage);
        if own.len() >= rules.nearest {
            return alone;
        }
        let keywords = self.keyword_worth(keywords).min(self.claims.keywords_most);
        alone.max((sum + keywords) / (count + 1.0 + rules.shrinkage))
    }

    /// Maps a mean nearness in [0, 1] to millionths of a score: x ↦ x (1 + c) / (x + c). Rising, so
    /// that no order changes; 0 and 1 stay.
    fn readable(&self, nearness: f64) -> u32 {
        let half = self.aggregate.half_score;
        let nearness = nearness.clamp(0.0, 1.0);
        let score = nearness * (1.0 + half) / (nearness + half);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in 0 ..= 1e6")]
        let micro = (score * 1e6).round() as u32;
        micro
    }

    /// The score of one publication alone on the readable scale, in millionths.
    pub(super) fn publication_score(&self, product: u32) -> u32 {
        self.readable(f64::from(product) / ONE)
    }

    /// Whether less of a score is left than it takes not to hang on what was left out.
    pub(super) fn hangs(&self, score: u32, left: u32) -> bool {
        score > 0 && f64::from(left) < self.flags.left * f64::from(score)
    }
}

/// How much of a publication is the nomination's own words, where that is too much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Borrowed {
    /// The part of it, 0 to 1.
    pub(super) part: f64,
    /// From which part on that is too much in a publication of its length.
    from: f64,
    /// And from which on it says nothing of its own.
    whole: f64,
}

impl BorrowedRules {
    /// What of a publication is the nomination's own words, where it is too much.
    pub(super) fn too_much(&self, one: &Near) -> Option<Borrowed> {
        let part = (f64::from(one.borrowed) / ONE).min(1.0);
        let are_many = part * f64::from(one.terms) >= self.many;
        let (from, whole) = if are_many {
            (self.from.min(self.many_from), self.whole.min(self.many_whole))
        } else {
            (self.from, self.whole)
        };
        (part > from).then_some(Borrowed { part, from, whole })
    }

    /// What a publication of which so much is borrowed may lead that by which it is supported.
    fn lead_of(&self, borrowed: Borrowed) -> f64 {
        let Borrowed { part, from, whole } = borrowed;
        let own = (whole - part) / (whole - from).max(f64::EPSILON);
        self.own_lead.mul_add(own.clamp(0.0, 1.0), self.lead)
    }
}

impl Worth {
    fn of(values: &[f64]) -> Self {
        let mut worth = Self { count: values.len().min(MOST_NEAREST), ..Self::default() };
        for (place, value) in worth.values.iter_mut().zip(values) {
            *place = *value;
        }
        worth
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A publication of so many terms, a part of which is the nomination's words.
    fn near(part: f64, terms: u32) -> Near {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ..= 2^30")]
        let borrowed = (part * ONE).round() as u32;
        Near { borrowed, terms, ..Near::default() }
    }

    #[test]
    fn a_long_copy_filled_up_with_own_words_is_bounded_where_the_card_says_so() {
        let rules = AffinityModel::default().borrowed;
        let part = |rules: &BorrowedRules, one: Near| rules.too_much(&one).map(|found| found.part);
        for terms in [10, 1_000] {
            assert_eq!(part(&rules, near(0.5, terms)), None, "the card in force has one threshold");
            assert_eq!(part(&rules, near(0.75, terms)), Some(0.75));
        }
        let rules = BorrowedRules { many: 40.0, many_from: 0.3, many_whole: 0.5, ..rules };
        assert_eq!(part(&rules, near(0.5, 70)), None, "a short text that shares 35 terms");
        let padded = rules.too_much(&near(0.5, 80)).unwrap();
        assert!((rules.lead_of(padded) - rules.lead).abs() < 1e-9, "nothing of its own");
        let half = rules.too_much(&near(0.4, 200)).unwrap();
        assert!(rules.lead_of(half) > rules.lead && rules.lead_of(half) < rules.own_lead);
        assert_eq!(part(&rules, near(0.25, 1_000)), None, "who is near says much of his own");
        // A higher threshold than that of all publications changes nothing.
        let rules = BorrowedRules { many_from: 0.9, ..rules };
        assert_eq!(part(&rules, near(0.75, 1_000)), Some(0.75));
    }
}
