//! By which rules does a round go? Versioned data, never `if` statements.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The rules in force, bound to every round that names no others.
pub(super) const IN_FORCE: &str = include_str!("../../rules/rounds/2025.toml");

/// The rules of one round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its name.
    pub name: String,
    /// The award categories in their official order.
    pub categories: Vec<CategoryRule>,
    /// Defaults of a match run.
    pub matching: MatchingRule,
    /// What the round says of objections.
    #[serde(default)]
    pub objections: ObjectionsRule,
}

/// An award category and its limits (实施细则 arts 18, 23, 32).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// `TOP`, `NAT`, `INV`, `PRO` or `INT`.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Most completers by grade.
    #[serde(default)]
    pub people: BTreeMap<String, u32>,
    /// Most completing units by grade.
    #[serde(default)]
    pub units: BTreeMap<String, u32>,
}

/// Defaults of a match run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchingRule {
    /// Experts per nomination.
    pub per_nomination: u32,
    /// Most nominations per expert.
    pub max_load: u32,
    /// Fewest nominations per expert.
    pub min_load: u32,
    /// Most experts of one unit on a nomination; 0 for no bound.
    pub max_per_unit: u32,
}

/// What a round says of objections where it differs from the rules of objections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionsRule {
    /// Whether somebody may object without a name (实施细则 art. 68); none where the round does not say.
    #[serde(default)]
    pub allows_anonymous: Option<bool>,
}

/// The rule set cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("规则集无法解析 / the rule set cannot be read: {0}")]
pub struct RuleSetError(String);

impl RuleSet {
    /// Reads a rule set from TOML.
    pub fn parse(text: &str) -> Result<Self, RuleSetError> {
        toml::from_str(text).map_err(|error| RuleSetError(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_in_force_hold_the_limits_of_the_articles() {
        let rules = RuleSet::parse(IN_FORCE).unwrap();
        let codes: Vec<&str> = rules.categories.iter().map(|rule| rule.code.as_str()).collect();
        assert_eq!(codes, ["TOP", "NAT", "INV", "PRO", "INT"]);
        let limit = |code: &str, grade: &str| {
            let rule = rules.categories.iter().find(|rule| rule.code == code).unwrap();
            (rule.people.get(grade).copied(), rule.units.get(grade).copied())
        };
        assert_eq!(limit("NAT", "second"), (Some(5), Some(0))); // art. 18
        assert_eq!(limit("INV", "first"), (Some(6), Some(0))); // art. 23
        assert_eq!(limit("PRO", "special"), (Some(50), Some(30))); // art. 32
        assert_eq!(limit("PRO", "second"), (Some(10), Some(7))); // art. 32
        assert_eq!(limit("NAT", "special"), (None, Some(0))); // set by the award council
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(RuleSet::parse("name = \"x\"\nquota = 3\n").is_err());
    }

    #[test]
    fn a_round_may_say_that_objections_bear_a_name() {
        let says = |text: &str| RuleSet::parse(text).map(|rules| rules.objections.allows_anonymous);
        assert_eq!(says(IN_FORCE), Ok(None));
        let strict = format!("{IN_FORCE}\n[objections]\nallows_anonymous = false\n");
        assert_eq!(says(&strict), Ok(Some(false)));
    }
}
