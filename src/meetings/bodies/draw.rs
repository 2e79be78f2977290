//! How does a division become panels with seats?

use std::collections::{BTreeMap, BTreeSet};

use entity::ids::ExpertId;

use crate::matching::SeatedPanel;

/// Somebody of the pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) expert: ExpertId,
    pub(super) name: String,
    pub(super) unit: String,
}

/// A panel to be seated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DrawnPanel {
    /// What it is called, and what its nominations carry.
    pub(super) name: String,
    /// The category of its nominations, where it is one.
    pub(super) category: Option<String>,
    /// Who sits there, in the order of the seats.
    pub(super) seats: Vec<Drawn>,
}

/// The panels of a division with the experts who are still in the pool, by their codes, and the categories of the
/// nominations, by their numbers. Nobody sits twice in one panel.
pub(super) fn drawn(
    panels: &[SeatedPanel],
    pool: &BTreeMap<String, Drawn>,
    categories: &BTreeMap<String, String>,
) -> Vec<DrawnPanel> {
    let panel = |panel: &SeatedPanel| {
        let mut seen = BTreeSet::new();
        let codes = panel.experts.iter().filter(|code| seen.insert(code.as_str()));
        let of: BTreeSet<&String> =
            panel.nominations.iter().filter_map(|number| categories.get(number)).collect();
        let category = match of.len() {
            1 => of.first().map(|code| (*code).clone()),
            _ => None,
        };
        DrawnPanel {
            name: panel.name.clone(),
            category,
            seats: codes.filter_map(|code| pool.get(code)).cloned().collect(),
        }
    };
    panels.iter().map(panel).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_seats_those_of_its_experts_who_are_in_the_pool_once_each() {
        let known = |number: u128| Drawn {
            expert: ExpertId(uuid::Uuid::from_u128(number)),
            name: format!("专家{number}"),
            unit: "示范大学".to_owned(),
        };
        let pool: BTreeMap<String, Drawn> =
            [1, 2].map(|number| (format!("E-{number}"), known(number))).into();
        let categories: BTreeMap<String, String> = [("A1", "NAT"), ("A2", "NAT"), ("A3", "INV")]
            .map(|(number, code)| (number.to_owned(), code.to_owned()))
            .into();
        let panel = |nominations: &[&str], experts: &[&str]| SeatedPanel {
            name: "第1组".to_owned(),
            nominations: nominations.iter().map(|&number| number.to_owned()).collect(),
            experts: experts.iter().map(|&code| code.to_owned()).collect(),
        };
        let one = panel(&["A1", "A2"], &["E-2", "E-9", "E-1", "E-2"]);
        let mixed = panel(&["A1", "A3"], &[]);
        let found = drawn(&[one, mixed, panel(&[], &["E-1"])], &pool, &categories);
        assert_eq!(found[0].seats, [known(2), known(1)]);
        let categories: Vec<_> = found.iter().map(|panel| panel.category.as_deref()).collect();
        assert_eq!(categories, [Some("NAT"), None, None]);
        assert!(found[1].seats.is_empty());
    }
}
