//! An invented round: nominations with completers, a pool without any tie to them, and what a plant
//! needs to tie one expert to one nomination.

use std::collections::BTreeSet;

use laurel::conflicts::{
    ConflictInput, ConflictKind, Declaration, Grant, PastReview, Patent, Similarity, Thesis,
};
use laurel::experts::model::{Affiliation, Expert, Publication};
use laurel::nominations::model::{Nomination, Paper, Person, PersonRole};
use laurel::units::model::Unit;

use super::names::{Draw, Names};

/// The year of the round.
pub(crate) const YEAR: i32 = 2027;
const CATEGORIES: [&str; 3] = ["NAT", "INV", "PRO"];

/// A nomination, an expert, and the kind that ties them.
pub(crate) type Truth = (String, String, ConflictKind);

/// How large.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) nominations: usize,
    pub(crate) experts: usize,
    /// Publications of an expert, without the planted ones.
    pub(crate) publications: usize,
}

/// A completer.
#[derive(Clone)]
pub(crate) struct Completer {
    pub(crate) nomination: usize,
    pub(crate) order: u32,
    pub(crate) name: String,
    /// Places in [`World::units`].
    pub(crate) work: usize,
    pub(crate) then: usize,
}

/// A round that owns its records, and what is true in it.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) units: Vec<String>,
    pub(crate) completers: Vec<Completer>,
    /// Completers of each nomination, as places in `completers`.
    pub(crate) teams: Vec<Vec<usize>>,
    pub(crate) experts: Vec<Expert>,
    pub(crate) publications: Vec<Publication>,
    pub(crate) affiliations: Vec<Affiliation>,
    pub(crate) tree: Vec<Unit>,
    pub(crate) nominations: Vec<Nomination>,
    pub(crate) people: Vec<Person>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) past_reviews: Vec<PastReview>,
    pub(crate) theses: Vec<Thesis>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) patents: Vec<Patent>,
    pub(crate) similarities: Vec<Similarity>,
    pub(crate) truth: BTreeSet<Truth>,
    /// Completers who are in the pool: nomination and expert.
    pub(crate) in_pool: Vec<(usize, String)>,
    /// Nominations that are alike.
    pub(crate) alike: Vec<(usize, usize)>,
    counter: usize,
}

impl World {
    /// Completers work at units of even places, experts at those of odd places; no two completers
    /// share name and unit. Of a nomination's first completer the unit at the time is another.
    pub(crate) fn new(names: &Names, draw: &mut Draw, units: &[String], size: Size) -> Self {
        let mut world = Self { units: units.to_vec(), ..Self::default() };
        let half = units.len() / 2;
        let mut known: BTreeSet<(String, usize)> = BTreeSet::new();
        for nomination in 0..size.nominations {
            world.nominations.push(Nomination {
                nomination_id: format!("J{nomination:05}"),
                title: format!("第{nomination}号项目"),
                category: Some(CATEGORIES[nomination % 3].to_owned()),
                nominator: Some(format!("第{}学会", nomination % 100)),
                round: Some(YEAR),
                ..Nomination::default()
            });
            let mut team = Vec::new();
            for order in 1..=8 {
                let work = 2 * draw.below(half);
                let name = names.draw(draw);
                if !known.insert((name.clone(), work)) {
                    continue;
                }
                let then = if order == 1 { 2 * draw.below(half) } else { work };
                team.push(world.completers.len());
                world.completers.push(Completer { nomination, order, name, work, then });
            }
            world.teams.push(team);
        }
        for completer in &world.completers {
            world.people.push(Person {
                nomination_id: world.nominations[completer.nomination].nomination_id.clone(),
                order: completer.order,
                name: completer.name.clone(),
                unit: Some(units[completer.then].clone()),
                work_unit: Some(units[completer.work].clone()),
                ..Person::default()
            });
        }
        for _ in 0..size.experts {
            let name = names.draw(draw);
            let expert = world.expert(&name, 2 * draw.below(half) + 1);
            for _ in 0..size.publications {
                let authors = vec![names.draw(draw), name.clone(), names.draw(draw)];
                let year = YEAR - 8 + i32::try_from(draw.below(8)).unwrap_or(0);
                world.publication(&[&expert], authors, year);
            }
        }
        world
    }

