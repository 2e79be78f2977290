//! How do the pool and a round become records to compare?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::NominationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::record::{Dossier, Record, RecordKind, Records, Spell};
use crate::{
    conflicts::paper_keys,
    experts::model::{Affiliation, Expert, Publication},
    nominations::{
        RoundDossiers, folded,
        model::{Person, PersonRole},
    },
    units::model::Unit,
};

/// Longer author lists say nothing about who works with whom.
const LARGEST_AUTHOR_LIST: usize = 30;

/// Where a record stands, as a page names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SideView {
    /// `expert`, `completer`, `nominating_expert` or `society_officer`.
    pub kind: String,
    /// Name as written.
    pub name: String,
    /// Present unit.
    pub unit: Option<String>,
    /// Key of the expert or of the nomination.
    pub id: Uuid,
    /// Key of the pool, or number of the nomination.
    pub number: String,
    /// Title of the nomination.
    pub title: Option<String>,
    /// Place among those of his duty in the nomination.
    pub order: Option<u32>,
}

/// What the records are made of.
pub(super) struct Source {
    pub(super) experts: Vec<Expert>,
    /// Keys of experts by the pool's code.
    pub(super) expert_keys: BTreeMap<String, Uuid>,
    pub(super) publications: Vec<Publication>,
    pub(super) affiliations: Vec<Affiliation>,
    pub(super) units: Vec<Unit>,
    pub(super) dossiers: RoundDossiers,
    /// Fingerprints of identity numbers by nomination; whose they are within it is not kept.
    pub(super) prints: Vec<(NominationId, String)>,
}

/// The key of an expert's record.
pub(super) fn expert_key(code: &str) -> String {
    format!("expert:{code}")
}

/// How the keys of the people of a nomination begin.
pub(super) fn key_start(nomination: NominationId) -> String {
    format!("person:{nomination}#")
}

/// The nomination in which a record stands, by its key.
pub(super) fn nomination_of(key: &str) -> Option<NominationId> {
    let (nomination, _) = key.strip_prefix("person:")?.split_once('#')?;
    nomination.parse().ok().map(NominationId)
}

/// The keys of the people of nominations, in their order; none for a nomination without a key. The rank is
/// left out: a link follows a person whose place moves, and falls with his name.
pub(super) fn person_keys(
    people: &[Person],
    keys: &BTreeMap<String, NominationId>,
) -> Vec<Option<String>> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let key = |person: &Person| {
        let nomination = *keys.get(&person.nomination_id)?;
        let duty = kind(person.role).as_str();
        let stem = format!("{}{duty}#{}", key_start(nomination), folded(&person.name));
        let count = seen.entry(stem.clone()).or_default();
        *count += 1;
        Some(if *count == 1 { stem } else { format!("{stem}#{count}") })
    };
    people.iter().map(key).collect()
}

/// The duty of a person as the engine names it.
const fn kind(role: PersonRole) -> RecordKind {
    match role {
        PersonRole::Completer => RecordKind::Completer,
        PersonRole::NominatingExpert => RecordKind::NominatingExpert,
        PersonRole::SocietyOfficer => RecordKind::SocietyOfficer,
    }
}

/// The records with the place of each, in the same order.
pub(super) fn assemble(source: Source) -> (Records, Vec<SideView>) {
    let mut employments = Employments::new();
    for row in &source.affiliations {
        employments.entry(&row.person_ref).or_default().push(row);
    }
    let (mut records, mut sides) = (Vec::new(), Vec::new());
    let mut written: BTreeMap<&str, Vec<&Publication>> = BTreeMap::new();
    for publication in &source.publications {
        for expert in &publication.expert_ids {
            written.entry(expert).or_default().push(publication);
        }
    }
    for expert in &source.experts {
        let Some(&id) = source.expert_keys.get(&expert.expert_id) else { continue };
        let own = written.get(expert.expert_id.as_str()).map_or(&[][..], Vec::as_slice);
        records.push(of_expert(expert, own, &employments));
        sides.push(SideView {
            kind: RecordKind::Expert.as_str().to_owned(),
            name: expert.name.clone(),
            unit: Some(expert.unit.clone()),
            id,
            number: expert.expert_id.clone(),
            title: None,
            order: None,
        });
    }
    let dossiers = of_dossiers(&source.dossiers);
    people(&source, (&dossiers, &employments), (&mut records, &mut sides));
    (Records { records, dossiers, units: source.units }, sides)
}

