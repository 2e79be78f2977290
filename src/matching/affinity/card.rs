//! By which figures is the affinity computed? A model card: `rules/affinity/default.toml` gives the
//! recipe in force with its data, figures and limits; another card can be named on the command line.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The most publications that can count ([`AggregateRules::nearest`]).
pub(super) const MOST_NEAREST: usize = 8;

/// On what data the figures rest, what they reach, and where they end; for people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The data.
    pub data: Vec<String>,
    /// What was measured.
    pub figures: Vec<String>,
    /// What it cannot do.
    pub limits: Vec<String>,
}

/// How a term weighs in a text.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRules {
    /// Saturation of term frequency.
    pub k1: f64,
    /// Weight of the length of a text.
    pub b: f64,
}

/// What of a nomination is asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueryRules {
    /// Part of the full text, where there is one.
    pub full_text_part: f64,
}

/// Which publications speak for an expert, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileRules {
    /// The most publications of a profile, the newest first.
    pub most_publications: usize,
    /// Factor for a publication that is marked as not verified.
    pub unverified_weight: f64,
    /// Factor for a publication without a mark.
    pub unknown_weight: f64,
}

/// How publications become a score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AggregateRules {
    /// How many of the nearest publications count.
    pub nearest: usize,
    /// Publications of nearness zero that every expert is thought to have.
    pub shrinkage: f64,
    /// Part of the nearness to a nearer publication of the same expert that is taken off.
    pub repetition: f64,
    /// What a publication that nobody vouches for may lead the nearest of the others by.
    pub unverified_lead: f64,
    /// By how much more where it is like them: this times that nearness to the power of 1.5.
    pub unverified_coherence: f64,
    /// The mean nearness that maps to about one half.
    pub half_score: f64,
}

/// How much a publication that consists of the nomination's own words may count, unless it is verified.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BorrowedRules {
    /// Part of a publication that may be words of the nomination before it is bounded; 1 bounds none.
    pub from: f64,
    /// Part from which on it says nothing of its own.
    pub whole: f64,
    /// What it may lead that by which it is supported by.
    pub lead: f64,
    /// By how much more at `from`, falling to nothing at `whole`.
    pub own_lead: f64,
    /// A publication that has so many terms of the nomination (the part that is its words times its terms)
    /// is no short title that shares a few: it may be bounded from a lower part on.
    pub many: f64,
    /// That part, where it is below `from`; 1 for no other than of any publication.
    pub many_from: f64,
    /// Part from which on such a one says nothing of its own, where it is below `whole`.
    pub many_whole: f64,
}

/// What counts where publications are few.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimRules {
    /// The part of keywords' nearness.
    pub keyword_part: f64,
    /// The most that keywords count for as one more publication.
    pub keywords_most: f64,
    /// The most that keywords and disciplines alone give.
    pub most: f64,
    /// What a discipline of tier 0 to 3 gives.
    pub tiers: [f64; 4],
}

/// When a score is flagged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagRules {
    /// A score hangs on publications without which less than this part of it is left.
    pub left: f64,
}

/// How dense vectors count, where there are any.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DenseRules {
    /// Part of the dense nearness.
    pub part: f64,
    /// Cosine that counts as nothing.
    pub floor: f64,
}

/// Words that are taken out of a nomination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopWords {
    /// What nearly every nomination says of itself.
    pub award_phrases: Vec<String>,
}

/// The figures of the affinity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AffinityModel {
    /// Name.
    pub id: String,
    /// Version; another recipe has another one.
    pub version: u32,
    /// For people.
    pub card: Card,
    /// Terms.
    pub terms: TermRules,
    /// The nomination.
    pub query: QueryRules,
    /// The profile.
    pub profile: ProfileRules,
    /// The aggregate.
    pub aggregate: AggregateRules,
    /// The nomination's own words.
    pub borrowed: BorrowedRules,
    /// Few publications.
    pub claims: ClaimRules,
    /// Flags.
    pub flags: FlagRules,
    /// Dense vectors.
    pub dense: DenseRules,
    /// Stop words.
    pub stopwords: StopWords,
}

/// Why a model card cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The text is no model card.
    #[error("相关度模型卡无法读取 / the affinity's model card cannot be read: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A figure is out of its range.
    #[error(
        "相关度模型卡 {key} 应在 {low} 至 {high} 之间 / {key} of the affinity's model card must lie between {low} and {high}"
    )]
    OutOfRange {
        /// The key in the file.
        key: &'static str,
        /// Least value allowed.
        low: f64,
        /// Greatest value allowed.
        high: f64,
    },
    /// The card says nothing of itself.
    #[error("相关度模型卡 {key} 不得为空 / {key} of the affinity's model card must not be empty")]
    Empty {
        /// The key in the file.
        key: &'static str,
    },
}

impl AffinityModel {
    /// Reads a model card from TOML; every key must be there and in range.
    ///
    /// # Errors
    /// No TOML, a key that is missing or unknown, a figure out of its range.
    pub fn from_toml(text: &str) -> Result<Self, ModelError> {
        let model: Self = toml::from_str(text)?;
        model.check()?;
        Ok(model)
    }

