//! What does the conflict engine read, and what does one record say of one person?

use std::collections::{BTreeMap, BTreeSet};

use crate::experts::model::{Affiliation, Expert, Publication};
use crate::nominations::model::{CompletingUnit, Nomination, Paper, Person, PersonRole};
use crate::units::model::Unit;
use crate::units::{UnitIdentity, UnitRelation, UnitTree};

use super::keys::{mail_key, orcid_key};
use super::model::{Decision, Declaration, Grant, PastReview, Patent, Similarity, Thesis};
use super::names::PersonName;

/// The records to examine. Rows that name an unknown expert or nomination are passed over.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConflictInput<'input> {
    /// The pool.
    pub experts: &'input [Expert],
    /// What the experts published.
    pub publications: &'input [Publication],
    /// Where experts and completers worked, with years.
    pub affiliations: &'input [Affiliation],
    /// Aliases and parents of units.
    pub units: &'input [Unit],
    /// The nominations of the round; those of earlier rounds are history.
    pub nominations: &'input [Nomination],
    /// Completers, nominating experts and officers.
    pub people: &'input [Person],
    /// Papers that nominations cite as their own.
    pub papers: &'input [Paper],
    /// Completing units that nominations name as such, whether or not a completer comes from them.
    pub completing_units: &'input [CompletingUnit],
    /// Declared interests that are in force.
    pub declarations: &'input [Declaration],
    /// Who judged what in earlier rounds.
    pub past_reviews: &'input [PastReview],
    /// Theses with their advisers.
    pub theses: &'input [Thesis],
    /// Funded projects with their members.
    pub grants: &'input [Grant],
    /// Patents of nominations and of experts.
    pub patents: &'input [Patent],
    /// Which nominations are alike.
    pub similarities: &'input [Similarity],
    /// Remembered decisions that are in force.
    pub decisions: &'input [Decision],
}

/// A unit as written in a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention<'input> {
    pub(super) raw: &'input str,
    /// Position in [`Places`].
    pub(super) unit: usize,
}

/// A unit of the past.
#[derive(Clone, Copy, Debug)]
pub(super) struct Past<'input> {
    pub(super) mention: Mention<'input>,
    /// Last year there, if known.
    pub(super) left: Option<i32>,
    /// The file of affiliations gave it.
    pub(super) from_affiliations: bool,
}

pub(super) struct ExpertFacts<'input> {
    pub(super) record: &'input Expert,
    /// The name, and the one in Latin letters.
    pub(super) names: Vec<PersonName>,
    pub(super) orcid: Option<String>,
    pub(super) mail: Option<String>,
    /// Organisations by mail domain, without mail providers.
    pub(super) mail_organisations: Vec<String>,
    pub(super) present: Vec<Mention<'input>>,
    pub(super) past: Vec<Past<'input>>,
    /// Positions in the input.
    pub(super) publications: Vec<usize>,
}

pub(super) struct PersonFacts<'input> {
    pub(super) record: &'input Person,
    /// Position in the input.
    pub(super) nomination: usize,
    pub(super) orcid: Option<String>,
    pub(super) mail: Option<String>,
    pub(super) mail_organisations: Vec<String>,
    pub(super) work: Vec<Mention<'input>>,
    /// Unit at the time of the work.
    pub(super) completion: Option<Mention<'input>>,
}

impl<'input> PersonFacts<'input> {
    pub(super) fn is_completer(&self) -> bool {
        self.record.role == PersonRole::Completer
    }

    pub(super) fn mentions(&self) -> impl Iterator<Item = &Mention<'input>> {
        self.work.iter().chain(&self.completion)
    }
}

/// A completing unit of a nomination, by itself.
pub(super) struct UnitFacts<'input> {
    /// Position in the input.
    pub(super) nomination: usize,
    pub(super) mention: Mention<'input>,
}

/// The units of all records, each spelling placed once.
pub(super) struct Places<'input> {
    tree: UnitTree,
    units: Vec<UnitIdentity>,
    seen: BTreeMap<&'input str, Option<usize>>,
}

impl<'input> Places<'input> {
    fn new(units: &[Unit]) -> Self {
        Self { tree: UnitTree::new(units), units: Vec::new(), seen: BTreeMap::new() }
    }

    /// What a spelling means.
    pub(super) fn identity(&self, mention: Mention<'_>) -> &UnitIdentity {
        &self.units[mention.unit]
    }

    /// The closest relation of two mentions.
    pub(super) fn relation(&self, first: Mention<'_>, second: Mention<'_>) -> UnitRelation {
        self.tree.relation(self.identity(first), self.identity(second))
    }

    /// The organisation tree.
    pub(super) fn tree(&self) -> &UnitTree {
        &self.tree
    }

    /// What a spelling that stands in no record of the pool or the nominations means.
    pub(super) fn place(&self, raw: &str) -> Option<UnitIdentity> {
        self.tree.identify(raw)
    }

    fn mention(&mut self, raw: &'input str) -> Option<Mention<'input>> {
        if let Some(&known) = self.seen.get(raw) {
            return known.map(|unit| Mention { raw, unit });
        }
        let unit = self.tree.identify(raw).map(|identity| {
            self.units.push(identity);
            self.units.len() - 1
        });
        self.seen.insert(raw, unit);
        unit.map(|unit| Mention { raw, unit })
    }

    /// Organisations behind a mail address or a list of domains: units by their keys where their domains
    /// are known.
    fn mail_organisations(&self, text: Option<&str>) -> Vec<String> {
        let mut found: Vec<String> = text
            .into_iter()
            .flat_map(|text| text.split([';', ',']))
            .filter_map(|item| self.tree.mail_organisation(item))
            .collect();
        found.sort();
        found.dedup();
        found
    }
}

/// The records of the input, read.
pub(super) struct Facts<'input> {
    pub(super) places: Places<'input>,
    pub(super) experts: Vec<ExpertFacts<'input>>,
    pub(super) people: Vec<PersonFacts<'input>>,
    pub(super) completing_units: Vec<UnitFacts<'input>>,
}