    pub(crate) fn input(&self) -> ConflictInput<'_> {
        ConflictInput {
            experts: &self.experts,
            publications: &self.publications,
            affiliations: &self.affiliations,
            units: &self.tree,
            nominations: &self.nominations,
            people: &self.people,
            papers: &self.papers,
            completing_units: &[],
            declarations: &self.declarations,
            past_reviews: &self.past_reviews,
            theses: &self.theses,
            grants: &self.grants,
            patents: &self.patents,
            similarities: &self.similarities,
            decisions: &[],
        }
    }

    /// A number that nothing else has.
    pub(crate) fn number(&mut self) -> usize {
        self.counter += 1;
        self.counter
    }

    /// One more expert, by id.
    pub(crate) fn expert(&mut self, name: &str, unit: usize) -> String {
        let expert_id = format!("E{:06}", self.experts.len());
        self.experts.push(Expert {
            expert_id: expert_id.clone(),
            name: name.to_owned(),
            unit: self.units[unit].clone(),
            ..Expert::default()
        });
        expert_id
    }

    /// One more publication, by its place.
    pub(crate) fn publication(
        &mut self,
        experts: &[&str],
        authors: Vec<String>,
        year: i32,
    ) -> usize {
        let number = self.number();
        self.publications.push(Publication {
            publication_id: format!("p{number}"),
            title: format!("第{number}项观测与数值模拟研究"),
            expert_ids: experts.iter().map(|&id| id.to_owned()).collect(),
            year: Some(year),
            authors,
            ..Publication::default()
        });
        self.publications.len() - 1
    }

    /// A nomination of an earlier round with people of these names and units.
    pub(crate) fn history(&mut self, year: i32, people: &[(&str, &str, PersonRole)]) -> String {
        let nomination_id = format!("H{}", self.number());
        self.nominations.push(Nomination {
            nomination_id: nomination_id.clone(),
            title: "往届项目".to_owned(),
            round: Some(year),
            ..Nomination::default()
        });
        for ((name, unit, role), order) in people.iter().zip(1..) {
            self.people.push(Person {
                nomination_id: nomination_id.clone(),
                order,
                name: (*name).to_owned(),
                unit: Some((*unit).to_owned()),
                work_unit: Some((*unit).to_owned()),
                role: *role,
                ..Person::default()
            });
        }
        nomination_id
    }

    pub(crate) fn is_true(&mut self, nomination: usize, expert: &str, kind: ConflictKind) {
        let nomination = self.nominations[nomination].nomination_id.clone();
        self.truth.insert((nomination, expert.to_owned(), kind));
    }

    /// What is true of an expert who works, or worked, at a unit.
    pub(crate) fn of_unit(
        &mut self,
        unit: usize,
        expert: &str,
        now: ConflictKind,
        then: ConflictKind,
    ) {
        for completer in self.completers.clone() {
            if completer.work == unit {
                self.is_true(completer.nomination, expert, now);
            }
            if completer.then == unit && completer.work != unit {
                self.is_true(completer.nomination, expert, then);
            }
        }
    }

    /// Whoever completed one of two that are alike is tied to the other.
    pub(crate) fn of_alike(&mut self) {
        for (own, expert) in self.in_pool.clone() {
            for (first, second) in self.alike.clone() {
                let other = if first == own { second } else { first };
                if own == first || own == second {
                    self.is_true(other, &expert, ConflictKind::OwnSimilarNomination);
                }
            }
        }
    }

    /// What is true of an expert who is a completer: himself, his unit, and all rivals.
    pub(crate) fn of_completer(&mut self, completer: &Completer, expert: &str) {
        self.in_pool.push((completer.nomination, expert.to_owned()));
        self.is_true(completer.nomination, expert, ConflictKind::Completer);
        self.of_unit(completer.work, expert, ConflictKind::SameUnit, ConflictKind::CompletionUnit);
        let count = self.teams.len();
        for rival in (0..count).filter(|&at| at != completer.nomination) {
            if rival % 3 == completer.nomination % 3 {
                self.is_true(rival, expert, ConflictKind::Competitor);
            }
        }
    }
}
