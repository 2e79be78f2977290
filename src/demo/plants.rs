//! Which ties are planted? Each ties an expert to a nomination of the expert's own topic, where
//! matching would look first, and is the only tie between the two.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::SliceRandom;

use crate::experts::model::Affiliation;

use super::experts::DraftExpert;
use super::names::{FullName, NameGiver};
use super::nominations::{DraftNomination, ROUND};
use super::organisations::Organisations;
use super::papers::{JointPaper, LAST_YEAR};
use super::random::{Chance, happens, pick};
use super::teams::{Member, Team, limits};
use super::truth::{Fact, FactKind};
use super::vocabulary::UnitKind;
use super::words::Tongue;
use super::works::JointWork;

/// Kinds in the order of planting; whatever changes names or units comes before what relies on them.
const KINDS: [FactKind; 17] = [
    FactKind::Completer,
    FactKind::SameUnit,
    FactKind::UnitAlias,
    FactKind::RelatedUnit,
    FactKind::Homonym,
    FactKind::Homophone,
    FactKind::NominatingExpert,
    FactKind::Coauthor,
    FactKind::CoauthorInPinyin,
    FactKind::CoauthorLongAgo,
    FactKind::OwnPaper,
    FactKind::FormerUnit,
    FactKind::FormerUnitLongAgo,
    FactKind::ExcludedByNominator,
    FactKind::SharedGrant,
    FactKind::SharedPatent,
    FactKind::ThesisAdviser,
];

/// How often a pair is drawn before a kind is given up.
const MOST_TRIES: usize = 4000;

/// Plants ties.
pub(super) struct Planter<'a> {
    pub(super) organisations: &'a Organisations<'a>,
    pub(super) experts: &'a mut [DraftExpert],
    pub(super) nominations: &'a mut [DraftNomination],
    pub(super) teams: &'a mut [Team],
    pub(super) chance: Chance,
    /// Experts who have a part in a tie already.
    taken: BTreeSet<usize>,
    /// Completers who have a part in a tie already: place of the nomination, place in the team.
    bound: BTreeSet<(usize, usize)>,
    by_topic: Vec<Vec<usize>>,
    pub(super) facts: Vec<Fact>,
    /// Publications that must be written.
    pub(super) joint: Vec<JointPaper>,
    /// Experts who wrote a cited paper: places of the nomination and of the expert.
    pub(super) guests: Vec<(usize, usize)>,
    /// Funded projects, patents and theses that must be there.
    pub(super) works: Vec<JointWork>,
}

impl<'a> Planter<'a> {
    pub(super) fn new(
        organisations: &'a Organisations<'a>,
        experts: &'a mut [DraftExpert],
        nominations: &'a mut [DraftNomination],
        teams: &'a mut [Team],
        chance: Chance,
    ) -> Self {
        let topics = experts.iter().map(|expert| expert.topics[0] + 1).max().unwrap_or(0);
        let mut by_topic = vec![Vec::new(); topics];
        for (at, expert) in experts.iter().enumerate() {
            by_topic[expert.topics[0]].push(at);
        }
        Self {
            organisations,
            experts,
            nominations,
            teams,
            chance,
            taken: BTreeSet::new(),
            bound: BTreeSet::new(),
            by_topic,
            facts: Vec::new(),
            joint: Vec::new(),
            guests: Vec::new(),
            works: Vec::new(),
        }
    }

    /// Plants everything; `tenths` of the full number of each kind.
    pub(super) fn plant(&mut self, tenths: usize, narrow: &[usize], names: &mut NameGiver) {
        self.plant_narrow(narrow, names);
        self.plant_namesakes((FactKind::Namesakes.full_count() * tenths).div_ceil(10));
        self.plant_officers((FactKind::SocietyOfficer.full_count() * tenths).div_ceil(10));
        for kind in KINDS {
            let mut missing = (kind.full_count() * tenths).div_ceil(10);
            for _ in 0..MOST_TRIES {
                if missing == 0 {
                    break;
                }
                if let Some((nomination, expert)) = self.draw(narrow)
                    && self.tie(kind, nomination, expert, names)
                {
                    missing -= 1;
                }
            }
        }
    }

    /// A nomination and an expert of its topic who have nothing to do with each other.
    fn draw(&mut self, narrow: &[usize]) -> Option<(usize, usize)> {
        let nomination = self.chance.random_range(0..self.nominations.len());
        let topic = self.nominations[nomination].topic;
        let pool = self.by_topic.get(topic).filter(|_| !narrow.contains(&topic))?;
        let expert = *pick(pool, &mut self.chance)?;
        let free = !self.taken.contains(&expert) && self.unrelated(nomination, expert);
        free.then_some((nomination, expert))
    }

