//! Who completed the work, at which units, and who put it forward?

use rand::Rng;
use rand::seq::SliceRandom;

use crate::nominations::model::{Person, PersonRole};

use super::experts::title;
use super::names::{FullName, NameGiver};
use super::nominations::DraftNomination;
use super::organisations::Organisations;
use super::random::{Chance, happens, pick};
use super::vocabulary::{UnitKind, Vocabulary};

/// A person of a nomination in the making.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: FullName,
    /// Place of the unit at the time of the work; none for officers of a society.
    pub(super) unit: Option<usize>,
    /// Place of the present unit.
    pub(super) works_at: Option<usize>,
    pub(super) record: Person,
}

/// Everybody of one nomination.
#[derive(Clone, Debug, Default)]
pub(super) struct Team {
    /// In order of contribution.
    pub(super) completers: Vec<Member>,
    /// Nominating experts and officers of the nominating society.
    pub(super) others: Vec<Member>,
}

impl Team {
    /// Units of the completers, each once, in order.
    pub(super) fn units(&self) -> Vec<usize> {
        let mut units = Vec::new();
        for unit in self.completers.iter().filter_map(|member| member.unit) {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }
}

/// Most people and most units of a nomination (实施细则 2025 arts. 18, 23, 32). The natural science
/// and the invention award go to people only; their units are merely where these people worked.
pub(super) fn limits(category: usize, grade: &str) -> (usize, usize) {
    match (category, grade) {
        (0, _) => (5, 3),
        (1, _) => (6, 4),
        (_, "special") => (50, 30),
        (_, "first") => (15, 10),
        _ => (10, 7),
    }
}

/// Makes the teams.
pub(super) struct TeamMaker<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) organisations: &'a Organisations<'a>,
    pub(super) chance: Chance,
    /// The two officers of each society.
    officers: Vec<Vec<FullName>>,
}

impl<'a> TeamMaker<'a> {
    pub(super) fn new(
        vocabulary: &'a Vocabulary,
        organisations: &'a Organisations<'a>,
        mut chance: Chance,
        names: &mut NameGiver,
    ) -> Self {
        let officers = vocabulary
            .societies
            .iter()
            .map(|_| (0..2).map(|_| names.give(&mut chance)).collect())
            .collect();
        Self { vocabulary, organisations, chance, officers }
    }

    /// The team of one nomination.
    pub(super) fn make(&mut self, nomination: &DraftNomination, names: &mut NameGiver) -> Team {
        let grade = nomination.record.grade.as_deref().unwrap_or("second");
        let (most_people, most_units) = limits(nomination.category, grade);
        let fewest = if most_people <= 6 { 3 } else { most_people * 7 / 10 };
        let size = self.chance.random_range(fewest..=most_people);
        let units = self.units(nomination, most_units.min(size));
        let mut team = Team::default();
        for at in 0..size {
            // The first people come from one unit after the other, so that the units are in order;
            // the rest mostly from the first ones.
            let place = if at < units.len() {
                at
            } else {
                let bound = self.chance.random_range(0..units.len());
                self.chance.random_range(0..=bound)
            };
            let order = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let name = names.give(&mut self.chance);
            let member = self.completer(nomination, order, name, units[place]);
            team.completers.push(member);
        }
        self.put_forward(nomination, &mut team, names);
        team
    }

    fn units(&mut self, nomination: &DraftNomination, most: usize) -> Vec<usize> {
        let topic = &self.vocabulary.topics[nomination.topic];
        let companies = nomination.category > 0 && topic.craft != "clinical";
        let mut pool = self.organisations.of_field(&topic.field, companies);
        pool.shuffle(&mut self.chance);
        // Invention and progress awards are led by those who do research, more often than not.
        if companies && happens(60, &mut self.chance) {
            pool.sort_by_key(|&at| self.organisations.entry(at).kind == UnitKind::Company);
            let leader = pool.remove(0);
            pool.shuffle(&mut self.chance);
            pool.insert(0, leader);
        }
        let fewest = if most <= 3 { 1 } else { most / 3 };
        let size = self.chance.random_range(fewest..=most.min(pool.len()).max(fewest));
        pool.truncate(size);
        pool
    }