    /// SHA-256 of the whole card as JSON, hexadecimal; comments and order of keys do not count.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(serde_json::to_vec(self).unwrap_or_default()))
    }

    fn check(&self) -> Result<(), ModelError> {
        let (profile, aggregate, claims) = (&self.profile, &self.aggregate, &self.claims);
        if self.id.trim().is_empty() {
            return Err(ModelError::Empty { key: "id" });
        }
        if self.stopwords.award_phrases.iter().any(|phrase| phrase.trim().is_empty()) {
            return Err(ModelError::Empty { key: "stopwords.award_phrases" });
        }
        let parts = [
            ("terms.b", self.terms.b),
            ("query.full_text_part", self.query.full_text_part),
            ("profile.unverified_weight", profile.unverified_weight),
            ("profile.unknown_weight", profile.unknown_weight),
            ("aggregate.repetition", aggregate.repetition),
            ("borrowed.from", self.borrowed.from),
            ("borrowed.whole", self.borrowed.whole),
            ("borrowed.lead", self.borrowed.lead),
            ("borrowed.own_lead", self.borrowed.own_lead),
            ("borrowed.many_from", self.borrowed.many_from),
            ("borrowed.many_whole", self.borrowed.many_whole),
            ("aggregate.unverified_lead", aggregate.unverified_lead),
            ("claims.keywords_most", claims.keywords_most),
            ("claims.keyword_part", claims.keyword_part),
            ("claims.most", claims.most),
            ("flags.left", self.flags.left),
            ("dense.part", self.dense.part),
        ];
        within(&parts, 0.0, 1.0)?;
        within(&claims.tiers.map(|tier| ("claims.tiers", tier)), 0.0, 1.0)?;
        let factors = [
            ("terms.k1", self.terms.k1),
            ("aggregate.shrinkage", aggregate.shrinkage),
            ("aggregate.unverified_coherence", aggregate.unverified_coherence),
        ];
        within(&factors, 0.0, 10.0)?;
        within(&[("aggregate.half_score", aggregate.half_score)], 0.001, 1.0)?;
        within(&[("borrowed.many", self.borrowed.many)], 1.0, 10_000.0)?;
        within(&[("dense.floor", self.dense.floor)], -1.0, 0.99)?;
        within(&[("aggregate.nearest", aggregate.nearest as f64)], 2.0, MOST_NEAREST as f64)?;
        within(&[("profile.most_publications", profile.most_publications as f64)], 1.0, 10_000.0)
    }
}

/// A figure that is no number lies in no range.
fn within(figures: &[(&'static str, f64)], low: f64, high: f64) -> Result<(), ModelError> {
    match figures.iter().find(|(_, value)| !(low..=high).contains(value)) {
        Some(&(key, _)) => Err(ModelError::OutOfRange { key, low, high }),
        None => Ok(()),
    }
}

impl Default for AffinityModel {
    /// The model card of `rules/affinity/default.toml`.
    fn default() -> Self {
        #[expect(
            clippy::expect_used,
            reason = "the file is part of the program, and a test reads it"
        )]
        Self::from_toml(include_str!("../../../rules/affinity/default.toml"))
            .expect("rules/affinity/default.toml is whole")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("../../../rules/affinity/default.toml");

    #[test]
    fn the_card_in_force_is_whole_and_pinned_by_what_it_says() {
        let model = AffinityModel::default();
        assert_eq!((model.id.as_str(), model.aggregate.nearest), ("lexical", 4));
        assert!(!model.card.data.is_empty() && !model.card.limits.is_empty());
        let commented = format!("# another comment\n{TEXT}");
        assert_eq!(AffinityModel::from_toml(&commented).unwrap().digest(), model.digest());
        let other = TEXT.replace("k1 = 1.2", "k1 = 1.3");
        assert_ne!(AffinityModel::from_toml(&other).unwrap().digest(), model.digest());
    }

    #[test]
    fn a_card_must_be_whole_and_in_range_and_says_what_is_wrong_in_both_languages() {
        for (right, wrong, key) in [
            ("k1 = 1.2", "", "k1"),
            ("k1 = 1.2", "k2 = 1.2", "k2"),
            ("b = 0.75", "b = 1.5", "terms.b"),
            ("b = 0.75", "b = nan", "terms.b"),
            ("nearest = 4", "nearest = 9", "aggregate.nearest"),
            ("whole = 0.85", "whole = 1.5", "borrowed.whole"),
            ("many = 40.0", "many = 0.0", "borrowed.many"),
            ("floor = 0.3", "floor = 1.0", "dense.floor"),
            ("id = \"lexical\"", "id = \" \"", "id"),
            ("0.02]", "2.0]", "claims.tiers"),
        ] {
            let text = TEXT.replacen(right, wrong, 1);
            assert_ne!(text, TEXT, "{right}");
            let said = AffinityModel::from_toml(&text).unwrap_err().to_string();
            assert!(said.contains(key), "{said}");
            assert!(said.contains("模型卡") && said.contains("model card"), "{said}");
        }
    }
}
