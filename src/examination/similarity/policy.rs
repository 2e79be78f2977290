//! From where on is a likeness worth a person's time? The thresholds, as data.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::shared::hex_sha256;

const TEXT: &str = include_str!("../../../rules/examination/similarity.toml");

/// The thresholds in force.
pub static IN_FORCE: LazyLock<Policy> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "shipped with the program and read by a test")]
    toml::from_str(TEXT).expect("the thresholds of reuse are readable")
});

/// What made a sketch: another way of making them, or other thresholds, make them anew.
pub(super) static ENGINE: LazyLock<String> = LazyLock::new(|| {
    let digest = hex_sha256(TEXT.as_bytes());
    format!("minhash-1/{}", digest.get(..12).unwrap_or(&digest))
});

/// Thresholds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Name with its version.
    pub id: String,
    /// Of the texts.
    pub text: TextPolicy,
    /// Of the titles of projects.
    pub title: TitlePolicy,
    /// Of the titles of papers.
    pub paper: PaperPolicy,
    /// Of what is shown.
    pub view: ViewPolicy,
}

/// Thresholds of texts.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextPolicy {
    /// Words in a shingle.
    pub words: usize,
    /// Shingles of a text that is compared.
    pub least_shingles: usize,
    /// Components of a sketch in a band.
    pub band_rows: usize,
    /// Estimate from which on a pair is computed exactly.
    pub least_estimate: f64,
    /// Share of all shingles.
    pub least_jaccard: f64,
    /// Share of the shingles of the shorter text.
    pub least_contained: f64,
    /// Characters of a passage that is marked.
    pub least_passage_characters: usize,
}

/// Thresholds of titles.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitlePolicy {
    /// Share of all pairs of characters.
    pub least_jaccard: f64,
    /// Characters of a title that is compared.
    pub least_characters: usize,
}

/// Thresholds of papers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperPolicy {
    /// Characters of a title that is compared.
    pub least_characters: usize,
}

/// How much is shown.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewPolicy {
    /// Nominations beside one.
    pub most_others: usize,
}
