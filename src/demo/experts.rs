//! Who is in the pool? Experts with their topics, employments and fellow authors.

use chrono::NaiveDate;
use rand::Rng;
use rand::seq::SliceRandom;
use std::collections::BTreeSet;

use crate::experts::model::{Affiliation, Expert};

use super::names::{FullName, NameGiver};
use super::organisations::Organisations;
use super::random::{Chance, happens, pick};
use super::vocabulary::{Topic, UnitKind, Vocabulary};
use super::words::Focus;

/// An expert in the making.
#[derive(Clone, Debug)]
pub(super) struct DraftExpert {
    pub(super) name: FullName,
    /// Place of the unit.
    pub(super) unit: usize,
    /// Topics, the own one first.
    pub(super) topics: Vec<usize>,
    pub(super) foci: Vec<Focus>,
    /// Students and colleagues who are in no file of their own.
    pub(super) group: Vec<FullName>,
    pub(super) affiliations: Vec<Affiliation>,
    pub(super) record: Expert,
}

/// What the making of experts draws on.
pub(super) struct ExpertMaker<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) organisations: &'a Organisations<'a>,
    pub(super) chance: Chance,
    addresses: BTreeSet<String>,
}

impl<'a> ExpertMaker<'a> {
    pub(super) fn new(
        vocabulary: &'a Vocabulary,
        organisations: &'a Organisations<'a>,
        chance: Chance,
    ) -> Self {
        Self { vocabulary, organisations, chance, addresses: BTreeSet::new() }
    }

    /// Makes as many experts of each topic as `counts` says.
    pub(super) fn make(&mut self, counts: &[usize], names: &mut NameGiver) -> Vec<DraftExpert> {
        let mut order: Vec<usize> =
            counts.iter().enumerate().flat_map(|(topic, &count)| vec![topic; count]).collect();
        order.shuffle(&mut self.chance);
        order.into_iter().enumerate().map(|(at, topic)| self.expert(at + 1, topic, names)).collect()
    }

    fn expert(&mut self, number: usize, own: usize, names: &mut NameGiver) -> DraftExpert {
        let topic = &self.vocabulary.topics[own];
        let unit = self.organisations.workplace(&topic.field, &mut self.chance);
        let mut topics = vec![own];
        if happens(35, &mut self.chance) {
            let other = pick(&topic.neighbours, &mut self.chance);
            let other = other.and_then(|key| self.vocabulary.topic_at(key));
            topics.extend(other.filter(|&other| other != own));
        }
        let foci: Vec<Focus> = topics
            .iter()
            .map(|&at| Focus::draw(&self.vocabulary.topics[at], &mut self.chance))
            .collect();
        let name = names.give(&mut self.chance);
        let group = (0..3).map(|_| names.give(&mut self.chance)).collect();
        let id = format!("E-{number:04}");
        let (affiliations, former) = self.employments(&id, unit, topic);
        let mut record = self.record(id, &name, unit, &topics);
        record.keywords = keywords(topic, &foci[0]);
        record.former_units = former;
        DraftExpert { name, unit, topics, foci, group, affiliations, record }
    }

    fn record(
        &mut self,
        expert_id: String,
        name: &FullName,
        unit: usize,
        topics: &[usize],
    ) -> Expert {
        let entry = self.organisations.entry(unit);
        let mut disciplines: Vec<String> = Vec::new();
        for (at, &topic) in topics.iter().enumerate() {
            let codes = &self.vocabulary.topics[topic].disciplines;
            let most = if at == 0 { 2 } else { 1 };
            disciplines.extend(codes.iter().take(most).cloned());
        }
        let year = self.chance.random_range(1954..1987);
        let month = self.chance.random_range(1..13);
        let day = self.chance.random_range(1..29);
        let title = title(entry.kind, &mut self.chance);
        Expert {
            expert_id,
            name: name.han.clone(),
            unit: entry.name.clone(),
            name_en: Some(name.latin.clone()),
            title: Some(title.to_owned()),
            disciplines,
            email: Some(self.address(name, &entry.domain)),
            email_domain: Some(format!("{}.example", entry.domain)),
            is_academician: happens(3, &mut self.chance),
            region: Some(entry.region.clone()),
            born_on: NaiveDate::from_ymd_opt(year, month, day),
            max_load: happens(6, &mut self.chance).then(|| self.chance.random_range(3..7)),
            ..Expert::default()
        }
    }

    fn address(&mut self, name: &FullName, domain: &str) -> String {
        let mut address = format!("{}@{domain}.example", name.mailbox);
        let mut number = 2;
        while !self.addresses.insert(address.clone()) {
            address = format!("{}{number}@{domain}.example", name.mailbox);
            number += 1;
        }
        address
    }

    /// The present employment and up to two earlier ones, none of them of the last years; then the
    /// former units of which nobody knows the time.
    fn employments(
        &mut self,
        id: &str,
        unit: usize,
        topic: &Topic,
    ) -> (Vec<Affiliation>, Vec<String>) {
        let mut since = self.chance.random_range(2002..2022);
        let mut rows = vec![Affiliation {
            person_ref: id.to_owned(),
            unit: self.organisations.entry(unit).name.clone(),
            from: Some(since),
            to: None,
        }];
        let mut undated = Vec::new();
        for _ in 0..2 {
            let place = self.organisations.workplace(&topic.field, &mut self.chance);
            if !happens(28, &mut self.chance) || place == unit {
                continue;
            }
            let name = self.organisations.entry(place).name.clone();
            if happens(10, &mut self.chance) {
                undated.push(name);
                continue;
            }
            let from = since - self.chance.random_range(3..9);
            rows.push(Affiliation {
                person_ref: id.to_owned(),
                unit: name,
                from: Some(from),
                to: Some(since),
            });
            since = from;
        }
        (rows, undated)
    }
}

fn keywords(topic: &Topic, focus: &Focus) -> Vec<String> {
    let first = |places: &[usize], terms: &[super::vocabulary::Term], most: usize| -> Vec<String> {
        places.iter().take(most).map(|&at| terms[at].chinese.clone()).collect()
    };
    let mut words = first(&focus.objects, &topic.objects, 2);
    words.extend(first(&focus.problems, &topic.problems, 2));
    words.extend(first(&focus.methods, &topic.methods, 1));
    words.extend(first(&focus.techniques, &topic.techniques, 1));
    words
}

/// A professional title (职称) that is given at such a unit.
pub(super) fn title(kind: UnitKind, chance: &mut Chance) -> &'static str {
    let senior = happens(72, chance);
    match (kind, senior) {
        (UnitKind::University, true) => "教授",
        (UnitKind::University, false) => "副教授",
        (UnitKind::Hospital, true) => "主任医师",
        (UnitKind::Hospital, false) => "副主任医师",
        (UnitKind::Institute | UnitKind::Academy, true) => "研究员",
        (UnitKind::Institute | UnitKind::Academy, false) => "副研究员",
        (UnitKind::Company, true) => "正高级工程师",
        (UnitKind::Company, false) => "高级工程师",
    }
}
