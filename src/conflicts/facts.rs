//! By what is a fact known, however it is told? By the records that it rests on, of people by their names: the place of a
//! completer moves, and may come to be another's.

use std::collections::BTreeMap;

use super::detect::Hit;
use super::evidence::{Evidence, Source, SourceKind};
use super::index::Index;
use super::input::PersonFacts;
use super::persons;
use crate::nominations::folded;

/// The fact that rests on these records.
pub(super) fn fact<'of>(
    index: &Index<'_>,
    records: impl IntoIterator<Item = &'of Source>,
) -> String {
    let known = index.known_people();
    let written = |record: &Source| match known.get(record) {
        Some(person) => person.clone(),
        None => record.to_string(),
    };
    let records: Vec<String> = records.into_iter().map(written).collect();
    records.join("\n")
}

/// What the pool itself says of an expert: another fact than that somebody of his name stands there.
pub(super) fn of_pool(index: &Index<'_>, expert: usize, evidence: Evidence) -> Evidence {
    let expert = Source::new(SourceKind::Expert, &index.experts[expert].record.expert_id);
    let known = fact(index, evidence.records().chain([&expert]));
    evidence.telling([known])
}

/// The people by their nominations and names; of several of one name in a nomination each by himself.
pub(super) fn known_people(people: &[PersonFacts<'_>]) -> BTreeMap<Source, String> {
    let mut in_order: Vec<&PersonFacts<'_>> = people.iter().collect();
    in_order.sort_by_key(|one| {
        let record = one.record;
        (&record.nomination_id, record.role, record.order, &record.name)
    });
    let mut called: BTreeMap<String, u32> = BTreeMap::new();
    let mut known = BTreeMap::new();
    for person in in_order {
        let (kind, record) = (SourceKind::Person.code(), person.record);
        let name = format!("{kind}:{}#{}", record.nomination_id, folded(&record.name));
        let count = called.entry(name.clone()).or_default();
        *count += 1;
        let name = if *count == 1 { name } else { format!("{name}#{count}") };
        known.insert(persons::source(person), name);
    }
    known
}

/// Names the people in what is known by its way alone.
pub(super) fn name_people(index: &Index<'_>, hits: &mut [Hit]) {
    for evidence in hits.iter_mut().map(|hit| &mut hit.evidence) {
        let is_of_people = evidence.records().any(|one| one.kind == SourceKind::Person);
        if is_of_people && evidence.facts.is_empty() && !evidence.is_decision() {
            let known = fact(index, evidence.records());
            evidence.facts.push(known);
        }
    }
}
