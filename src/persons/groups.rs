//! Which records are one person by what was confirmed, and which are not, in every consequence?

use std::collections::{BTreeMap, BTreeSet};

/// The keys of two records, the lesser first.
pub(super) type Pair = (String, String);

/// Records joined into people. What is asked of a record is looked up by its person: no question goes through all
/// decisions.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// The person of each record that a decision names.
    group_of: BTreeMap<String, usize>,
    /// The records of each person; none where they were joined to another.
    members: Vec<BTreeSet<String>>,
    /// For each person those who are said to be somebody else, by the pairs that say so.
    apart: BTreeMap<usize, BTreeMap<usize, Vec<Pair>>>,
}

impl Groups {
    /// Joins what is linked, and keeps apart what is refused.
    pub(super) fn new<'a>(
        linked: impl Iterator<Item = (&'a str, &'a str)>,
        refused: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut groups = Self::default();
        for (one, other) in linked {
            groups.join(one, other);
        }
        let refused: BTreeSet<Pair> = refused
            .map(|(one, other)| (one.min(other).to_owned(), one.max(other).to_owned()))
            .collect();
        for pair in refused {
            let (one, other) = (groups.place(&pair.0), groups.place(&pair.1));
            for (from, to) in BTreeSet::from([(one, other), (other, one)]) {
                let others = groups.apart.entry(from).or_default();
                others.entry(to).or_default().push(pair.clone());
            }
        }
        groups
    }

    fn place(&mut self, key: &str) -> usize {
        if let Some(&known) = self.group_of.get(key) {
            return known;
        }
        self.members.push(BTreeSet::from([key.to_owned()]));
        let at = self.members.len() - 1;
        self.group_of.insert(key.to_owned(), at);
        at
    }

    fn join(&mut self, one: &str, other: &str) {
        let (one, other) = (self.place(one), self.place(other));
        if one == other {
            return;
        }
        // The fewer move, so that no chain of links moves the many again and again.
        let is_more = self.members[one].len() >= self.members[other].len();
        let (stays, goes) = if is_more { (one, other) } else { (other, one) };
        let moved = std::mem::take(&mut self.members[goes]);
        for key in &moved {
            self.group_of.insert(key.clone(), stays);
        }
        self.members[stays].extend(moved);
    }

    /// Whether a decision names the record.
    pub(super) fn names(&self, key: &str) -> bool {
        self.group_of.contains_key(key)
    }

    /// Whether two records are one person by what was confirmed.
    pub(super) fn are_one(&self, one: &str, other: &str) -> bool {
        match (self.group_of.get(one), self.group_of.get(other)) {
            (Some(one), Some(other)) => one == other,
            _ => one == other,
        }
    }

    /// The records that are one person with this one, itself among them.
    pub(super) fn company<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let all = self.group_of.get(key).and_then(|at| self.members.get(*at));
        let others = all.into_iter().flatten().map(String::as_str);
        std::iter::once(key).chain(others.filter(move |other| *other != key))
    }

    /// Everybody from whom the person of a record is kept apart: the pairs that say so, in their order, and the
    /// records of that somebody.
    pub(super) fn strangers(
        &self,
        key: &str,
    ) -> impl Iterator<Item = (&[Pair], &BTreeSet<String>)> {
        let apart = self.group_of.get(key).and_then(|own| self.apart.get(own));
        let records = |at: usize| self.members.get(at);
        let all = apart.into_iter().flatten();
        all.filter_map(move |(other, pairs)| Some((pairs.as_slice(), records(*other)?)))
    }

    /// The refusals by which two records are two people, in the order of their keys: theirs, and those between records
    /// of their people.
    pub(super) fn partings(&self, one: &str, other: &str) -> &[Pair] {
        let groups = self.group_of.get(one).zip(self.group_of.get(other));
        let found = groups.and_then(|(one, other)| self.apart.get(one)?.get(other));
        found.map(Vec::as_slice).unwrap_or_default()
    }

    /// The first of them.
    pub(super) fn parted_by(&self, one: &str, other: &str) -> Option<(&str, &str)> {
        let first = self.partings(one, other).first();
        first.map(|(one, other)| (one.as_str(), other.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_linked_and_refused_has_its_consequences() {
        let groups = Groups::new(
            [("a", "b"), ("c", "b"), ("x", "y")].into_iter(),
            [("a", "x"), ("q", "r")].into_iter(),
        );
        assert!(groups.are_one("a", "c") && groups.are_one("x", "y") && groups.are_one("q", "q"));
        assert!(!groups.are_one("a", "x") && !groups.are_one("q", "r"));
        assert!(groups.names("q") && !groups.names("z"));
        assert_eq!(groups.company("c").collect::<Vec<_>>(), ["c", "a", "b"]);
        assert_eq!(groups.company("z").collect::<Vec<_>>(), ["z"]);
        assert_eq!(groups.parted_by("c", "y"), Some(("a", "x")));
        assert_eq!(groups.parted_by("y", "b"), Some(("a", "x")));
        assert_eq!(groups.parted_by("r", "q"), Some(("q", "r")));
        assert_eq!(groups.parted_by("a", "q"), None);
        assert_eq!(groups.partings("a", "y").len(), 1);
        let of = |key: &str| -> Vec<&str> {
            groups.strangers(key).flat_map(|(_, all)| all).map(String::as_str).collect()
        };
        assert_eq!(of("c"), ["x", "y"]);
        assert_eq!(of("z"), Vec::<&str>::new());
    }

    type Pairs = Vec<(u8, u8)>;

    fn pairs() -> impl Strategy<Value = Pairs> {
        prop::collection::vec((0..8_u8, 0..8_u8), 0..8)
    }

    fn both(pair: &Pair) -> (&str, &str) {
        (&pair.0, &pair.1)
    }

    /// As it is defined: two are one where a way of links leads from one to the other.
    fn reached(linked: &[(u8, u8)], from: u8) -> BTreeSet<u8> {
        let mut found = BTreeSet::from([from]);
        loop {
            let next = linked.iter().filter(|(a, b)| found.contains(a) != found.contains(b));
            let next: Vec<u8> = next.flat_map(|(a, b)| [*a, *b]).collect();
            if next.is_empty() {
                return found;
            }
            found.extend(next);
        }
    }

    proptest! {
        /// Looking up says what going through everything would.
        #[test]
        fn it_is_as_defined(
            linked in pairs(), refused in pairs(), one in 0..8_u8, other in 0..8_u8,
        ) {
            let text = |number: u8| number.to_string();
            let texts = |all: &[(u8, u8)]| -> Vec<Pair> {
                all.iter().map(|(a, b)| (text(*a), text(*b))).collect()
            };
            let (links, refusals) = (texts(&linked), texts(&refused));
            let groups = Groups::new(links.iter().map(both), refusals.iter().map(both));
            let (ours, theirs) = (reached(&linked, one), reached(&linked, other));
            prop_assert_eq!(groups.are_one(&text(one), &text(other)), ours.contains(&other));
            let told = groups.partings(&text(one), &text(other));
            let told: BTreeSet<Pair> = told.iter().cloned().collect();
            let is_between = |(a, b): &&(u8, u8)| {
                (ours.contains(a) && theirs.contains(b)) || (ours.contains(b) && theirs.contains(a))
            };
            let defined: BTreeSet<Pair> = refused
                .iter()
                .filter(is_between)
                .map(|(a, b)| (text(*a.min(b)), text(*a.max(b))))
                .collect();
            prop_assert_eq!(told, defined);
        }
    }
}