    /// A completer at a unit.
    pub(super) fn completer(
        &mut self,
        nomination: &DraftNomination,
        order: u32,
        name: FullName,
        unit: usize,
    ) -> Member {
        let entry = self.organisations.entry(unit);
        let written = self.organisations.written(unit, &mut self.chance);
        // A few people have moved since the work was done.
        let moved = happens(6, &mut self.chance) && order > 1;
        let topic = &self.vocabulary.topics[nomination.topic];
        let now =
            if moved { self.organisations.workplace(&topic.field, &mut self.chance) } else { unit };
        let work_unit =
            if now == unit { written.clone() } else { self.organisations.entry(now).name.clone() };
        let email = (order == 1 && now == unit)
            .then(|| format!("{}@{}.example", name.mailbox, entry.domain));
        let record = Person {
            nomination_id: nomination.record.nomination_id.clone(),
            order,
            name: name.han.clone(),
            unit: Some(written),
            work_unit: Some(work_unit),
            email,
            orcid: None,
            title: Some(title(self.organisations.entry(now).kind, &mut self.chance).to_owned()),
            post: self.post(now).map(str::to_owned),
            role: PersonRole::Completer,
        };
        Member { name, unit: Some(unit), works_at: Some(now), record }
    }

    fn post(&mut self, unit: usize) -> Option<&'static str> {
        if !happens(24, &mut self.chance) {
            return None;
        }
        let posts: &[&str] = match self.organisations.entry(unit).kind {
            UnitKind::University => &["院长", "副院长", "系主任", "实验室主任"],
            UnitKind::Hospital => &["院长", "副院长", "科主任", "科副主任"],
            UnitKind::Institute | UnitKind::Academy => &["所长", "副所长", "研究室主任"],
            UnitKind::Company => &["总工程师", "副总工程师", "技术中心主任", "副总经理"],
        };
        pick(posts, &mut self.chance).copied()
    }

    fn put_forward(
        &mut self,
        nomination: &DraftNomination,
        team: &mut Team,
        names: &mut NameGiver,
    ) {
        match nomination.record.nominator_type.as_deref() {
            Some("expert") => {
                // Three academicians, or five first completers of earlier awards (2023 notice).
                let count = if happens(70, &mut self.chance) { 3 } else { 5 };
                let topic = &self.vocabulary.topics[nomination.topic];
                for at in 0..count {
                    let unit = self.organisations.workplace(&topic.field, &mut self.chance);
                    let name = names.give(&mut self.chance);
                    team.others.push(self.nominating_expert(nomination, at + 1, name, unit));
                }
            }
            Some("society") => self.add_officers(nomination, team),
            _ => {}
        }
    }

    /// A nominating expert.
    pub(super) fn nominating_expert(
        &self,
        nomination: &DraftNomination,
        order: u32,
        name: FullName,
        unit: usize,
    ) -> Member {
        let entry = self.organisations.entry(unit);
        let record = Person {
            nomination_id: nomination.record.nomination_id.clone(),
            order,
            name: name.han.clone(),
            unit: Some(entry.name.clone()),
            work_unit: Some(entry.name.clone()),
            role: PersonRole::NominatingExpert,
            ..Person::default()
        };
        Member { name, unit: Some(unit), works_at: Some(unit), record }
    }

    fn add_officers(&self, nomination: &DraftNomination, team: &mut Team) {
        let code = nomination.record.society_id.as_deref();
        let society =
            self.vocabulary.societies.iter().position(|one| Some(one.code.as_str()) == code);
        let Some(society) = society else { return };
        let posts = ["理事长", "秘书长"];
        for (order, (name, post)) in (1..).zip(self.officers[society].iter().zip(posts)) {
            let record = Person {
                nomination_id: nomination.record.nomination_id.clone(),
                order,
                name: name.han.clone(),
                unit: nomination.record.nominator.clone(),
                work_unit: nomination.record.nominator.clone(),
                post: Some(post.to_owned()),
                role: PersonRole::SocietyOfficer,
                ..Person::default()
            };
            let name = name.clone();
            team.others.push(Member { name, unit: None, works_at: None, record });
        }
    }
}
