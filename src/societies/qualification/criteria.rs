//! What must a society show before it may nominate? Data, with the source of each line.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::shared::Bilingual;

/// A condition for the right to nominate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// A word for it.
    pub id: String,
    /// What must be so.
    pub name: Bilingual,
    /// What the society is asked for.
    pub ask: Bilingual,
    /// The text that it rests on.
    pub source: Bilingual,
    /// Whether the right needs it.
    pub is_required: bool,
    /// Whether a file must show it.
    pub needs_file: bool,
    /// The criterion that stands in for it when that is met.
    #[serde(default)]
    pub unless: Option<String>,
}

/// The criteria with the numbers that go with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criteria {
    /// Name of this text of the rules.
    pub version: String,
    /// Years for which a right lasts.
    pub validity_years: u32,
    /// Years for which a trial lasts.
    pub probation_years: u32,
    /// What these rest on.
    pub validity_basis: Bilingual,
    /// Days in which to appeal.
    pub appeal_days: u32,
    /// What they rest on.
    pub appeal_basis: Bilingual,
    /// General projects that a society recommends through CAST in a round.
    pub via_cast_projects: u32,
    /// Candidates for the highest award that it recommends through CAST.
    pub via_cast_top: u32,
    /// Places of a newcomer in its first round.
    pub newcomer_places: u32,
    /// The criteria in their order.
    #[serde(rename = "criterion")]
    pub list: Vec<Criterion>,
}

/// The criteria in force.
#[expect(clippy::expect_used, reason = "the text is part of the program and a test reads it")]
pub static CRITERIA: LazyLock<Criteria> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../rules/qualification/default.toml"))
        .expect("rules/qualification/default.toml is right")
});

impl Criteria {
    /// The criterion `id`.
    pub fn find(&self, id: &str) -> Option<&Criterion> {
        self.list.iter().find(|criterion| criterion.id == id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_criteria_are_whole() {
        let criteria = &*CRITERIA;
        let ids: BTreeSet<&str> = criteria.list.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), criteria.list.len());
        for one in &criteria.list {
            for text in [&one.name, &one.ask, &one.source] {
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", one.id);
            }
            if let Some(other) = &one.unless {
                let other = criteria.find(other).unwrap();
                assert!(!other.is_required && other.unless.is_none(), "{}", one.id);
            }
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let text = include_str!("../../../rules/qualification/default.toml");
        let wrong = text.replace("appeal_days", "appeal_day");
        assert!(toml::from_str::<Criteria>(&wrong).is_err());
    }
}
