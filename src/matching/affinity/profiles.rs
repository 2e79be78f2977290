//! Which publications speak for an expert? His own, the most recent eighty.

use crate::experts::model::{Expert, Publication};
use indexmap::IndexMap;
use std::cmp::Reverse;

/// Per expert (by position) the positions of the publications that count, the newest first.
pub(super) struct Profiles {
    starts: Vec<usize>,
    publications: Vec<u32>,
}

impl Profiles {
    /// Experts of whom a publication names an unknown id are passed over, an id named twice
    /// counts once.
    pub(super) fn new(experts: &[Expert], publications: &[Publication], most: usize) -> Self {
        let positions: IndexMap<&str, usize> = experts
            .iter()
            .enumerate()
            .map(|(position, expert)| (expert.expert_id.as_str(), position))
            .collect();
        let mut lists: Vec<Vec<u32>> = vec![Vec::new(); experts.len()];
        for (number, publication) in (0..).zip(publications) {
            for id in &publication.expert_ids {
                let list = positions.get(id.as_str()).and_then(|&at| lists.get_mut(at));
                if let Some(list) = list.filter(|list| list.last() != Some(&number)) {
                    list.push(number);
                }
            }
        }
        let order = |number: &u32| {
            let publication = publications.get(*number as usize);
            publication.map(|one| (Reverse(one.year), one.publication_id.as_str()))
        };
        let mut profiles = Self { starts: vec![0], publications: Vec::new() };
        for mut list in lists {
            list.sort_by(|one, other| order(one).cmp(&order(other)));
            list.truncate(most);
            profiles.publications.append(&mut list);
            profiles.starts.push(profiles.publications.len());
        }
        profiles
    }

    /// The publications of an expert.
    pub(super) fn of(&self, expert: usize) -> &[u32] {
        let range = self.starts.get(expert).zip(self.starts.get(expert + 1));
        range.and_then(|(&from, &to)| self.publications.get(from..to)).unwrap_or_default()
    }
}
