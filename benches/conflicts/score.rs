//! How many of the planted ties are found, and how many of the found ones are planted?

use std::collections::{BTreeMap, BTreeSet};

use laurel::conflicts::{ConflictKind, ConflictPolicy, Finding, Severity};

use super::names::{Draw, Names};
use super::plant::Planter;
use super::world::{Size, Truth, World};

/// Of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    pub(crate) planted: usize,
    pub(crate) found: usize,
    pub(crate) right: usize,
}

impl Score {
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.planted)
    }

    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.found)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// What a finding of the kind must do at least to count as found.
pub(crate) fn wanted(kind: ConflictKind) -> Severity {
    ConflictPolicy::default().severity_of(kind)
}

/// The world of a size with ties of every kind.
pub(crate) fn planted(units: &[String], size: Size, each: usize, seed: u64) -> World {
    let (names, mut draw) = (Names::standard(), Draw::new(seed));
    let mut world = World::new(&names, &mut draw, units, size);
    Planter { world: &mut world, names: &names, draw: &mut draw }.plant(each);
    world
}

/// Scores by kind, and the ties missed and the findings that nobody planted.
pub(crate) fn score(
    truth: &BTreeSet<Truth>,
    findings: &[Finding],
) -> (BTreeMap<ConflictKind, Score>, Vec<Truth>, Vec<Truth>) {
    let found: BTreeSet<Truth> = findings
        .iter()
        .filter(|one| one.severity >= wanted(one.kind))
        .map(|one| (one.nomination_id.clone(), one.expert_id.clone(), one.kind))
        .collect();
    let mut scores: BTreeMap<ConflictKind, Score> = BTreeMap::new();
    for one in truth {
        scores.entry(one.2).or_default().planted += 1;
    }
    for one in &found {
        let score = scores.entry(one.2).or_default();
        score.found += 1;
        score.right += usize::from(truth.contains(one));
    }
    let missed = truth.difference(&found).cloned().collect();
    let invented = found.difference(truth).cloned().collect();
    (scores, missed, invented)
}

/// Units of nobody, some of them easily mistaken for others.
pub(crate) fn invented_units() -> Vec<String> {
    let mut units = Vec::new();
    for first in "青白云松竹梅兰石溪湖".chars() {
        for second in "岭台原川泽岛峰林渡桥".chars() {
            for kind in ["大学", "理工大学", "师范大学", "医科大学"] {
                units.push(format!("{first}{second}{kind}"));
            }
        }
    }
    units
}
