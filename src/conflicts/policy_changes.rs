//! What does a round change in the policy that ships, and where do two policies differ?

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::policy::{ConflictPolicy, PolicyError, SHIPPED};

/// A key of a policy that stands otherwise than usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDifference {
    /// The key, as in `windows.coauthor_years`.
    pub key: String,
    /// How it stands.
    pub value: String,
    /// How it usually stands; empty where it does not.
    pub usual: String,
}

impl ConflictPolicy {
    /// The policy that ships with what a round has otherwise: TOML by the tables of
    /// `rules/conflicts/default.toml`.
    ///
    /// # Errors
    /// No TOML, a key that a policy does not have, a figure out of its range.
    pub fn changed(changes: &str) -> Result<Self, PolicyError> {
        let mut whole: Table = toml::from_str(SHIPPED)?;
        merge(&mut whole, toml::from_str(changes)?);
        let policy: Self = Value::Table(whole).try_into()?;
        policy.check()?;
        Ok(policy)
    }

    /// The whole policy as TOML, which [`ConflictPolicy::from_toml`] reads again.
    ///
    /// # Errors
    /// Never: every part of it can be written.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string(self)
    }

    /// The keys that stand otherwise than in another policy, in their order.
    pub fn unlike(&self, usual: &Self) -> Vec<PolicyDifference> {
        let (own, mut theirs) = (flat(self), flat(usual));
        let of = |(key, value): (String, String)| {
            let usual = theirs.remove(&key).unwrap_or_default();
            (value != usual).then_some(PolicyDifference { key, value, usual })
        };
        own.into_iter().filter_map(of).collect()
    }
}

fn merge(whole: &mut Table, changes: Table) {
    for (key, change) in changes {
        let merged = match (whole.remove(&key), change) {
            (Some(Value::Table(mut part)), Value::Table(change)) => {
                merge(&mut part, change);
                Value::Table(part)
            }
            (_, change) => change,
        };
        whole.insert(key, merged);
    }
}

/// Every key of a policy with its value as text.
fn flat(policy: &ConflictPolicy) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    if let Ok(value) = Value::try_from(policy) {
        spread(String::new(), value, &mut keys);
    }
    keys
}

fn spread(at: String, value: Value, keys: &mut BTreeMap<String, String>) {
    if let Value::Table(table) = value {
        for (key, value) in table {
            spread(if at.is_empty() { key } else { format!("{at}.{key}") }, value, keys);
        }
    } else if let Value::String(text) = value {
        keys.insert(at, text);
    } else {
        keys.insert(at, value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conflicts::{Severity, UnitLevel};

    const CHANGES: &str = "[windows]\ncoauthor_years = 5\n[units]\nsame_unit_level = \"parent\"\n\
                           [severity]\nrelated_unit = \"flag\"\n";

    #[test]
    fn a_round_changes_windows_levels_and_grades() {
        let usual = ConflictPolicy::default();
        assert_eq!(ConflictPolicy::changed("").unwrap(), usual);
        let policy = ConflictPolicy::changed(CHANGES).unwrap();
        assert_eq!(policy.windows.coauthor_years, 5);
        assert_eq!(policy.units.same_unit_level, UnitLevel::Parent);
        assert_eq!(policy.severity.related_unit, Severity::Flag);
        assert_eq!(policy.windows.adviser_years, usual.windows.adviser_years, "the rest stays");
        let told: Vec<(String, String, String)> =
            policy.unlike(&usual).into_iter().map(|one| (one.key, one.value, one.usual)).collect();
        let expected = [
            ("severity.related_unit", "flag", "note"),
            ("units.same_unit_level", "parent", "legal_person"),
            ("windows.coauthor_years", "5", "3"),
        ];
        assert_eq!(
            told,
            expected.map(|(key, value, usual)| {
                (key.to_owned(), value.to_owned(), usual.to_owned())
            })
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        for changes in ["", CHANGES] {
            let policy = ConflictPolicy::changed(changes).unwrap();
            assert_eq!(ConflictPolicy::from_toml(&policy.to_toml().unwrap()).unwrap(), policy);
        }
    }

    #[test]
    fn what_is_not_there_or_out_of_range_is_refused() {
        for (changes, key) in [
            ("[windows]\ncoauthor_year = 5\n", "coauthor_year"),
            ("[window]\ncoauthor_years = 5\n", "window"),
            ("[windows]\ncoauthor_years = -1\n", "windows.coauthor_years"),
            ("[severity]\nkin = \"perhaps\"\n", "perhaps"),
        ] {
            let told = ConflictPolicy::changed(changes).unwrap_err().to_string();
            assert!(told.contains(key), "{changes}: {told}");
        }
    }
}