    /// Whether no employment of the expert touches a unit of the team.
    fn unrelated(&self, nomination: usize, expert: usize) -> bool {
        let expert = &self.experts[expert];
        let team = &self.teams[nomination];
        let people = team.completers.iter().chain(&team.others);
        let places: BTreeSet<usize> =
            people.flat_map(|member| [member.unit, member.works_at]).flatten().collect();
        let mut former = expert.affiliations.iter().map(|row| &row.unit);
        let mut known = expert.record.former_units.iter();
        let touches = |name: &String| {
            places.iter().any(|&place| &self.organisations.entry(place).name == name)
        };
        !places.iter().any(|&place| self.organisations.related(place, expert.unit))
            && !former.any(touches)
            && !known.any(touches)
    }

    /// Ties the expert to the nomination; false where it cannot be done.
    fn tie(
        &mut self,
        kind: FactKind,
        nomination: usize,
        expert: usize,
        names: &mut NameGiver,
    ) -> bool {
        let through = match kind {
            FactKind::Completer => self.join_team(nomination, expert),
            FactKind::SameUnit | FactKind::UnitAlias | FactKind::RelatedUnit => {
                self.share_unit(kind, nomination, expert)
            }
            FactKind::Homonym => {
                let name = self.experts[expert].name.clone();
                self.rename(nomination, name)
            }
            FactKind::Homophone => names
                .homophone(&self.experts[expert].name)
                .and_then(|name| self.rename(nomination, name)),
            FactKind::NominatingExpert => self.nominate(nomination, expert),
            FactKind::Coauthor | FactKind::CoauthorInPinyin | FactKind::CoauthorLongAgo => {
                self.write_together(kind, nomination, expert)
            }
            FactKind::OwnPaper => self.guest(nomination, expert),
            FactKind::SharedGrant | FactKind::SharedPatent | FactKind::ThesisAdviser => {
                self.work_together(kind, nomination, expert)
            }
            FactKind::FormerUnit => self.come_from(nomination, expert, 2018, ROUND - 1),
            FactKind::FormerUnitLongAgo => self.come_from(nomination, expert, 1998, 2006),
            FactKind::ExcludedByNominator => self.exclude(nomination, expert),
            FactKind::SocietyOfficer | FactKind::Namesakes | FactKind::NarrowField => None,
        };
        let Some(through) = through else { return false };
        self.taken.insert(expert);
        self.record(kind, Some(nomination), Some(expert), through);
        true
    }

    fn record(
        &mut self,
        kind: FactKind,
        nomination: Option<usize>,
        expert: Option<usize>,
        through: String,
    ) {
        let nomination_id = nomination.map(|at| self.nominations[at].record.nomination_id.clone());
        let expert_id = expert.map(|at| self.experts[at].record.expert_id.clone());
        self.facts.push(Fact { kind, nomination_id, expert_id, through });
    }

    /// A completer behind the first who has no part in a tie yet; it gets one by this.
    fn bind(&mut self, nomination: usize) -> Option<&mut Member> {
        self.bind_one(nomination, &|_| true)
    }

    /// The same of those who are fit for the part.
    fn bind_one(
        &mut self,
        nomination: usize,
        is_fit: &dyn Fn(&Member) -> bool,
    ) -> Option<&mut Member> {
        let team = &self.teams[nomination].completers;
        let is_free = |at: &usize| !self.bound.contains(&(nomination, *at)) && is_fit(&team[*at]);
        let free: Vec<usize> = (1..team.len()).filter(is_free).collect();
        let at = *pick(&free, &mut self.chance)?;
        self.bound.insert((nomination, at));
        self.teams[nomination].completers.get_mut(at)
    }

    /// Whether the nomination may have one more unit.
    fn has_room(&self, nomination: usize) -> bool {
        let draft = &self.nominations[nomination];
        let grade = draft.record.grade.as_deref().unwrap_or("second");
        self.teams[nomination].units().len() < limits(draft.category, grade).1
    }

    fn join_team(&mut self, nomination: usize, expert: usize) -> Option<String> {
        if !self.has_room(nomination) {
            return None;
        }
        let (name, unit) = (self.experts[expert].name.clone(), self.experts[expert].unit);
        let email = self.experts[expert].record.email.clone();
        let email = email.filter(|_| happens(50, &mut self.chance));
        let written = self.organisations.entry(unit).name.clone();
        let member = self.bind(nomination)?;
        member.record.name.clone_from(&name.han);
        member.record.email = email;
        member.name = name;
        move_to(member, unit, written);
        Some(member.record.name.clone())
    }

