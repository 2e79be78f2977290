//! One tie of each kind between a new expert and a nomination, and namesakes without any.

use laurel::conflicts::{
    ConflictKind, Declaration, DeclaredBy, DeclaredKind, Grant, PastReview, Patent, Similarity,
    Thesis,
};
use laurel::experts::model::Affiliation;
use laurel::nominations::model::{Paper, Person, PersonRole};
use laurel::search::pinyin::name_pinyin;
use laurel::units::model::Unit;

use super::names::{Draw, Names};
use super::world::{Completer, World, YEAR};

/// Who plants.
pub(crate) struct Planter<'world> {
    pub(crate) world: &'world mut World,
    pub(crate) names: &'world Names,
    pub(crate) draw: &'world mut Draw,
}

impl Planter<'_> {
    /// Ties `each` experts by every kind, and lets namesakes stand about.
    pub(crate) fn plant(&mut self, each: usize) {
        for turn in 0..each {
            self.parties(turn);
            self.units(turn);
            self.papers(turn);
            self.history();
            self.declared(turn);
            self.records(turn);
            self.early_papers();
            self.decoys();
        }
        self.world.of_alike();
    }

    fn nomination(&mut self) -> usize {
        let count = self.world.teams.len();
        self.draw.below(count)
    }

    /// Completers of a nomination.
    fn team(&self, nomination: usize) -> Vec<Completer> {
        self.world.teams[nomination].iter().map(|&at| self.world.completers[at].clone()).collect()
    }

    fn unit(&mut self) -> usize {
        2 * self.draw.below(self.world.units.len() / 2) + 1
    }

    /// A new expert without any tie: id, name, unit.
    fn stranger(&mut self) -> (String, String, usize) {
        let (name, unit) = (self.names.draw(self.draw), self.unit());
        (self.world.expert(&name, unit), name, unit)
    }

    /// A completer who is in the pool.
    fn completer_in_pool(&mut self) -> (Completer, String) {
        let nomination = self.nomination();
        let team = self.team(nomination);
        // The first one's unit at the time is another; his team is tied less tightly.
        let completer = team[1 + self.draw.below(team.len() - 1)].clone();
        let expert = self.world.expert(&completer.name, completer.work);
        self.world.of_completer(&completer, &expert);
        (completer, expert)
    }

    fn parties(&mut self, turn: usize) {
        let (completer, _) = self.completer_in_pool();
        let place = self.world.experts.len() - 1;
        let unit = &self.world.units[completer.work];
        self.world.experts[place].unit = match turn % 3 {
            0 => unit.clone(),
            1 => format!("{unit}物理系"),
            _ => format!("{unit} "),
        };
        // A project much like the completer's, of another category.
        let near = (completer.nomination + 1) % self.world.teams.len();
        let id = |at: usize| self.world.nominations[at].nomination_id.clone();
        let (nomination_id, other_id) = (id(completer.nomination), id(near));
        self.world.similarities.push(Similarity { nomination_id, other_id, score: 850 });
        self.world.alike.push((completer.nomination, near));
        for (role, kind) in [
            (PersonRole::NominatingExpert, ConflictKind::NominatingExpert),
            (PersonRole::SocietyOfficer, ConflictKind::SocietyOfficer),
        ] {
            let (expert, name, unit) = self.stranger();
            let nomination = self.nomination();
            let order = u32::try_from(self.world.number()).unwrap_or(1);
            self.world.people.push(Person {
                nomination_id: self.world.nominations[nomination].nomination_id.clone(),
                order,
                name,
                work_unit: Some(self.world.units[unit].clone()),
                role,
                ..Person::default()
            });
            self.world.is_true(nomination, &expert, kind);
        }
        let (expert, ..) = self.stranger();
        let nomination = self.nomination();
        if self.world.nominations[nomination].excluded_experts.len() < 3 {
            self.world.nominations[nomination].excluded_experts.push(expert.clone());
            self.world.is_true(nomination, &expert, ConflictKind::ExcludedByNominator);
        }
    }

    fn units(&mut self, turn: usize) {
        let nomination = self.nomination();
        let team = self.team(nomination);
        let unit = team[0].work;
        let name = self.names.draw(self.draw);
        let expert = self.world.expert(&name, unit);
        if turn % 2 == 1
            && let Some(last) = self.world.experts.last_mut()
        {
            last.unit.push_str("数学学院");
        }
        self.world.of_unit(unit, &expert, ConflictKind::SameUnit, ConflictKind::CompletionUnit);
        let (expert, ..) = self.stranger();
        let place = self.world.experts.len() - 1;
        if turn.is_multiple_of(2) {
            self.world.affiliations.push(Affiliation {
                person_ref: expert.clone(),
                unit: self.world.units[unit].clone(),
                from: Some(YEAR - 9),
                to: Some(YEAR - 1),
            });
            self.world.of_unit(unit, &expert, ConflictKind::FormerUnit, ConflictKind::FormerUnit);
        } else {
            let former = self.world.units[unit].clone();
            self.world.experts[place].former_units.push(former);
            let kind = ConflictKind::FormerUnitUndated;
            self.world.of_unit(unit, &expert, kind, kind);
        }
        let (expert, ..) = self.stranger();
        let (child, parent) = (format!("松竹第{turn}医院"), self.world.units[unit].clone());
        self.world.tree.push(Unit { unit: child.clone(), alias: None, parent: Some(parent) });
        if let Some(last) = self.world.experts.last_mut() {
            last.unit = child;
        }
        let kind = ConflictKind::RelatedUnit;
        self.world.of_unit(unit, &expert, kind, kind);
    }

    fn papers(&mut self, turn: usize) {
        let (expert, name, _) = self.stranger();
        let nomination = self.nomination();
        let place = self.world.publication(&[&expert], vec![name], YEAR - 12);
        let doi = format!("10.1000/own.{place}");
        let mut title = self.world.publications[place].title.clone();
        if turn.is_multiple_of(2) {
            title = format!("另一题目之{place}的研究");
            self.world.publications[place].doi = Some(doi.to_uppercase());
        }
        self.world.papers.push(Paper {
            nomination_id: self.world.nominations[nomination].nomination_id.clone(),
            title,
            doi: turn.is_multiple_of(2).then_some(doi),
            ..Paper::default()
        });
        self.world.is_true(nomination, &expert, ConflictKind::OwnPaper);
        let (expert, name, _) = self.stranger();
        let nomination = self.nomination();
        let written = |name: &String| {
            if turn % 4 == 3 { name_pinyin(name).spaced } else { name.clone() }
        };
        let named = if turn % 4 == 3 { 3 } else { 2 };
        let mut authors = vec![name];
        authors.extend(self.team(nomination).iter().take(named).map(|one| written(&one.name)));
        self.world.publication(&[&expert], authors, YEAR - 1);
        self.world.is_true(nomination, &expert, ConflictKind::Coauthor);
    }

    fn history(&mut self) {
        let (expert, name, unit) = self.stranger();
        let nomination = self.nomination();
        let companion = self.team(nomination)[1].clone();
        let (ours, theirs) =
            (self.world.units[unit].clone(), self.world.units[companion.work].clone());
        let completer = PersonRole::Completer;
        self.world
            .history(YEAR - 2, &[(&name, &ours, completer), (&companion.name, &theirs, completer)]);
        self.world.is_true(nomination, &expert, ConflictKind::CoCompleter);
        // Nominated each other.
        let (expert, name, unit) = self.stranger();
        let nomination = self.nomination();
        let other = self.team(nomination)[1].clone();
        let (ours, theirs) = (self.world.units[unit].clone(), self.world.units[other.work].clone());
        let nominator = PersonRole::NominatingExpert;
        self.world
            .history(YEAR - 4, &[(&name, &ours, nominator), (&other.name, &theirs, completer)]);
        self.world
            .history(YEAR - 6, &[(&other.name, &theirs, nominator), (&name, &ours, completer)]);
        self.world.is_true(nomination, &expert, ConflictKind::MutualNomination);
        // Judged each other.
        let (other, colleague) = self.completer_in_pool();
        let (expert, name, unit) = self.stranger();
        let (ours, theirs) = (self.world.units[unit].clone(), self.world.units[other.work].clone());
        let first = self.world.history(YEAR - 4, &[(&other.name, &theirs, completer)]);
        let second = self.world.history(YEAR - 6, &[(&name, &ours, completer)]);
        for (round, expert_id, nomination_id) in
            [(YEAR - 4, expert.clone(), first), (YEAR - 6, colleague, second)]
        {
            self.world.past_reviews.push(PastReview { round, expert_id, nomination_id });
        }
        self.world.is_true(other.nomination, &expert, ConflictKind::ReviewingRing);
    }

    fn declared(&mut self, turn: usize) {
        for (kind, found) in [
            (DeclaredKind::Kin, ConflictKind::Kin),
            (DeclaredKind::AdviserStudent, ConflictKind::AdviserStudent),
            (DeclaredKind::EconomicInterest, ConflictKind::EconomicInterest),
            (DeclaredKind::Cooperation, ConflictKind::SharedGrant),
            (DeclaredKind::Other, ConflictKind::OtherDeclared),
        ] {
            let (expert, ..) = self.stranger();
            let nomination = self.nomination();
            let person = self.team(nomination)[1].clone();
            let by_person = turn.is_multiple_of(2);
            let declaration = Declaration {
                nomination_id: (!by_person)
                    .then(|| self.world.nominations[nomination].nomination_id.clone()),
                person: by_person.then(|| person.name.clone()),
                unit: by_person.then(|| self.world.units[person.work].clone()),
                declared_by: if found == ConflictKind::OtherDeclared {
                    DeclaredBy::Expert
                } else {
                    DeclaredBy::Nominee
                },
                ..self.declaration(&expert, kind)
            };
            self.world.declarations.push(declaration);
            self.world.is_true(nomination, &expert, found);
        }
        let (expert, ..) = self.stranger();
        let society = turn % 100;
        let declaration = Declaration {
            unit: Some(format!("第{society}学会")),
            ..self.declaration(&expert, DeclaredKind::SocietyStaff)
        };
        self.world.declarations.push(declaration);
        for nomination in (0..self.world.teams.len()).filter(|at| at % 100 == society) {
            self.world.is_true(nomination, &expert, ConflictKind::SocietyStaff);
        }
        if turn == 0 {
            let (expert, ..) = self.stranger();
            let declaration = self.declaration(&expert, DeclaredKind::OfficeStaff);
            self.world.declarations.push(declaration);
            for nomination in 0..self.world.teams.len() {
                self.world.is_true(nomination, &expert, ConflictKind::OfficeStaff);
            }
        }
    }

    fn declaration(&mut self, expert: &str, kind: DeclaredKind) -> Declaration {
        Declaration {
            declaration_id: format!("D{}", self.world.number()),
            expert_id: expert.to_owned(),
            kind,
            ..Declaration::default()
        }
    }

    fn records(&mut self, turn: usize) {
        let (expert, name, _) = self.stranger();
        let nomination = self.nomination();
        let person = self.team(nomination)[1].clone();
        let number = self.world.number();
        let unit = Some(self.world.units[person.work].clone());
        let expert_advised = turn.is_multiple_of(2);
        self.world.theses.push(Thesis {
            thesis_id: format!("T{number}"),
            title: format!("第{number}篇学位论文"),
            student: if expert_advised { person.name.clone() } else { name.clone() },
            student_id: (!expert_advised).then(|| expert.clone()),
            advisers: vec![if expert_advised { name } else { person.name }],
            adviser_ids: if expert_advised { vec![expert.clone()] } else { Vec::new() },
            unit,
            year: Some(YEAR - 6),
        });
        self.world.is_true(nomination, &expert, ConflictKind::AdviserStudent);
        for kind in [ConflictKind::SharedGrant, ConflictKind::SharedPatent] {
            let (expert, name, _) = self.stranger();
            let nomination = self.nomination();
            let by_number = turn.is_multiple_of(2);
            let mut names = vec![name];
            names.extend(self.team(nomination).iter().take(2).map(|one| one.name.clone()));
            let number = self.world.number();
            let of = self.world.nominations[nomination].nomination_id.clone();
            let rows = if by_number {
                vec![(Some(of), Vec::new(), Vec::new()), (None, vec![expert.clone()], Vec::new())]
            } else {
                vec![(None, vec![expert.clone()], names)]
            };
            for (row, (nomination_id, expert_ids, names)) in rows.into_iter().enumerate() {
                self.joint(kind, (number, row), nomination_id, expert_ids, names);
            }
            self.world.is_true(nomination, &expert, kind);
        }
    }

    fn joint(
        &mut self,
        kind: ConflictKind,
        (number, row): (usize, usize),
        nomination_id: Option<String>,
        expert_ids: Vec<String>,
        names: Vec<String>,
    ) {
        let title = format!("第{number}项");
        if kind == ConflictKind::SharedGrant {
            let grant_id = if row == 0 { format!("4{number}") } else { format!(" 4{number}") };
            let to = Some(YEAR - 1);
            self.world.grants.push(Grant {
                grant_id,
                title,
                nomination_id,
                expert_ids,
                members: names,
                from: None,
                to,
            });
        } else {
            let patent_id =
                if row == 0 { format!("ZL2020{number}.X") } else { format!("zl 2020{number}x") };
            let year = Some(YEAR - 2);
            self.world.patents.push(Patent {
                patent_id,
                title,
                nomination_id,
                expert_ids,
                inventors: names,
                year,
            });
        }
    }

    fn early_papers(&mut self) {
        let (other, adviser) = self.completer_in_pool();
        let (expert, name, _) = self.stranger();
        self.world.publication(&[&adviser], vec![other.name.clone()], YEAR - 22);
        for year in [YEAR - 12, YEAR - 11, YEAR - 10] {
            self.world.publication(
                &[&expert, &adviser],
                vec![name.clone(), other.name.clone()],
                year,
            );
        }
        self.world.is_true(other.nomination, &expert, ConflictKind::InferredAdviser);
    }

    /// Namesakes of completers, papers with a namesake, papers of a crowd: none of them may bar.
    fn decoys(&mut self) {
        for _ in 0..4 {
            let nomination = self.nomination();
            let namesake = self.team(nomination)[1].clone();
            let unit = self.unit();
            self.world.expert(&namesake.name, unit);
            let (expert, name, _) = self.stranger();
            self.world.publication(&[&expert], vec![name.clone(), namesake.name], YEAR - 1);
            let mut crowd: Vec<String> = (0..60).map(|_| self.names.draw(self.draw)).collect();
            crowd.extend(self.team(nomination).iter().map(|one| one.name.clone()));
            crowd.push(name);
            self.world.publication(&[&expert], crowd, YEAR - 1);
        }
    }
}
