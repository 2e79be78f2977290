//! By which rules does a round go? Versioned data, never `if` statements.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, de::Error as _};

/// The rules in force, bound to every round that names no others.
pub(super) const IN_FORCE: &str = include_str!("../../rules/rounds/2025.toml");

/// The file of the rules in force.
pub const RULE_SET_FILE: &str = "rules/rounds/2025.toml";

/// The rules of one round.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Its name.
    pub name: String,
    /// The award categories in their official order.
    pub categories: Vec<CategoryRule>,
    /// Forms on which dossiers are begun, by name and version, as they are offered; none for every form that
    /// ships, as rounds of before forms were named have it.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Which rules the formal examination asks.
    #[serde(default)]
    pub checks: ChecksRule,
    /// Defaults of a match run.
    pub matching: MatchingRule,
    /// What the round says of objections.
    #[serde(default)]
    pub objections: ObjectionsRule,
    /// What may be withdrawn; none in rounds of before rule sets said it.
    #[serde(default)]
    pub withdrawal: Option<WithdrawalRule>,
    /// Which books of rules the reviews, meetings and results of the round go by.
    #[serde(default)]
    pub books: BooksRule,
    /// What the round has otherwise in its policy of conflicts: TOML by the tables of
    /// `rules/conflicts/default.toml`, which the room of conflicts reads.
    #[serde(default, deserialize_with = "table_as_text")]
    pub conflicts: String,
}

fn table_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let table = toml::Table::deserialize(deserializer)?;
    toml::to_string(&table).map_err(D::Error::custom)
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

/// Which rules of the formal examination a round asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecksRule {
    /// Version of the book of rules; the one that ships where none is named.
    #[serde(default)]
    pub book: Option<String>,
    /// Numbers of rules that are asked, whatever the book says.
    #[serde(default)]
    pub on: Vec<String>,
    /// Numbers of rules that are not asked, whatever the book says.
    #[serde(default)]
    pub off: Vec<String>,
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

/// Which books of rules a round goes by, by their versions; the ones that ship where none is named. The text of each
/// is bound when the first use is made of it (`decision_book`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BooksRule {
    /// Of sheets, blinding and aggregation.
    #[serde(default)]
    pub reviews: Option<String>,
    /// Of quorums, thresholds and ballots.
    #[serde(default)]
    pub meetings: Option<String>,
    /// Of the numbers of awards and of what is made public.
    #[serde(default)]
    pub results: Option<String>,
}

impl BooksRule {
    /// The version that a round names for the book of a room; none where it names none.
    pub fn of(&self, room: &str) -> Option<&str> {
        match room {
            "reviews" => self.reviews.as_deref(),
            "meetings" => self.meetings.as_deref(),
            "results" => self.results.as_deref(),
            _ => None,
        }
    }
}

/// What may be withdrawn after it was submitted, and what becomes of its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithdrawalRule {
    /// Whether societies that nominate through CAST may withdraw.
    pub via_cast: bool,
    /// Whether it may be taken back to be submitted again before nominating ends.
    pub replaces_before_close: bool,
    /// Whether the place is free again before nominating ends.
    pub frees_place_before_close: bool,
    /// On what it stands.
    pub basis: String,
}

/// The rule set cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: 规则集有误 / the rule set is wrong: {why}")]
pub struct RuleSetError {
    /// Its file, or its name.
    pub place: String,
    /// What is wrong, with the key.
    pub why: String,
}

impl RuleSet {
    /// The rule set that ships.
    ///
    /// # Errors
    /// It cannot be read, which a test rules out.
    pub fn shipped() -> Result<Self, RuleSetError> {
        Self::parse(RULE_SET_FILE, IN_FORCE)
    }