    fn share_unit(&mut self, kind: FactKind, nomination: usize, expert: usize) -> Option<String> {
        let own = self.experts[expert].unit;
        let unit = match kind {
            FactKind::RelatedUnit => {
                let below = self.organisations.children(own);
                self.organisations.parent(own).or_else(|| below.first().copied())?
            }
            _ => own,
        };
        let entry = self.organisations.entry(unit);
        let written = match kind {
            FactKind::UnitAlias => pick(&entry.aliases, &mut self.chance)?.clone(),
            _ => entry.name.clone(),
        };
        if !self.has_room(nomination) {
            return None;
        }
        let member = self.bind(nomination)?;
        move_to(member, unit, written);
        Some(format!("{}，{}", member.record.name, member.record.unit.as_deref().unwrap_or("")))
    }

    fn rename(&mut self, nomination: usize, name: FullName) -> Option<String> {
        let member = self.bind(nomination)?;
        member.record.name.clone_from(&name.han);
        member.name = name;
        Some(member.record.name.clone())
    }

    fn nominate(&mut self, nomination: usize, expert: usize) -> Option<String> {
        if self.nominations[nomination].record.nominator_type.as_deref() != Some("expert") {
            return None;
        }
        let unit = self.experts[expert].unit;
        let written = self.organisations.entry(unit).name.clone();
        let name = self.experts[expert].name.clone();
        let nominators = &mut self.teams[nomination].others;
        let free: Vec<usize> =
            (0..nominators.len()).filter(|&at| nominators[at].record.email.is_none()).collect();
        let at = *pick(&free, &mut self.chance)?;
        let member = &mut nominators[at];
        member.record.name.clone_from(&name.han);
        member.record.email.clone_from(&self.experts[expert].record.email);
        member.name = name;
        move_to(member, unit, written);
        Some(member.record.name.clone())
    }

    fn write_together(
        &mut self,
        kind: FactKind,
        nomination: usize,
        expert: usize,
    ) -> Option<String> {
        let year = match kind {
            FactKind::CoauthorLongAgo => self.chance.random_range(2015..=2018),
            _ => self.chance.random_range(LAST_YEAR - 2..=LAST_YEAR),
        };
        let tongue = match kind {
            FactKind::CoauthorInPinyin => Tongue::English,
            _ => Tongue::Chinese,
        };
        let member = self.bind(nomination)?;
        let with = (member.name.han.clone(), member.name.latin.clone());
        let through = member.record.name.clone();
        self.joint.push(JointPaper { expert, with, year, tongue });
        Some(through)
    }

    fn work_together(
        &mut self,
        kind: FactKind,
        nomination: usize,
        expert: usize,
    ) -> Option<String> {
        let leader = self.teams[nomination].completers.first()?.record.name.clone();
        let organisations = self.organisations;
        // A company awards no degree.
        let awards = |unit: usize| organisations.entry(unit).kind != UnitKind::Company;
        let is_fit =
            |member: &Member| kind != FactKind::ThesisAdviser || member.unit.is_some_and(awards);
        let member = self.bind_one(nomination, &is_fit)?;
        let (with, unit) = (member.record.name.clone(), member.unit);
        let unit = unit.map_or_else(String::new, |unit| organisations.entry(unit).name.clone());
        let of_kind = self.works.iter().filter(|one| one.kind == kind).count();
        let is_named = of_kind.is_multiple_of(2);
        let through = with.clone();
        self.works.push(JointWork { kind, nomination, expert, with, leader, is_named, unit });
        Some(through)
    }

    fn guest(&mut self, nomination: usize, expert: usize) -> Option<String> {
        if self.guests.iter().any(|&(other, _)| other == nomination) {
            return None;
        }
        self.guests.push((nomination, expert));
        Some(self.experts[expert].name.han.clone())
    }

    fn come_from(
        &mut self,
        nomination: usize,
        expert: usize,
        from: i32,
        to: i32,
    ) -> Option<String> {
        let unit = *self.teams[nomination].units().first()?;
        let name = self.organisations.entry(unit).name.clone();
        let rows = &mut self.experts[expert].affiliations;
        let present = rows.first_mut()?;
        if to >= ROUND - 2 {
            present.from = Some(to);
            rows.truncate(1);
        }
        let person_ref = self.experts[expert].record.expert_id.clone();
        self.experts[expert].affiliations.push(Affiliation {
            person_ref,
            unit: name.clone(),
            from: Some(from),
            to: Some(to),
        });
        Some(name)
    }