/// Employments by whom they concern.
type Employments<'input> = BTreeMap<&'input str, Vec<&'input Affiliation>>;

impl<'input> Facts<'input> {
    /// Reads experts and people; employments that last in the `reference` year are present ones.
    pub(super) fn read(
        input: &ConflictInput<'input>,
        nomination_at: &BTreeMap<&str, usize>,
        reference: Option<i32>,
    ) -> Self {
        let mut places = Places::new(input.units);
        let mut employments = Employments::new();
        for row in input.affiliations {
            employments.entry(&row.person_ref).or_default().push(row);
        }
        let mut written: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (at, publication) in input.publications.iter().enumerate() {
            for id in &publication.expert_ids {
                written.entry(id).or_default().insert(at);
            }
        }
        let mut experts = Vec::with_capacity(input.experts.len());
        for record in input.experts {
            let publications = written.get(record.expert_id.as_str());
            let (present, past) = careers(record, &employments, reference, &mut places);
            let names = std::iter::once(record.name.as_str())
                .chain(record.name_en.as_deref())
                .map(PersonName::read)
                .filter(|name| !name.is_empty())
                .collect();
            let mail = record.email.as_deref().or(record.email_domain.as_deref());
            experts.push(ExpertFacts {
                record,
                names,
                orcid: record.orcid.as_deref().and_then(orcid_key),
                mail: record.email.as_deref().and_then(mail_key),
                mail_organisations: places.mail_organisations(mail),
                present,
                past,
                publications: publications.into_iter().flatten().copied().collect(),
            });
        }
        let mut people = Vec::with_capacity(input.people.len());
        for record in input.people {
            if let Some(&nomination) = nomination_at.get(record.nomination_id.as_str()) {
                people.push(PersonFacts {
                    record,
                    nomination,
                    orcid: record.orcid.as_deref().and_then(orcid_key),
                    mail: record.email.as_deref().and_then(mail_key),
                    mail_organisations: places.mail_organisations(record.email.as_deref()),
                    work: work_units(record, &employments, reference, &mut places),
                    completion: record.unit.as_deref().and_then(|unit| places.mention(unit)),
                });
            }
        }
        let completing_units = completing_units(input, nomination_at, &mut places);
        Self { places, experts, people, completing_units }
    }
}

/// The completing units of nominations that are known, where the text names a unit.
fn completing_units<'input>(
    input: &ConflictInput<'input>,
    nomination_at: &BTreeMap<&str, usize>,
    places: &mut Places<'input>,
) -> Vec<UnitFacts<'input>> {
    let unit = |record: &'input CompletingUnit| {
        let nomination = *nomination_at.get(record.nomination_id.as_str())?;
        Some(UnitFacts { nomination, mention: places.mention(&record.name)? })
    };
    input.completing_units.iter().filter_map(unit).collect()
}

/// Present and past units of an expert; of a past unit given with and without years the years
/// count.
fn careers<'input>(
    record: &'input Expert,
    employments: &Employments<'input>,
    reference: Option<i32>,
    places: &mut Places<'input>,
) -> (Vec<Mention<'input>>, Vec<Past<'input>>) {
    let mut present: Vec<Mention<'_>> = places.mention(&record.unit).into_iter().collect();
    let mut past: Vec<Past<'_>> = Vec::new();
    for row in employments.get(record.expert_id.as_str()).into_iter().flatten() {
        let Some(mention) = places.mention(&row.unit) else {
            continue;
        };
        if is_present(row, reference) {
            present.push(mention);
        } else {
            past.push(Past { mention, left: row.to, from_affiliations: true });
        }
    }
    for unit in &record.former_units {
        let Some(mention) = places.mention(unit) else {
            continue;
        };
        let is_dated = past.iter().any(|known| {
            known.left.is_some()
                && places.identity(known.mention).legal == places.identity(mention).legal
        });
        if !is_dated {
            past.push(Past { mention, left: None, from_affiliations: false });
        }
    }
    (present, past)
}

/// Present units of a person, with those that the affiliations know of him.
fn work_units<'input>(
    record: &'input Person,
    employments: &Employments<'input>,
    reference: Option<i32>,
    places: &mut Places<'input>,
) -> Vec<Mention<'input>> {
    let mut work: Vec<Mention<'_>> =
        record.work_unit.iter().filter_map(|unit| places.mention(unit)).collect();
    if employments.is_empty() {
        return work;
    }
    let written: BTreeSet<&str> =
        [record.work_unit.as_deref(), record.unit.as_deref()].into_iter().flatten().collect();
    for unit in written {
        let whom = format!("{}|{unit}", record.name);
        for row in employments.get(whom.as_str()).into_iter().flatten() {
            if is_present(row, reference) {
                work.extend(places.mention(&row.unit));
            }
        }
    }
    work
}

/// An employment that has begun and has no end, or that ends in the reference year or later.
fn is_present(row: &Affiliation, reference: Option<i32>) -> bool {
    match (row.from, row.to, reference) {
        (_, Some(to), Some(reference)) => to >= reference,
        (_, Some(_), None) => false,
        (from, None, _) => from.is_some(),
    }
}
