//! Which rules are there, and are they sound?

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::finding::Severity;
use crate::{
    awards::ChecksRule,
    shared::{Bilingual, hex_sha256},
};

const WORDS: &str = "words.toml";
const ATTACHMENTS: &str = "attachments.toml";
const EXPERTS: &str = "experts.toml";

/// The files of `rules/checks` with their texts: those of the rules, in the order of the rules, and what they use.
const FILES: [(&str, &str); 7] = [
    ("common.toml", include_str!("../../../rules/checks/common.toml")),
    ("nat.toml", include_str!("../../../rules/checks/nat.toml")),
    ("inv.toml", include_str!("../../../rules/checks/inv.toml")),
    ("pro.toml", include_str!("../../../rules/checks/pro.toml")),
    (WORDS, include_str!("../../../rules/checks/words.toml")),
    (ATTACHMENTS, include_str!("../../../rules/checks/attachments.toml")),
    (EXPERTS, include_str!("../../../rules/checks/experts.toml")),
];

/// How far a rule can be decided by machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CheckLevel)]
pub enum Level {
    /// Decided from what is written.
    A,
    /// One half is decided, a person confirms the rest.
    #[serde(rename = "A/S")]
    Half,
    /// Evidence is gathered, a person decides.
    S,
    /// A person decides.
    M,
}

impl Level {
    /// Whether some of it is decided by machine.
    pub const fn decides(self) -> bool {
        matches!(self, Self::A | Self::Half)
    }

    /// Whether a person always has a part in it.
    pub(super) const fn asks_a_person(self) -> bool {
        !matches!(self, Self::A)
    }
}

/// Whether a rule is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CheckRuleState)]
pub enum State {
    /// It is.
    On,
    /// It is not: a rule of older notices.
    Off,
}

/// A day of the round by which something must be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Day {
    /// The last day on which papers and applications count.
    Cutoff,
    /// The last day of nominating.
    Close,
}

/// A rule of the formal examination.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its number.
    pub id: String,
    /// How far it is decided.
    pub level: Level,
    /// Whether it is asked.
    pub state: State,
    /// What a failure means.
    pub severity: Severity,
    /// Awards that it is about.
    pub categories: Vec<String>,
    /// The failing, as the official lists word it.
    pub text: Bilingual,
    /// What a person looks at.
    pub look: Option<Bilingual>,
    /// The clause behind it.
    pub clause: String,
    /// From where its wording is.
    pub source: String,
    /// A bound that it names.
    pub(super) most: Option<u32>,
    /// A day that it names.
    pub(super) day: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    version: String,
    rule: Vec<Rule>,
}

/// Words by which titles, units and posts are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) companies: Vec<String>,
    pub(super) company_hints: Vec<String>,
    pub(super) organ_endings: Vec<String>,
    pub(super) organ_exceptions: Vec<String>,
    pub(super) posts: Vec<String>,
    pub(super) domestic: Vec<String>,
    pub(super) abroad: Vec<String>,
}

/// Limits of the attachments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRules {
    pub(super) file_bytes: u64,
    pub(super) total_bytes: u64,
    pub(super) media_types: Vec<String>,
    #[serde(rename = "limit")]
    pub(super) limits: Vec<FileLimit>,
}

/// How many attachments an award allows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileLimit {
    pub(super) category: String,
    pub(super) counted: Vec<String>,
    pub(super) files: usize,
    pub(super) documents: usize,
    pub(super) pictures: usize,
    pub(super) documents_only: Vec<String>,
}

/// A kind of nominating expert.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpertKind {
    pub(super) code: String,
    /// How many must nominate together.
    pub(super) jointly: u32,
    /// Awards for whose single candidates one is enough.
    #[serde(default)]
    pub(super) alone_for: Vec<String>,
    /// First birthday that is young enough, by round.
    #[serde(default)]
    pub(super) born_from: BTreeMap<String, NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpertFile {
    kind: Vec<ExpertKind>,
}

