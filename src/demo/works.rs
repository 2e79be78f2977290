//! What else was done together? Funded projects, patents and theses: those that show a planted tie,
//! and some that experts have with people who are in no file.

use chrono::Datelike as _;
use rand::Rng;

use crate::conflicts::{Grant, Patent, Thesis, Works};

use super::experts::DraftExpert;
use super::nominations::{DraftNomination, ROUND};
use super::papers::PaperMaker;
use super::random::{Chance, happens};
use super::truth::FactKind;

/// How many experts of a hundred have a work of each kind with people who are in no file.
const SHARE: u32 = 8;
/// Born from here on, an expert is young enough to have been a completer's student.
const STUDENTS_FROM: i32 = 1983;

/// A tie that a work must show.
pub(super) struct JointWork {
    pub(super) kind: FactKind,
    /// Place of the nomination.
    pub(super) nomination: usize,
    /// Place of the expert.
    pub(super) expert: usize,
    /// The completer.
    pub(super) with: String,
    /// The first completer.
    pub(super) leader: String,
    /// The nomination names the work itself; else the names of two completers stand on it.
    pub(super) is_named: bool,
    /// Where the completer worked.
    pub(super) unit: String,
}

/// Makes works, numbered within each kind.
struct WorkMaker<'a, 'v> {
    writer: &'a mut PaperMaker<'v>,
    chance: Chance,
    works: Works,
}

impl WorkMaker<'_, '_> {
    /// A project that ended lately, still without members.
    fn grant(&mut self, title: String) -> Grant {
        let from = self.chance.random_range(ROUND - 6..=ROUND - 4);
        let number = self.works.grants.len() + 1;
        Grant {
            grant_id: format!("示范基金-{from}-{number:04}"),
            title,
            from: Some(from),
            to: Some(self.chance.random_range(ROUND - 3..=ROUND - 1)),
            ..Grant::default()
        }
    }

    fn patent(&mut self, title: String) -> Patent {
        let year = self.chance.random_range(ROUND - 3..=ROUND - 1);
        let number = self.works.patents.len() + 1;
        Patent {
            patent_id: format!("ZL{}1{number:07}.X", year - 2),
            title,
            year: Some(year),
            ..Patent::default()
        }
    }

    fn thesis(&mut self, title: String, year: i32) -> Thesis {
        let number = self.works.theses.len() + 1;
        Thesis {
            thesis_id: format!("示范学位-{year}-{number:04}"),
            title,
            year: Some(year),
            ..Thesis::default()
        }
    }

    /// The rows of a planted tie.
    fn tie(&mut self, tie: &JointWork, draft: &DraftNomination, expert: &DraftExpert) {
        let (topic, focus) = (draft.topic, &draft.focus);
        let id = expert.record.expert_id.clone();
        let names = vec![tie.leader.clone(), tie.with.clone()];
        let by_nomination = tie.is_named.then(|| draft.record.nomination_id.clone());
        let listed = if tie.is_named {
            vec![expert.name.han.clone()]
        } else {
            [names.clone(), vec![expert.name.han.clone()]].concat()
        };
        if tie.kind == FactKind::SharedGrant {
            let title = self.writer.on_pattern(topic, focus, "{o}的{p}研究与示范");
            let grant = self.grant(title);
            let told = by_nomination.map(|number| Grant {
                nomination_id: Some(number),
                members: names,
                ..grant.clone()
            });
            self.works.grants.extend(told);
            self.works.grants.push(Grant { expert_ids: vec![id], members: listed, ..grant });
        } else if tie.kind == FactKind::SharedPatent {
            let title = self.writer.on_pattern(topic, focus, "一种{o}{t}方法");
            let patent = self.patent(title);
            let told = by_nomination.map(|number| Patent {
                nomination_id: Some(number),
                inventors: names,
                ..patent.clone()
            });
            self.works.patents.extend(told);
            self.works.patents.push(Patent { expert_ids: vec![id], inventors: listed, ..patent });
        } else {
            self.degree(tie, draft, expert);
        }
    }

    /// A thesis of the younger under the elder, at the completer's unit.
    fn degree(&mut self, tie: &JointWork, draft: &DraftNomination, expert: &DraftExpert) {
        let title = self.writer.on_pattern(draft.topic, &draft.focus, "{o}{p}的{m}");
        let id = expert.record.expert_id.clone();
        let is_young = expert.record.born_on.is_some_and(|day| day.year() >= STUDENTS_FROM);
        let year = if is_young { ROUND - 10 } else { self.chance.random_range(ROUND - 10..ROUND) };
        let thesis = self.thesis(title, year);
        let unit = Some(tie.unit.clone());
        let thesis = if is_young {
            Thesis {
                student: expert.name.han.clone(),
                student_id: Some(id),
                advisers: vec![tie.with.clone()],
                unit,
                ..thesis
            }
        } else {
            Thesis {
                student: tie.with.clone(),
                advisers: vec![expert.name.han.clone()],
                adviser_ids: vec![id],
                unit,
                ..thesis
            }
        };
        self.works.theses.push(thesis);
    }

    /// What an expert has with his own students and colleagues.
    fn own(&mut self, expert: &DraftExpert) {
        let id = vec![expert.record.expert_id.clone()];
        let group = expert.group.iter().map(|name| name.han.clone());
        let names: Vec<String> = std::iter::once(expert.name.han.clone()).chain(group).collect();
        let (topic, focus) = (expert.topics[0], &expert.foci[0]);
        if happens(SHARE, &mut self.chance) {
            let title = self.writer.on_pattern(topic, focus, "{o}的{p}研究与示范");
            let grant = self.grant(title);
            let grant = Grant { expert_ids: id.clone(), members: names.clone(), ..grant };
            self.works.grants.push(grant);
        }
        if happens(SHARE, &mut self.chance) {
            let title = self.writer.on_pattern(topic, focus, "一种{o}{t}方法");
            let patent = self.patent(title);
            let patent = Patent { expert_ids: id.clone(), inventors: names.clone(), ..patent };
            self.works.patents.push(patent);
        }
        if happens(SHARE, &mut self.chance)
            && let Some(student) = names.get(1)
        {
            let title = self.writer.on_pattern(topic, focus, "{o}{p}的{m}");
            let year = self.chance.random_range(ROUND - 10..ROUND);
            let thesis = self.thesis(title, year);
            self.works.theses.push(Thesis {
                student: student.clone(),
                advisers: vec![names[0].clone()],
                adviser_ids: id,
                unit: Some(expert.record.unit.clone()),
                ..thesis
            });
        }
    }
}

/// The works of a round: of planted ties, and of experts with people who are in no file.
pub(super) fn make(
    (writer, chance): (&mut PaperMaker<'_>, Chance),
    ties: &[JointWork],
    (drafts, experts): (&[DraftNomination], &[DraftExpert]),
) -> Works {
    let mut maker = WorkMaker { writer, chance, works: Works::default() };
    for tie in ties {
        maker.tie(tie, &drafts[tie.nomination], &experts[tie.expert]);
    }
    for expert in experts {
        maker.own(expert);
    }
    maker.works
}