/// Employments by whom they concern.
type Employments<'a> = BTreeMap<&'a str, Vec<&'a Affiliation>>;

/// Adds the people of the nominations.
fn people(
    source: &Source,
    (dossiers, employments): (&[Dossier], &Employments<'_>),
    (records, sides): (&mut Vec<Record>, &mut Vec<SideView>),
) {
    let at: BTreeMap<&str, usize> =
        dossiers.iter().enumerate().map(|(at, one)| (one.number.as_str(), at)).collect();
    let nominations = &source.dossiers.nominations;
    let people = &source.dossiers.people;
    let prints = prints(&source.prints, people, &source.dossiers.keys);
    let keys = person_keys(people, &source.dossiers.keys);
    for ((place, person), key) in people.iter().enumerate().zip(keys) {
        let Some(&nomination) = source.dossiers.keys.get(&person.nomination_id) else { continue };
        let (Some(key), Some(&dossier)) = (key, at.get(person.nomination_id.as_str())) else {
            continue;
        };
        let mut record = of_person(key, person, employments);
        record.dossier = Some(dossier);
        record.identity_print = prints.get(&place).cloned();
        sides.push(SideView {
            kind: record.kind.as_str().to_owned(),
            name: person.name.clone(),
            unit: record.units.first().map(|spell| spell.unit.clone()),
            id: nomination.0,
            number: person.nomination_id.clone(),
            title: nominations.get(dossier).map(|one| one.title.clone()),
            order: Some(person.order),
        });
        records.push(record);
    }
}

fn of_dossiers(source: &RoundDossiers) -> Vec<Dossier> {
    let mut papers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for paper in &source.papers {
        let keys = paper_keys(paper.doi.as_deref(), &paper.title);
        papers.entry(&paper.nomination_id).or_default().extend(keys);
    }
    let dossier = |one: &crate::nominations::model::Nomination| {
        let text = [one.title.as_str(), one.abstract_text.as_deref().unwrap_or_default()];
        let words = one.keywords.iter().map(String::as_str);
        Dossier {
            number: one.nomination_id.clone(),
            text: text.into_iter().chain(words).collect::<Vec<&str>>().join("\n"),
            keywords: one.keywords.clone(),
            papers: papers.get(one.nomination_id.as_str()).cloned().unwrap_or_default(),
        }
    };
    source.nominations.iter().map(dossier).collect()
}

/// Adds a unit unless the same spelling is there; years are taken over from the later mention.
fn add(units: &mut Vec<Spell>, unit: &str, (from, to): (Option<i32>, Option<i32>)) {
    if unit.trim().is_empty() {
        return;
    }
    match units
        .iter_mut()
        .find(|spell| spell.unit == unit && spell.from.is_none() && spell.to.is_none())
    {
        Some(known) => (known.from, known.to) = (from, to),
        None => units.push(Spell { unit: unit.to_owned(), from, to }),
    }
}

fn of_expert(
    expert: &Expert,
    publications: &[&Publication],
    employments: &Employments<'_>,
) -> Record {
    let mut units = Vec::new();
    add(&mut units, &expert.unit, (None, None));
    for unit in &expert.former_units {
        add(&mut units, unit, (None, None));
    }
    for row in employments.get(expert.expert_id.as_str()).into_iter().flatten() {
        add(&mut units, &row.unit, (row.from, row.to));
    }
    let short = publications.iter().filter(|one| one.authors.len() <= LARGEST_AUTHOR_LIST);
    let companions: BTreeSet<&String> = short.flat_map(|one| &one.authors).collect();
    Record {
        name_en: expert.name_en.clone(),
        units,
        email: expert.email.clone(),
        email_domain: expert.email_domain.clone(),
        orcid: expert.orcid.clone(),
        title: expert.title.clone(),
        keywords: expert.keywords.clone(),
        papers: publications
            .iter()
            .flat_map(|one| paper_keys(one.doi.as_deref(), &one.title))
            .collect(),
        companions: companions.into_iter().cloned().collect(),
        ..Record::named(&expert_key(&expert.expert_id), RecordKind::Expert, &expert.name)
    }
}

fn of_person(key: String, person: &Person, employments: &Employments<'_>) -> Record {
    let mut units = Vec::new();
    for unit in [&person.work_unit, &person.unit].into_iter().flatten() {
        if !units.iter().any(|spell: &Spell| spell.unit == *unit) {
            add(&mut units, unit, (None, None));
        }
    }
    let written: BTreeSet<&String> =
        [&person.work_unit, &person.unit].into_iter().flatten().collect();
    for unit in written {
        for row in employments.get(format!("{}|{unit}", person.name).as_str()).into_iter().flatten()
        {
            add(&mut units, &row.unit, (row.from, row.to));
        }
    }
    Record {
        key,
        units,
        email: person.email.clone(),
        orcid: person.orcid.clone(),
        title: person.title.clone(),
        ..Record::named("", kind(person.role), &person.name)
    }
}

/// The fingerprint of each completer, by place, as far as it follows from which nominations share it: where
/// nominations share as many fingerprints as names of completers, those names are those people.
fn prints(
    prints: &[(NominationId, String)],
    people: &[Person],
    keys: &BTreeMap<String, NominationId>,
) -> BTreeMap<usize, String> {
    let mut holders: BTreeMap<&str, BTreeSet<NominationId>> = BTreeMap::new();
    for (nomination, print) in prints {
        holders.entry(print).or_default().insert(*nomination);
    }
    let mut shared: BTreeMap<BTreeSet<NominationId>, Vec<&str>> = BTreeMap::new();
    for (print, nominations) in holders.into_iter().filter(|(_, nominations)| nominations.len() > 1)
    {
        shared.entry(nominations).or_default().push(print);
    }
    let mut found = BTreeMap::new();
    for (nominations, prints) in shared {
        let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, person) in people.iter().enumerate() {
            let is_there =
                keys.get(&person.nomination_id).is_some_and(|id| nominations.contains(id));
            if is_there && person.role == PersonRole::Completer {
                named.entry(folded(&person.name)).or_default().push(place);
            }
        }
        named.retain(|_, places| places.len() == nominations.len());
        if named.len() != prints.len() {
            continue;
        }
        for (name, places) in named {
            let print = format!("{}|{name}", prints.join(","));
            found.extend(places.into_iter().map(|place| (place, print.clone())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(nomination: &str, order: u32, name: &str) -> Person {
        Person {
            nomination_id: nomination.to_owned(),
            order,
            name: name.to_owned(),
            ..Person::default()
        }
    }

    #[test]
    fn a_key_follows_the_name_and_not_the_place() {
        let id = NominationId(Uuid::nil());
        let keys = BTreeMap::from([("N1".to_owned(), id)]);
        let before = person_keys(&[person("N1", 1, "王 小明"), person("N1", 2, "李青")], &keys);
        let after = person_keys(&[person("N1", 1, "李青"), person("N1", 2, "王小明")], &keys);
        assert_eq!((&before[0], &before[1]), (&after[1], &after[0]));
        let twice = person_keys(&[person("N1", 1, "李青"), person("N1", 2, "李青")], &keys);
        assert_ne!(twice[0], twice[1]);
        assert_eq!(person_keys(&[person("N2", 1, "李青")], &keys), [None]);
        assert_eq!(before[0].as_deref().and_then(nomination_of), Some(id));
        assert_eq!(nomination_of(&expert_key("E1")), None);
    }

    #[test]
    fn a_shared_fingerprint_belongs_to_the_shared_name() {
        let ids = [NominationId(Uuid::from_u128(1)), NominationId(Uuid::from_u128(2))];
        let keys = BTreeMap::from([("N1".to_owned(), ids[0]), ("N2".to_owned(), ids[1])]);
        let people = [
            person("N1", 1, "王小明"),
            person("N1", 2, "李青"),
            person("N2", 1, "赵大"),
            person("N2", 2, "李青"),
        ];
        let held = |all: &[(usize, &str)]| -> Vec<(NominationId, String)> {
            all.iter().map(|(at, print)| (ids[*at], (*print).to_owned())).collect()
        };
        let found = prints(&held(&[(0, "a"), (0, "b"), (1, "b"), (1, "c")]), &people, &keys);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [1, 3]);
        assert_eq!(found[&1], found[&3]);
        let two = prints(&held(&[(0, "a"), (1, "a"), (0, "b"), (1, "b")]), &people, &keys);
        assert!(two.is_empty(), "two numbers, one name: whose is which?");
    }
}