    fn exclude(&mut self, nomination: usize, expert: usize) -> Option<String> {
        let record = &mut self.nominations[nomination].record;
        // Three at the most (实施细则 2025 art. 55).
        if record.excluded_experts.len() >= 3 {
            return None;
        }
        record.excluded_experts.push(self.experts[expert].record.expert_id.clone());
        record.nominator.clone()
    }

    /// In a narrow field most experts are barred from its only nomination.
    fn plant_narrow(&mut self, narrow: &[usize], names: &mut NameGiver) {
        for &topic in narrow {
            let at = self.nominations.iter().position(|draft| draft.topic == topic);
            let (Some(nomination), Some(pool)) = (at, self.by_topic.get(topic)) else {
                continue;
            };
            let pool = pool.clone();
            // One works with a completer, two the nominator asks to keep out.
            let excluded = FactKind::ExcludedByNominator;
            let kinds = [FactKind::SameUnit, excluded, excluded];
            for (&expert, kind) in pool.iter().zip(kinds) {
                if !self.tie(kind, nomination, expert, names) {
                    self.tie(excluded, nomination, expert, names);
                }
            }
            self.taken.extend(pool);
            let panel = self.nominations[nomination].record.panel.clone();
            self.record(FactKind::NarrowField, Some(nomination), None, panel.unwrap_or_default());
        }
    }

    /// Pairs of experts of different topics and units who share a name.
    fn plant_namesakes(&mut self, count: usize) {
        let mut order: Vec<usize> =
            (0..self.experts.len()).filter(|at| !self.taken.contains(at)).collect();
        order.shuffle(&mut self.chance);
        let pairs: Vec<(usize, usize)> = order
            .chunks_exact(2)
            .map(|pair| (pair[0], pair[1]))
            .filter(|&(one, other)| {
                let (one, other) = (&self.experts[one], &self.experts[other]);
                one.topics[0] != other.topics[0]
                    && !self.organisations.related(one.unit, other.unit)
            })
            .take(count)
            .collect();
        for (one, other) in pairs {
            let name = self.experts[one].name.clone();
            let expert = &mut self.experts[other];
            expert.record.name.clone_from(&name.han);
            expert.record.name_en = Some(name.latin.clone());
            expert.name = name;
            let through = expert.record.expert_id.clone();
            self.taken.extend([one, other]);
            self.record(FactKind::Namesakes, None, Some(one), through);
        }
    }

    /// Officers of nominating societies who are in the pool.
    fn plant_officers(&mut self, count: usize) {
        let mut societies: Vec<String> =
            self.nominations.iter().filter_map(|draft| draft.record.society_id.clone()).collect();
        societies.sort_unstable();
        societies.dedup();
        societies.shuffle(&mut self.chance);
        let mut missing = count;
        for society in societies {
            let of_society: Vec<usize> = (0..self.nominations.len())
                .filter(|&at| self.nominations[at].record.society_id.as_ref() == Some(&society))
                .collect();
            let topic = self.nominations[of_society[0]].topic;
            let pool = self.by_topic.get(topic).cloned().unwrap_or_default();
            let expert = pool.into_iter().find(|&expert| {
                !self.taken.contains(&expert)
                    && of_society.iter().all(|&nomination| self.unrelated(nomination, expert))
            });
            let Some(expert) = expert.filter(|_| missing > 0) else {
                continue;
            };
            missing -= 1;
            self.taken.insert(expert);
            for nomination in of_society {
                let name = self.experts[expert].name.clone();
                let unit = self.organisations.entry(self.experts[expert].unit).name.clone();
                if let Some(officer) = self.teams[nomination].others.last_mut() {
                    officer.record.name.clone_from(&name.han);
                    officer.record.work_unit = Some(unit);
                    officer.record.email.clone_from(&self.experts[expert].record.email);
                    officer.name = name;
                }
                let kind = FactKind::SocietyOfficer;
                self.record(kind, Some(nomination), Some(expert), society.clone());
            }
        }
    }
}

fn move_to(member: &mut Member, unit: usize, written: String) {
    member.record.unit = Some(written.clone());
    member.record.work_unit = Some(written);
    member.unit = Some(unit);
    member.works_at = Some(unit);
}
