//! Where is a seal or a signature due, and what looks like a seal? As data (`rules/examination/seals.toml`).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

const TEXT: &str = include_str!("../../../rules/examination/seals.toml");

/// The rules in force.
pub(super) static IN_FORCE: LazyLock<SealRules> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "shipped with the program and read by a test")]
    toml::from_str(TEXT).expect("the rules of seals are readable")
});

/// What may be due on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// 公章
    Seal,
    /// 签名
    Signature,
}

impl Mark {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Seal => "seal",
            Self::Signature => "signature",
        }
    }
}

/// The rules.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealRules {
    /// Name with its version.
    pub(super) id: String,
    pub(super) due: Vec<DueRule>,
    pub(super) red: RedRules,
    pub(super) pages: PageRules,
}

/// Fields whose pages bear a mark.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DueRule {
    pub(super) codes: Vec<String>,
    pub(super) marks: Vec<Mark>,
    pub(super) clause: String,
}

/// What looks like a seal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RedRules {
    pub(super) side: u32,
    pub(super) least_excess: i32,
    pub(super) least_red: u8,
    pub(super) least_size: f64,
    pub(super) most_size: f64,
    pub(super) most_red_share: f64,
    pub(super) least_confidence: f64,
}

/// How much is shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageRules {
    pub(super) most_of_a_file: usize,
    pub(super) shown_side: u32,
}