/// All rules with the words and limits that they use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleBook {
    /// Name of this version.
    pub version: String,
    /// SHA-256 of all the texts that it was read from.
    pub digest: String,
    /// The rules in order.
    pub rules: Vec<Rule>,
    pub(super) words: Words,
    pub(super) files: FileRules,
    pub(super) experts: Vec<ExpertKind>,
}

/// The rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("形式审查规则有误 / the rules of the check are wrong: {0}")]
pub struct RuleBookError(String);

impl RuleBook {
    /// Reads the rules that Laurel ships.
    ///
    /// # Errors
    /// A file does not parse, a number stands there twice, a rule is about no award.
    pub fn shipped() -> Result<Self, RuleBookError> {
        Self::parse(&FILES)
    }

    /// Reads a book that a round keeps, as [`texts`] wrote it.
    ///
    /// # Errors
    /// It is no list of files, or as [`RuleBook::shipped`].
    pub(super) fn kept(content: &str) -> Result<Self, RuleBookError> {
        let files: Vec<(String, String)> =
            serde_json::from_str(content).map_err(|error| RuleBookError(error.to_string()))?;
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self::parse(&files)
    }

    fn parse(files: &[(&str, &str)]) -> Result<Self, RuleBookError> {
        let (mut version, mut rules, mut texts) = (String::new(), Vec::new(), String::new());
        for (name, text) in files {
            texts.push_str(text);
            if ![WORDS, ATTACHMENTS, EXPERTS].contains(name) {
                let mut file: RuleFile = read(name, text)?;
                rules.append(&mut file.rule);
                version.push_str(&file.version);
            }
        }
        check_rules(&rules)?;
        let text_of = |wanted: &str| {
            let found = files.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, text)| *text).unwrap_or_default()
        };
        Ok(Self {
            version,
            digest: hex_sha256(texts.as_bytes()),
            rules,
            words: read(WORDS, text_of(WORDS))?,
            files: read(ATTACHMENTS, text_of(ATTACHMENTS))?,
            experts: read::<ExpertFile>(EXPERTS, text_of(EXPERTS))?.kind,
        })
    }

    /// Every rule, in the order of the files.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule `id`.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The same rules as a round asks them.
    ///
    /// # Errors
    /// A rule is turned that the book does not have.
    pub fn turned(mut self, switches: &ChecksRule) -> Result<Self, RuleBookError> {
        let turns = [("on", &switches.on, State::On), ("off", &switches.off, State::Off)];
        for (key, ids, state) in turns {
            for id in ids {
                if self.rule(id).is_none() {
                    let known: Vec<&str> = self.rules.iter().map(|rule| rule.id.as_str()).collect();
                    let known = known.join(", ");
                    return Err(RuleBookError(format!(
                        "checks.{key}: 没有规则 {id} / there is no rule {id}; 现有 / there are {known}"
                    )));
                }
                self = self.with(id, state);
            }
        }
        Ok(self)
    }

    /// The rules that stand here otherwise than in `other`, or not at all there.
    pub fn unlike<'b>(&'b self, other: &'b Self) -> impl Iterator<Item = &'b Rule> {
        self.rules
            .iter()
            .filter(move |rule| other.rule(&rule.id).map(|one| one.state) != Some(rule.state))
    }

    /// The same rules with `id` asked or not: rounds differ.
    #[must_use]
    pub fn with(mut self, id: &str, state: State) -> Self {
        for rule in self.rules.iter_mut().filter(|rule| rule.id == id) {
            rule.state = state;
        }
        self
    }
}

