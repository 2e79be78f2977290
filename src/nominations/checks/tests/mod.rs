//! One test for each rule that is decided, with a dossier that passes and one that fails. The sound
//! dossiers are the complete ones of `rules/demo`; a test changes one thing.

mod common_rules;
mod coverage;
mod invention_rules;
mod laws;
mod people_rules;
mod phrases;
mod planted_faults;
mod progress_rules;
mod science_rules;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::*;
use crate::{
    demo::complete::{Complete, Handed},
    nominations::{
        dossier::{Address, Content, Value},
        forms,
    },
    shared::Bilingual,
};

static NOTHING: LazyLock<Content> = LazyLock::new(Content::default);

/// A dossier with all that is known beside it.
#[derive(Clone)]
struct Case {
    content: Content,
    facts: Facts<'static>,
    book: RuleBook,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {:?}", self.facts.form.id, self.content)
    }
}

fn nat() -> Case {
    Case::complete("NAT")
}

fn inv() -> Case {
    Case::complete("INV")
}

fn pro() -> Case {
    Case::complete("PRO")
}

/// The complete dossiers on all forms, by name.
fn complete() -> impl Iterator<Item = (&'static str, Case)> {
    Complete::names().map(|name| (name, Case::complete(name)))
}

fn key(word: &str) -> PersonKey {
    PersonKey(word.to_owned())
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn said(text: &str) -> Bilingual {
    Bilingual::new(text, text)
}

/// A candidate of another nomination of the round.
fn other(key: Option<&str>, name: &str, unit: &str) -> OtherPerson {
    OtherPerson {
        key: key.map(self::key),
        document: key.map(|_| "id_card".to_owned()),
        name: name.into(),
        unit: unit.into(),
        nomination: Some("2027-1".into()),
    }
}

/// A bar from one day to another, or without end.
fn event(subject: Subject, from: &str, until: Option<&str>) -> IntegrityEvent {
    IntegrityEvent {
        subject, what: said("处分影响期"), from: day(from), until: until.map(day)
    }
}

/// An award that the person with this key won.
fn won(person: &str, year: i32) -> PastAward {
    PastAward { person: key(person), year, title: "某项目".into() }
}

impl Case {
    fn complete(name: &str) -> Self {
        let complete = Complete::of(name).unwrap();
        let mut case = Self::blank(&complete.form);
        case.content = Content(complete.values);
        case.facts.files = complete.attachment.into_iter().map(file).collect();
        for row in case.content.rows("completers", "items").to_vec() {
            let document = case.content.cell("completers", "items", &row, "id_type").to_owned();
            case.facts.keys.insert(row.clone(), PersonKey(format!("key of {row}")));
            case.facts.documents.insert(row.clone(), document);
            case.facts.confirmations.push(ConfirmationFacts { row, state: Consent::Confirmed });
        }
        case
    }

    /// An empty dossier of a society that has done everything else.
    fn blank(form: &str) -> Self {
        let at = |text: &str| Some(text.parse().unwrap());
        let facts = Facts {
            form: forms::find(form).unwrap(),
            content: &NOTHING,
            unknown_disciplines: BTreeSet::new(),
            round: RoundFacts {
                year: 2027,
                earlier: vec![2025, 2023, 2020],
                opens_at: at("2027-03-01T00:00:00Z"),
                closes_at: at("2027-06-30T16:00:00Z"),
                cutoff: Some(day("2023-12-31")),
                now: "2027-06-30T15:59:59Z".parse().unwrap(),
            },
            society: SocietyFacts { right: Right::Held, places_left: Some(1), has_place: false },
            selection: None,
            publicity: Some(PublicityFacts {
                days: 7,
                needed: 7,
                is_concluded: true,
                is_proved: true,
                shown: "same".into(),
                current: "same".into(),
                unsettled: 0,
                units_missing: Vec::new(),
            }),
            resolution: Some(ResolutionFacts { carried: true, why: Bilingual::default() }),
            confirmations: Vec::new(),
            files: Vec::new(),
            keys: BTreeMap::new(),
            documents: BTreeMap::new(),
            expert_keys: BTreeMap::new(),
            others: Vec::new(),
            other_contents: Vec::new(),
            past_awards: Vec::new(),
            awarded: Vec::new(),
            integrity: Vec::new(),
            units: Vec::new(),
        };
        Self { content: Content::default(), facts, book: RuleBook::shipped().unwrap() }
    }

    fn set(mut self, address: &str, text: &str) -> Self {
        self.content.0.insert(address.parse().unwrap(), Value::Text(text.to_owned()));
        self
    }

    fn list(mut self, address: &str, words: &[&str]) -> Self {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        self.content.0.insert(address.parse().unwrap(), Value::List(words));
        self
    }

    fn without(mut self, address: &str) -> Self {
        let address: Address = address.parse().unwrap();
        assert!(self.content.0.remove(&address).is_some(), "{address} was not there");
        self
    }

    /// Nominated by experts of these kinds, none of them from a candidate's unit.
    fn by_experts(self, kinds: &[&str]) -> Self {
        let rows: Vec<String> = (1..=kinds.len()).map(|number| format!("e{number}")).collect();
        let names: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut case =
            self.set("opinion.nominator_kind", "experts").list("opinion.experts", &names);
        for (row, kind) in rows.iter().zip(kinds) {
            for (column, value) in [
                ("name", format!("专家{row}").as_str()),
                ("expert_kind", kind),
                ("born_on", "1960-01-01"),
                ("unit", format!("单位{row}").as_str()),
                ("field", "材料"),
                ("is_responsible", if row == "e1" { "yes" } else { "no" }),
                ("signature_file", "2"),
            ] {
                case = case.set(&format!("opinion.experts/{row}/{column}"), value);
            }
        }
        case
    }

    fn with(mut self, change: impl FnOnce(&mut Facts<'static>)) -> Self {
        change(&mut self.facts);
        self
    }

    fn asking(mut self, rule: &str) -> Self {
        self.book = self.book.with(rule, RuleState::On);
        self
    }

    fn all(&self) -> Vec<Finding> {
        let facts = Facts { content: &self.content, ..self.facts.clone() };
        check(&self.book, &facts)
    }

    fn of(&self, rule: &str) -> Vec<Finding> {
        self.all().into_iter().filter(|finding| finding.rule == rule).collect()
    }

    fn verdicts(&self, rule: &str) -> Vec<Verdict> {
        self.of(rule).into_iter().map(|finding| finding.verdict).collect()
    }

    /// Nothing is wrong: a rule of level A passes, of another a person has its part.
    #[track_caller]
    fn passes(&self, rule: &str) {
        let level = self.book.rule(rule).unwrap().level;
        let wanted = if level == Level::A { Verdict::Pass } else { Verdict::NeedsPerson };
        assert_eq!(self.verdicts(rule), [wanted], "{:?}", self.of(rule));
    }

    /// It fails, once, at this place.
    #[track_caller]
    fn fails(&self, rule: &str, address: &str) {
        let found: Vec<(Verdict, String)> = self
            .of(rule)
            .into_iter()
            .map(|one| (one.verdict, one.address.map(|at| at.to_string()).unwrap_or_default()))
            .collect();
        assert_eq!(found, [(Verdict::Fail, address.to_owned())], "{:?}", self.of(rule));
    }

    /// Nothing is decided against it, but a person is asked about this place.
    #[track_caller]
    fn asks_about(&self, rule: &str, address: &str) {
        let findings = self.of(rule);
        assert!(findings.iter().all(|one| one.verdict == Verdict::NeedsPerson), "{findings:?}");
        let is_here =
            |one: &Finding| one.address.as_ref().is_some_and(|at| at.to_string() == address);
        assert!(findings.iter().any(is_here), "{findings:?}");
    }

    /// The dossier has nothing that it is about.
    #[track_caller]
    fn is_idle(&self, rule: &str) {
        assert_eq!(self.verdicts(rule), [Verdict::NotApplicable], "{:?}", self.of(rule));
    }
}

/// A file as the store knows it.
fn file(handed: Handed) -> FileFacts {
    FileFacts {
        number: handed.number,
        digest: format!("digest of {}", handed.number),
        name: handed.name,
        media_type: handed.media_type,
        size_bytes: 200_000,
        pages: Some(handed.pages),
        faults: Vec::new(),
        marks: Vec::new(),
    }
}

#[test]
fn nothing_stands_against_the_complete_dossiers() {
    for (name, case) in complete() {
        let faults: Vec<Finding> =
            case.all().into_iter().filter(|one| one.verdict == Verdict::Fail).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        assert!(is_submittable(&case.all()), "{name}");
    }
}

#[test]
fn no_rule_asks_a_person_about_the_complete_dossiers_without_need() {
    for (name, case) in complete() {
        for finding in case.all() {
            let level = case.book.rule(&finding.rule).unwrap().level;
            let is_needless = level == Level::A && finding.verdict == Verdict::NeedsPerson;
            assert!(!is_needless, "{name}: {finding:?}");
        }
    }
}

#[test]
fn what_is_said_of_the_complete_dossiers_points_to_places_of_their_forms() {
    let place = |one: &Evidence| match one {
        Evidence::Field(address) => Some(address.clone()),
        Evidence::Text(_) => None,
    };
    for (name, case) in complete() {
        for finding in case.all() {
            let seen = finding.evidence.iter().filter_map(place);
            for address in finding.address.clone().into_iter().chain(seen) {
                let is_there = address.of(case.facts.form).is_some();
                assert!(is_there, "{name}: {} at {address}", finding.rule);
            }
        }
    }
}
