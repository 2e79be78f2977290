//! Tests of the conflict engine: each kind found and not found, and laws that hold for any round.

mod checked;
mod completing;
mod decided;
mod disclosed;
mod further_laws;
mod laws;
mod papers;
mod parties;
mod records;
mod seen;
mod units;
mod ways;

use super::*;
use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{CompletingUnit, Nomination, Paper, Person, PersonRole};
use crate::units::model::Unit;

/// A round that owns its records; everybody in it is invented.
#[derive(Clone, Debug, Default)]
struct Round {
    experts: Vec<Expert>,
    publications: Vec<Publication>,
    affiliations: Vec<Affiliation>,
    units: Vec<Unit>,
    nominations: Vec<Nomination>,
    people: Vec<Person>,
    papers: Vec<Paper>,
    completing_units: Vec<CompletingUnit>,
    declarations: Vec<Declaration>,
    past_reviews: Vec<PastReview>,
    theses: Vec<Thesis>,
    grants: Vec<Grant>,
    patents: Vec<Patent>,
    similarities: Vec<Similarity>,
    decisions: Vec<Decision>,
}

impl Round {
    /// Two nominations of one category in 2027, each with a completer: 陆望舒 of 青松大学 (J1) and
    /// 白鹭洲 of 白石研究所 (J2); an expert E1, 顾远山 of 云台大学, without any tie.
    fn plain() -> Self {
        Self {
            experts: vec![expert("E1", "顾远山", "云台大学")],
            nominations: vec![nomination("J1", 2027), nomination("J2", 2027)],
            people: vec![
                person("J1", 1, "陆望舒", "青松大学"),
                person("J2", 1, "白鹭洲", "白石研究所"),
            ],
            ..Self::default()
        }
    }

    fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.units,
            nominations: &self.nominations,
            people: &self.people,
            papers: &self.papers,
            completing_units: &self.completing_units,
            declarations: &self.declarations,
            past_reviews: &self.past_reviews,
            theses: &self.theses,
            grants: &self.grants,
            patents: &self.patents,
            similarities: &self.similarities,
            decisions: &self.decisions,
        }
    }

    fn detect(&self) -> Vec<Finding> {
        detect(&self.input(), &ConflictPolicy::default())
    }

    /// The only finding of the kind for E1 and J1, if there is one.
    fn find(&self, kind: ConflictKind) -> Option<Finding> {
        self.find_under(kind, &ConflictPolicy::default())
    }

    fn find_under(&self, kind: ConflictKind, policy: &ConflictPolicy) -> Option<Finding> {
        let mut found = detect(&self.input(), policy);
        found.retain(|one| one.kind == kind && one.nomination_id == "J1" && one.expert_id == "E1");
        assert!(found.len() < 2, "{found:?}");
        found.pop()
    }

    fn severity(&self, kind: ConflictKind) -> Option<Severity> {
        self.find(kind).map(|finding| finding.severity)
    }
}

fn expert(id: &str, name: &str, unit: &str) -> Expert {
    Expert {
        expert_id: id.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        ..Expert::default()
    }
}

fn nomination(id: &str, round: i32) -> Nomination {
    Nomination {
        nomination_id: id.to_owned(),
        title: format!("{id} 号项目"),
        category: Some("PRO".to_owned()),
        panel: Some(format!("{id} 组")),
        round: Some(round),
        ..Nomination::default()
    }
}

fn person(nomination: &str, order: u32, name: &str, unit: &str) -> Person {
    let unit = Some(unit.to_owned()).filter(|unit| !unit.is_empty());
    Person {
        nomination_id: nomination.to_owned(),
        order,
        name: name.to_owned(),
        unit: unit.clone(),
        work_unit: unit,
        ..Person::default()
    }
}

fn completing_unit(nomination: &str, name: &str) -> CompletingUnit {
    CompletingUnit { nomination_id: nomination.to_owned(), name: name.to_owned() }
}

fn declaration(id: &str, kind: DeclaredKind) -> Declaration {
    Declaration {
        declaration_id: id.to_owned(),
        expert_id: "E1".to_owned(),
        kind,
        ..Declaration::default()
    }
}

fn publication(id: &str, year: i32, authors: &[&str], experts: &[&str]) -> Publication {
    Publication {
        publication_id: id.to_owned(),
        title: format!("{id} 山地云雾林水分收支研究"),
        year: Some(year),
        authors: authors.iter().map(|&name| name.to_owned()).collect(),
        expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
        ..Publication::default()
    }
}
