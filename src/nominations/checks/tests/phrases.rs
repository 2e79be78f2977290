//! How well do the heuristics of level S tell what a person should look at? Labelled phrases, and the figures that
//! docs/checks.md states of them.

use serde::Deserialize;

use super::*;

const PHRASES: &str = include_str!("phrases.toml");
const DOCUMENT: &str = include_str!("../../../../docs/checks.md");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    list: Vec<Labelled>,
}

/// Phrases for one place of a form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labelled {
    rule: String,
    at: String,
    /// What a person should look at.
    found: Vec<String>,
    /// What needs nobody.
    passed: Vec<String>,
}

impl Labelled {
    /// The dossier in which the phrases are put.
    fn base(&self) -> Case {
        if self.at.starts_with("units.") { pro() } else { nat() }
    }

    /// How many of the phrases make the rule speak.
    fn count(&self, base: &Case, phrases: &[String]) -> usize {
        let speaks = |phrase: &&String| speaks(&base.clone().set(&self.at, phrase), &self.rule);
        phrases.iter().filter(speaks).count()
    }
}

/// Whether the rule says something that it does not say of every dossier.
fn speaks(case: &Case, rule: &str) -> bool {
    let is_decided = case.book.rule(rule).unwrap().level == Level::A;
    case.of(rule).iter().any(|one| {
        let has_words = one.evidence.iter().any(|one| matches!(one, Evidence::Text(_)));
        let is_doubt = is_decided && one.verdict == Verdict::NeedsPerson;
        one.verdict == Verdict::Fail || has_words || is_doubt
    })
}

#[test]
fn the_heuristics_tell_as_well_as_the_document_says() {
    let lists: Phrases = toml::from_str(PHRASES).unwrap();
    let rules: Vec<&str> = lists.list.iter().map(|list| list.rule.as_str()).collect();
    assert_eq!(rules, ["FC-012", "FC-016", "FC-028", "FC-029", "FC-N09"]);
    for list in &lists.list {
        assert!(list.found.len() >= 20 && list.passed.len() >= 20, "{}", list.rule);
        let base = list.base();
        let (hits, alarms) = (list.count(&base, &list.found), list.count(&base, &list.passed));
        let recall = hits as f64 / list.found.len() as f64;
        let precision = hits as f64 / (hits + alarms) as f64;
        let start = format!("| {} on {} phrases", list.rule, list.found.len() + list.passed.len());
        let row = DOCUMENT.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("no row {start:?}"));
        let figures = format!("| S | {recall:.3} | {precision:.3} |");
        assert!(row.contains(&figures), "{row} should say {figures}: {hits} hits, {alarms} alarms");
    }
}

#[test]
fn no_phrase_stands_on_both_sides() {
    let lists: Phrases = toml::from_str(PHRASES).unwrap();
    for list in lists.list {
        let all: BTreeSet<&String> = list.found.iter().chain(&list.passed).collect();
        assert_eq!(all.len(), list.found.len() + list.passed.len(), "{}", list.rule);
    }
}