/// The files that ship, as a round keeps them.
pub(super) fn texts() -> String {
    serde_json::to_string(&FILES).unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, RuleBookError> {
    toml::from_str(text).map_err(|error| RuleBookError(format!("rules/checks/{name}: {error}")))
}

fn check_rules(rules: &[Rule]) -> Result<(), RuleBookError> {
    let mut ids = BTreeSet::new();
    for rule in rules {
        let wrong = |what: &str| Err(RuleBookError(format!("{}: {what}", rule.id)));
        if !ids.insert(&rule.id) {
            return wrong("stands there twice");
        }
        let is_award = |code: &String| ["TOP", "NAT", "INV", "PRO", "INT"].contains(&code.as_str());
        if rule.categories.is_empty() || !rule.categories.iter().all(is_award) {
            return wrong("is about no award");
        }
        let said = [Some(&rule.text), rule.look.as_ref()];
        if said.into_iter().flatten().any(|text| text.zh.is_empty() || text.en.is_empty()) {
            return wrong("is not said in both languages");
        }
        if rule.clause.is_empty() || rule.source.is_empty() {
            return wrong("has no clause or source");
        }
        if rule.level.asks_a_person() && rule.state == State::On && rule.look.is_none() {
            return wrong("does not say what a person looks at");
        }
    }
    Ok(())
}

/// The rules in force; none where they are unsound, which a test rules out.
pub fn in_force() -> Option<&'static RuleBook> {
    static BOOK: LazyLock<Option<RuleBook>> = LazyLock::new(|| RuleBook::shipped().ok());
    BOOK.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_sound_and_those_of_the_lists() {
        let book = RuleBook::shipped().unwrap();
        let count = |prefix: &str, digits: &str| {
            let of = |id: &str| {
                id.strip_prefix(prefix).is_some_and(|rest| {
                    rest.len() == digits.len() && rest.chars().all(|one| one.is_ascii_digit())
                })
            };
            book.rules.iter().filter(|rule| of(&rule.id)).count()
        };
        let found = ["FC-", "FC-N", "FC-I", "FC-P"]
            .map(|prefix| count(prefix, if prefix == "FC-" { "000" } else { "00" }));
        assert_eq!(found, [32, 17, 9, 10]);
        let off: Vec<&str> = book
            .rules
            .iter()
            .filter(|rule| rule.state == State::Off)
            .map(|rule| rule.id.as_str())
            .collect();
        assert_eq!(off, ["FC-006", "FC-007", "FC-N03"]);
        assert_eq!(in_force().map(|book| book.digest.len()), Some(64));
    }

    #[test]
    fn unsound_rules_are_refused() {
        let wrong = |from: &str, to: &str| {
            let (name, common) = FILES[0];
            assert!(common.contains(from), "{from}");
            let common = common.replacen(from, to, 1);
            let mut files = FILES.to_vec();
            files[0] = (name, &common);
            RuleBook::parse(&files).unwrap_err().0
        };
        assert!(wrong("id = \"FC-002\"", "id = \"FC-001\"").contains("twice"));
        assert!(wrong("\"TOP\", \"NAT\"", "\"TOP\", \"XYZ\"").contains("award"));
        assert!(wrong("clause = \"X25 art. 50\"", "clause = \"\"").contains("clause"));
        let told = wrong("state = \"on\"", "colour = 1\nstate = \"on\"");
        assert!(
            told.starts_with("rules/checks/common.toml: ") && told.contains("colour"),
            "{told}"
        );
        assert!(wrong("level = \"A\"", "level = \"B\"").contains('B'));
    }

    #[test]
    fn a_round_keeps_its_book_and_turns_its_rules() {
        let book = RuleBook::shipped().unwrap();
        assert_eq!(RuleBook::kept(&texts()).unwrap(), book);
        let list = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
        let switches = |on: &[&str], off: &[&str]| ChecksRule {
            on: list(on),
            off: list(off),
            ..ChecksRule::default()
        };
        let turned = book.clone().turned(&switches(&["FC-006"], &["FC-016", "FC-003"])).unwrap();
        let unlike: Vec<_> = turned.unlike(&book).map(|rule| (&*rule.id, rule.state)).collect();
        let (on, off) = (State::On, State::Off);
        assert_eq!(unlike, [("FC-003", off), ("FC-006", on), ("FC-016", off)]);
        let told = book.clone().turned(&switches(&[], &["FC-999"])).unwrap_err().0;
        assert!(told.starts_with("checks.off: ") && told.contains("FC-999"), "{told}");
        assert!(told.contains("FC-N17"), "what there is: {told}");
        assert!(RuleBook::kept("[]").is_err(), "a book without its files");
    }
}
