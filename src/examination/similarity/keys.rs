//! By which exact keys does a nomination show what it shares with another?

use std::collections::BTreeSet;

use entity::vocabulary::{KeyKind, ReuseKind};

use super::{facts::Material, policy::Policy};
use crate::nominations::{folded, folded_number};

/// What parts name and unit of a namesake; it stands in neither.
pub(super) const BETWEEN: char = '\u{1f}';
/// The most characters of a title that are kept as its key.
const MOST_CHARACTERS: usize = 200;

/// A paper's title as it is compared; none where it says too little.
pub(super) fn paper_key(title: &str, policy: &Policy) -> Option<String> {
    let key: String = folded(title).chars().take(MOST_CHARACTERS).collect();
    (key.chars().count() >= policy.paper.least_characters).then_some(key)
}

/// Every key of a nomination.
pub(super) fn keys(material: &Material, policy: &Policy) -> BTreeSet<(ReuseKind, String)> {
    let mut keys = BTreeSet::new();
    for one in &material.submitted {
        match one.kind {
            KeyKind::Identity => keys.insert((ReuseKind::Person, one.value.clone())),
            KeyKind::Content => keys.insert((ReuseKind::Content, one.value.clone())),
            // The people of the nomination say the same.
            KeyKind::Name => false,
        };
    }
    for person in &material.people {
        let name = folded(&person.name);
        let units = person.units.iter().map(|unit| folded(unit)).filter(|unit| !unit.is_empty());
        for unit in units.filter(|_| !name.is_empty()) {
            keys.insert((ReuseKind::Namesake, format!("{name}{BETWEEN}{unit}")));
        }
    }
    for paper in &material.papers {
        let number = paper.doi.as_deref().map(folded_number).filter(|number| !number.is_empty());
        keys.extend(number.map(|number| (ReuseKind::Content, number)));
        keys.extend(paper_key(&paper.title, policy).map(|title| (ReuseKind::Paper, title)));
    }
    keys
}
