//! What of a record can be compared? Names, keys and placed units, each read once.

use std::{collections::BTreeMap, sync::OnceLock};

use rayon::prelude::*;

use crate::{
    conflicts::{NameFrequencies, NameIndex, PersonName, mail_key, orcid_key},
    units::{UnitIdentity, UnitTree},
};

use super::{
    policy::PersonPolicy,
    record::{Record, Records, Spell},
    spellings::{System, spellings},
};

/// A unit as written, with its place.
pub(super) struct Placed<'a> {
    pub(super) spell: &'a Spell,
    pub(super) unit: UnitIdentity,
}

/// The people beside a record: co-authors or co-completers.
pub(super) struct Companions {
    pub(super) names: Vec<(String, PersonName)>,
    pub(super) index: NameIndex,
}

/// A record, read.
pub(super) struct Facts<'a> {
    pub(super) record: &'a Record,
    pub(super) names: Vec<PersonName>,
    /// Spellings of the Han name outside pinyin.
    pub(super) spellings: Vec<(System, String)>,
    pub(super) orcid: Option<String>,
    pub(super) mail: Option<String>,
    /// What stands before the `@`, without what follows a `+`.
    pub(super) mail_name: Option<String>,
    /// Organisations by mail domain; a provider of mail is none.
    pub(super) organisations: Vec<String>,
    pub(super) units: Vec<Placed<'a>>,
    companions: OnceLock<Companions>,
}

/// All records, read.
pub(super) struct Index<'a> {
    pub(super) policy: &'a PersonPolicy,
    pub(super) records: &'a Records,
    pub(super) frequencies: NameFrequencies,
    pub(super) tree: UnitTree,
    pub(super) facts: Vec<Facts<'a>>,
    /// Records of each nomination.
    of_dossier: Vec<Vec<usize>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(records: &'a Records, policy: &'a PersonPolicy) -> Self {
        let tree = UnitTree::new(&records.units);
        let mut spelt: BTreeMap<&str, Option<UnitIdentity>> = BTreeMap::new();
        for spell in records.records.iter().flat_map(|one| &one.units) {
            spelt.entry(&spell.unit).or_insert_with(|| tree.identify(&spell.unit));
        }
        let facts = records.records.par_iter().map(|one| Facts::read(one, &tree, &spelt)).collect();
        let mut of_dossier = vec![Vec::new(); records.dossiers.len()];
        for (at, record) in records.records.iter().enumerate() {
            if let Some(list) = record.dossier.and_then(|dossier| of_dossier.get_mut(dossier)) {
                list.push(at);
            }
        }
        Self { policy, records, frequencies: NameFrequencies::standard(), tree, facts, of_dossier }
    }

    /// The people beside the record at `at`, but those of its own name.
    pub(super) fn companions(&self, at: usize) -> &Companions {
        let facts = &self.facts[at];
        facts.companions.get_or_init(|| {
            let printed =
                facts.record.companions.iter().map(|name| (name.clone(), PersonName::read(name)));
            let beside = facts.record.dossier.and_then(|dossier| self.of_dossier.get(dossier));
            let beside = beside.into_iter().flatten().filter(|&&other| other != at);
            let beside = beside.filter_map(|&other| {
                let other = &self.facts[other];
                Some((other.record.name.clone(), other.names.first()?.clone()))
            });
            let is_other = |(_, name): &(String, PersonName)| {
                facts.names.iter().all(|own| own.agrees(name).is_none())
            };
            let names: Vec<(String, PersonName)> = printed.chain(beside).filter(is_other).collect();
            let index = NameIndex::new(names.iter().map(|(_, name)| name.clone()));
            Companions { names, index }
        })
    }

    /// The papers of a record and of the nomination that it stands in.
    pub(super) fn papers(&self, at: usize) -> impl Iterator<Item = &String> {
        let record = self.facts[at].record;
        let dossier = record.dossier.and_then(|dossier| self.records.dossiers.get(dossier));
        record.papers.iter().chain(dossier.into_iter().flat_map(|dossier| &dossier.papers))
    }
}

impl<'a> Facts<'a> {
    fn read(
        record: &'a Record,
        tree: &UnitTree,
        spelt: &BTreeMap<&str, Option<UnitIdentity>>,
    ) -> Self {
        let names: Vec<PersonName> = std::iter::once(record.name.as_str())
            .chain(record.name_en.as_deref())
            .map(PersonName::read)
            .filter(|name| !name.is_empty())
            .collect();
        let mail = record.email.as_deref().and_then(mail_key);
        let mail_name = mail.as_deref().and_then(|mail| mail.split_once('@')).map(|(name, _)| {
            let name = name.split_once('+').map_or(name, |(name, _)| name);
            name.to_owned()
        });
        let written = record.email.as_deref().or(record.email_domain.as_deref());
        let domains = written.into_iter().flat_map(|text| text.split([';', ',']));
        let units = record.units.iter().filter_map(|spell| {
            let unit = spelt.get(spell.unit.as_str())?.clone()?;
            Some(Placed { spell, unit })
        });
        Self {
            spellings: names.first().map(|name| spellings(&name.han)).unwrap_or_default(),
            names,
            orcid: record.orcid.as_deref().and_then(orcid_key),
            mail,
            mail_name,
            organisations: domains.filter_map(|one| tree.mail_organisation(one)).collect(),
            units: units.collect(),
            companions: OnceLock::new(),
            record,
        }
    }
}
