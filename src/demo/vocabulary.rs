//! Which words is the round made of? The data of `rules/demo`, compiled in and read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde::de::DeserializeOwned;

const TOPIC_FILES: [&str; 6] = [
    include_str!("../../rules/demo/topics_science.toml"),
    include_str!("../../rules/demo/topics_life.toml"),
    include_str!("../../rules/demo/topics_agriculture.toml"),
    include_str!("../../rules/demo/topics_materials.toml"),
    include_str!("../../rules/demo/topics_machines.toml"),
    include_str!("../../rules/demo/topics_engineering.toml"),
];

/// A technical term: `Chinese/English`, or `Chinese/English/021` where it only suits the objects
/// 0, 2 and 1 of its topic. An insight has no English: `Chinese` or `Chinese/021`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub(super) struct Term {
    pub(super) chinese: String,
    pub(super) english: String,
    suits: Vec<usize>,
}

impl From<String> for Term {
    fn from(text: String) -> Self {
        let mut parts: Vec<&str> = text.split('/').collect();
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let suits = match parts.last() {
            Some(last) if digits(last) => {
                let places = last.bytes().map(|byte| usize::from(byte - b'0')).collect();
                parts.pop();
                places
            }
            _ => Vec::new(),
        };
        let chinese = (*parts.first().unwrap_or(&"")).to_owned();
        let english = (*parts.get(1).unwrap_or(&"")).to_owned();
        Self { chinese, english, suits }
    }
}

impl Term {
    /// Whether the term goes with the object at this place of its topic's list.
    pub(super) fn suits(&self, object: usize) -> bool {
        self.is_general() || self.suits.contains(&object)
    }

    /// Whether the term goes with every object of its topic.
    pub(super) fn is_general(&self) -> bool {
        self.suits.is_empty()
    }
}

/// A topic: a branch of science with its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) field: String,
    /// Manner of its papers and of its natural-science nominations.
    pub(super) science: String,
    /// Manner of its invention and progress nominations.
    #[serde(default)]
    pub(super) craft: String,
    /// So narrow that there are too few experts.
    #[serde(default)]
    pub(super) narrow: bool,
    /// Review panel by category code.
    pub(super) panels: BTreeMap<String, String>,
    pub(super) disciplines: Vec<String>,
    pub(super) neighbours: Vec<String>,
    pub(super) settings: Vec<String>,
    pub(super) insights: Vec<Term>,
    pub(super) objects: Vec<Term>,
    pub(super) problems: Vec<Term>,
    pub(super) methods: Vec<Term>,
    pub(super) techniques: Vec<Term>,
    pub(super) raises: Vec<Term>,
    pub(super) lowers: Vec<Term>,
    pub(super) uses: Vec<Term>,
}

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UnitKind {
    University,
    Hospital,
    Institute,
    Company,
    Academy,
}

/// A fictional unit.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitEntry {
    pub(super) name: String,
    pub(super) kind: UnitKind,
    pub(super) fields: Vec<String>,
    pub(super) region: String,
    pub(super) domain: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) parent: Option<String>,
}

/// A fictional learned society.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SocietyEntry {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) group: String,
    pub(super) topics: Vec<String>,
}

/// Names: words of one character and its reading, or given names, apart by blanks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameLists {
    pub(super) surnames: String,
    pub(super) compound_surnames: String,
    pub(super) given: String,
    pub(super) given_single: String,
    pub(super) readings: String,
}

type Manners = BTreeMap<String, Vec<String>>;

/// Patterns of the papers in Chinese, by part and manner.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct PaperPatterns {
    pub(super) titles: Manners,
    pub(super) backgrounds: Manners,
    pub(super) approaches: Manners,
    pub(super) results: Manners,
    pub(super) conclusions: Manners,
}

/// Patterns of the papers in English.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct EnglishPatterns {
    pub(super) titles: Manners,
    pub(super) sentences: Manners,
}

/// Every sentence pattern.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Patterns {
    /// Titles by category and manner.
    pub(super) titles: BTreeMap<String, Manners>,
    pub(super) modifiers: Manners,
    /// Openings by `openings_` and the category.
    pub(super) nomination: Manners,
    pub(super) points: BTreeMap<String, Manners>,
    pub(super) closings: Manners,
    pub(super) papers: PaperPatterns,
    pub(super) english: EnglishPatterns,
}

/// Fields, panels and nominators.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Tables {
    /// `Chinese/English` by key.
    pub(super) fields: BTreeMap<String, Term>,
    /// Share by category and panel.
    pub(super) panels: BTreeMap<String, BTreeMap<String, usize>>,
    pub(super) nominator: Vec<NominatorEntry>,
}

/// A fictional nominator that is neither a society nor a region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NominatorEntry {
    pub(super) kind: String,
    pub(super) name: String,
    /// Fields in which it nominates; all where there is none.
    pub(super) fields: Vec<String>,
}

/// A fictional account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoAccount {
    /// Role code, such as `award_office`.
    pub role: String,
    /// What the accounts' file calls it, where several hold a role.
    pub key: Option<String>,
    /// Name to sign in with.
    pub username: String,
    /// Name shown, fictional.
    pub display_name: String,
    /// Code of the society that the account acts for.
    pub society: Option<String>,
}

/// All the data of `rules/demo`.
pub(super) struct Vocabulary {
    pub(super) topics: Vec<Topic>,
    pub(super) units: Vec<UnitEntry>,
    pub(super) societies: Vec<SocietyEntry>,
    pub(super) names: NameLists,
    pub(super) patterns: Patterns,
    pub(super) tables: Tables,
    pub(super) accounts: Vec<DemoAccount>,
}

/// The data, read on first use.
pub(super) static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::read);

#[derive(Deserialize)]
struct TopicFile {
    topic: Vec<Topic>,
}

#[derive(Deserialize)]
struct UnitFile {
    unit: Vec<UnitEntry>,
}

#[derive(Deserialize)]
struct SocietyFile {
    society: Vec<SocietyEntry>,
}

#[derive(Deserialize)]
struct AccountFile {
    account: Vec<DemoAccount>,
}

#[expect(clippy::expect_used, reason = "the text is compiled in, and every test reads it")]
fn parse<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("rules/demo is well-formed")
}

impl Vocabulary {
    fn read() -> Self {
        Self {
            topics: TOPIC_FILES.iter().flat_map(|text| parse::<TopicFile>(text).topic).collect(),
            units: parse::<UnitFile>(include_str!("../../rules/demo/units.toml")).unit,
            societies: parse::<SocietyFile>(include_str!("../../rules/demo/societies.toml"))
                .society,
            names: parse(include_str!("../../rules/demo/names.toml")),
            patterns: parse(include_str!("../../rules/demo/texts.toml")),
            tables: parse(include_str!("../../rules/demo/fields.toml")),
            accounts: parse::<AccountFile>(include_str!("../../rules/demo/accounts.toml")).account,
        }
    }

    /// Place of a topic in the list.
    pub(super) fn topic_at(&self, key: &str) -> Option<usize> {
        self.topics.iter().position(|topic| topic.key == key)
    }
}
