//! Whom does a printed name not mean? An expert who was found to be somebody else is so on his papers too, where
//! the name on them is surely his.

use std::collections::BTreeMap;

use super::identity::Identity;
use super::index::Index;
use super::names::{NameMatch, PersonName};

/// Which denials count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heed {
    /// All.
    OfAny,
    /// Those of two people: what one alone says takes no bar away.
    OfTwo,
}

/// An identity that was denied.
#[derive(Clone, Debug)]
struct Denied {
    identity: Identity,
    by_two: bool,
}

/// Who is not whom: by expert and position of the person.
#[derive(Clone, Debug, Default)]
pub(super) struct Denials(BTreeMap<usize, BTreeMap<usize, Denied>>);

/// By the place of a name on a list, the people whom it does not mean.
pub(super) type NotMeant = BTreeMap<usize, Vec<usize>>;

impl Denials {
    /// Remembers that an expert is not the person of `identity`.
    pub(super) fn add(&mut self, expert: usize, identity: &Identity, by_two: bool) {
        let denied = Denied { identity: identity.clone(), by_two };
        self.0.entry(expert).or_default().insert(identity.person, denied);
    }

    /// Forgets that an expert is not a person.
    pub(super) fn forget(&mut self, expert: usize, person: usize) {
        if let Some(denied) = self.0.get_mut(&expert) {
            denied.remove(&person);
        }
    }

    /// Whether nobody was denied to be anybody.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one person alone denied something of one of these experts.
    pub(super) fn are_by_one(&self, mut experts: impl Iterator<Item = usize>) -> bool {
        let is_by_one = |expert: usize| {
            self.0.get(&expert).is_some_and(|denied| denied.values().any(|one| !one.by_two))
        };
        !self.0.is_empty() && experts.any(is_by_one)
    }

    /// Whether an expert is not this person.
    pub(super) fn part(&self, expert: usize, person: usize, heed: Heed) -> bool {
        let denied = self.0.get(&expert).and_then(|denied| denied.get(&person));
        denied.is_some_and(|one| heed == Heed::OfAny || one.by_two)
    }

    /// Whether a name is that of a person of a nomination who the expert is not.
    pub(super) fn is_anothers(
        &self,
        index: &Index<'_>,
        (expert, nomination): (usize, usize),
        name: &PersonName,
        heed: Heed,
    ) -> bool {
        self.0.contains_key(&expert)
            && index.by_person.of_nomination[nomination].iter().any(|&person| {
                self.part(expert, person, heed)
                    && index.by_person.names.name(person).agrees(name).is_some()
            })
    }

    /// The identities of an expert that stand all the same where not every denial counts.
    pub(super) fn standing(&self, expert: usize, heed: Heed) -> impl Iterator<Item = &Identity> {
        let denied = self.0.get(&expert).into_iter().flat_map(BTreeMap::values);
        denied.filter(move |one| heed == Heed::OfTwo && !one.by_two).map(|one| &one.identity)
    }

    /// The people whom names of a list do not mean: a name is that of a known author, and he is not they. Where two
    /// names may be his, neither tells; where a name may be that of two authors, both must be denied.
    pub(super) fn not_meant(
        &self,
        index: &Index<'_>,
        list: &[&PersonName],
        authors: &[usize],
        heed: Heed,
    ) -> NotMeant {
        if !authors.iter().any(|author| self.0.contains_key(author)) {
            return NotMeant::new();
        }
        let mut owners: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &author in authors {
            if let Some(place) = own_place(&index.experts[author].names, list) {
                owners.entry(place).or_default().push(author);
            }
        }
        let mut not_meant = NotMeant::new();
        for (place, owners) in owners {
            let first = owners.first().and_then(|owner| self.0.get(owner));
            let people = first.into_iter().flat_map(BTreeMap::keys).copied();
            let are_parted =
                |person: &usize| owners.iter().all(|owner| self.part(*owner, *person, heed));
            not_meant.insert(place, people.filter(are_parted).collect());
        }
        not_meant
    }
}

/// The place of the one name on a list that agrees best with an author's.
fn own_place(own: &[PersonName], list: &[&PersonName]) -> Option<usize> {
    let agreeing: Vec<(NameMatch, usize)> = list
        .iter()
        .enumerate()
        .filter_map(|(place, name)| {
            Some((own.iter().filter_map(|own| own.agrees(name)).min()?, place))
        })
        .collect();
    let &(best, place) = agreeing.iter().min()?;
    (agreeing.iter().filter(|(matched, _)| *matched == best).count() == 1).then_some(place)
}