    /// Reads a rule set from the TOML that stands at `place`. Whether the forms and rules that it names are
    /// there is for the rooms to say that have them.
    ///
    /// # Errors
    /// No TOML, an unknown key, a form or a rule that is named twice.
    pub fn parse(place: &str, text: &str) -> Result<Self, RuleSetError> {
        let wrong = |why: String| RuleSetError { place: place.to_owned(), why };
        let rules: Self = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
        let ChecksRule { on, off, .. } = &rules.checks;
        if let Some(form) = twice(&rules.forms) {
            return Err(wrong(format!("forms: {form} 重复 / stands there twice")));
        }
        if let Some(rule) = twice(on.iter().chain(off)) {
            return Err(wrong(format!("checks.on, checks.off: {rule} 重复 / stands there twice")));
        }
        Ok(rules)
    }
}

/// The first name that stands there twice.
fn twice<'a>(names: impl IntoIterator<Item = &'a String>) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_in_force_hold_the_limits_of_the_articles() {
        let rules = RuleSet::shipped().unwrap();
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
    fn what_is_wrong_is_told_with_its_file_and_key() {
        let wrong = |from: &str, to: &str| {
            assert!(IN_FORCE.contains(from), "{from}");
            RuleSet::parse("x.toml", &IN_FORCE.replacen(from, to, 1)).unwrap_err().to_string()
        };
        for (from, to, key) in [
            ("forms = [", "quota = 3\nforms = [", "quota"),
            ("book = ", "colour = 3\nbook = ", "colour"),
            ("  \"nat-1\",", "  \"nat-1\",\n  \"nat-1\",", "forms: nat-1"),
            ("on = []", "on = [\"FC-006\", \"FC-006\"]", "checks.on"),
            ("on = []\noff = []", "on = [\"FC-006\"]\noff = [\"FC-006\"]", "FC-006"),
            ("via_cast = false", "via_cast = \"no\"", "via_cast"),
        ] {
            let told = wrong(from, to);
            assert!(told.starts_with("x.toml: ") && told.contains(key), "{told}");
        }
    }

    #[test]
    fn the_rules_in_force_say_what_may_be_withdrawn() {
        let rule = RuleSet::shipped().unwrap().withdrawal.unwrap();
        let said = (rule.via_cast, rule.replaces_before_close, rule.frees_place_before_close);
        assert_eq!(said, (false, true, true));
        assert!(rule.basis.contains("推荐通知"), "{}", rule.basis);
        let (before, _) = IN_FORCE.split_once("[withdrawal]").unwrap();
        assert_eq!(RuleSet::parse("x.toml", before).unwrap().withdrawal, None);
    }

    #[test]
    fn a_round_names_its_books_of_rules() {
        let rules = RuleSet::shipped().unwrap();
        let named = ["reviews", "meetings", "results", "quotas"].map(|room| rules.books.of(room));
        assert_eq!(named, [Some("reviews-1"), Some("meetings-1"), Some("results-1"), None]);
        let (before, after) = IN_FORCE.split_once("[books]").unwrap();
        let (_, after) = after.split_once("[matching]").unwrap();
        let without = format!("{before}[matching]{after}");
        assert_eq!(RuleSet::parse("x.toml", &without).unwrap().books, BooksRule::default());
    }

    #[test]
    fn a_round_may_change_its_policy_of_conflicts() {
        let says = |text: &str| RuleSet::parse(RULE_SET_FILE, text).map(|rules| rules.conflicts);
        assert_eq!(says(IN_FORCE), Ok(String::new()));
        let own = format!("{IN_FORCE}\n[conflicts.windows]\ncoauthor_years = 5\n");
        let read: toml::Table = toml::from_str(&says(&own).unwrap()).unwrap();
        assert_eq!(read["windows"]["coauthor_years"].as_integer(), Some(5));
    }

    #[test]
    fn a_round_may_say_that_objections_bear_a_name() {
        let says = |text: &str| {
            RuleSet::parse(RULE_SET_FILE, text).map(|rules| rules.objections.allows_anonymous)
        };
        assert_eq!(says(IN_FORCE), Ok(None));
        let strict = format!("{IN_FORCE}\n[objections]\nallows_anonymous = false\n");
        assert_eq!(says(&strict), Ok(Some(false)));
    }
}
