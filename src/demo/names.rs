//! What are the people called? Surnames by frequency, rare given names, each full name once.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;

use super::random::{Chance, happens};
use super::vocabulary::NameLists;

/// A fictional person's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FullName {
    /// In Han characters.
    pub(super) han: String,
    /// In pinyin, the given name first, without tones.
    pub(super) latin: String,
    /// Local part of an e-mail address.
    pub(super) mailbox: String,
}

/// Gives out names, none twice.
pub(super) struct NameGiver {
    surnames: Vec<(String, String)>,
    /// Running sums of the weights of `surnames`.
    sums: Vec<u32>,
    compounds: Vec<(String, String)>,
    given: Vec<(String, String)>,
    singles: Vec<(String, String)>,
    taken: BTreeSet<String>,
}

impl NameGiver {
    pub(super) fn new(lists: &NameLists) -> Self {
        let readings: BTreeMap<char, &str> = lists
            .readings
            .split_whitespace()
            .filter_map(|entry| entry.split_once(':'))
            .filter_map(|(han, reading)| han.chars().next().map(|han| (han, reading)))
            .collect();
        let read = |name: &str| -> String {
            name.chars().filter_map(|han| readings.get(&han)).copied().collect()
        };
        let with_readings = |text: &str| -> Vec<(String, String)> {
            text.split_whitespace().map(|name| (name.to_owned(), read(name))).collect()
        };
        let surnames = pairs(&lists.surnames);
        let mut sum = 0;
        let mut sums = Vec::with_capacity(surnames.len());
        for rank in 0..surnames.len() {
            // Frequencies of surnames fall off about as 1/rank; the offset keeps the first ones
            // from using up their given names.
            sum += 10_000 / (u32::try_from(rank).unwrap_or(u32::MAX - 12) + 12);
            sums.push(sum);
        }
        Self {
            surnames,
            sums,
            compounds: pairs(&lists.compound_surnames),
            given: with_readings(&lists.given),
            singles: with_readings(&lists.given_single),
            taken: BTreeSet::new(),
        }
    }

    /// A name that nobody has yet.
    pub(super) fn give(&mut self, chance: &mut Chance) -> FullName {
        loop {
            let (surname, surname_latin) = self.surname(chance);
            let list = if happens(4, chance) { &self.singles } else { &self.given };
            let (given, given_latin) = &list[chance.random_range(0..list.len())];
            let name = full_name((surname, surname_latin), (given, given_latin));
            if self.taken.insert(name.han.clone()) {
                return name;
            }
        }
    }

    fn surname(&self, chance: &mut Chance) -> (&str, &str) {
        if chance.random_range(0..200) == 0 {
            let (han, latin) = &self.compounds[chance.random_range(0..self.compounds.len())];
            return (han, latin);
        }
        let total = self.sums.last().copied().unwrap_or(1);
        let point = chance.random_range(0..total);
        let (han, latin) = &self.surnames[self.sums.partition_point(|&sum| sum <= point)];
        (han, latin)
    }

    /// A name that reads the same in pinyin but is written otherwise; none where there is none left.
    pub(super) fn homophone(&mut self, name: &FullName) -> Option<FullName> {
        let (surname, surname_latin) =
            self.surnames.iter().find(|(han, _)| name.han.starts_with(han.as_str()))?.clone();
        let candidates = self.given.iter().chain(&self.singles);
        for (given, given_latin) in candidates {
            let other = full_name((&surname, &surname_latin), (given, given_latin));
            if other.latin == name.latin
                && other.han != name.han
                && !self.taken.contains(&other.han)
            {
                self.taken.insert(other.han.clone());
                return Some(other);
            }
        }
        None
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    text.split_whitespace()
        .filter_map(|entry| entry.split_once(':'))
        .map(|(han, latin)| (han.to_owned(), latin.to_owned()))
        .collect()
}

fn full_name(surname: (&str, &str), given: (&str, &str)) -> FullName {
    FullName {
        han: format!("{}{}", surname.0, given.0),
        latin: format!("{} {}", capital(given.1), capital(surname.1)),
        mailbox: format!("{}.{}", surname.1, given.1),
    }
}

/// The text with its first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::random::{Stage, stream};
    use super::super::vocabulary::VOCABULARY;
    use super::*;

    #[test]
    fn nobody_gets_a_name_twice_and_every_name_has_a_reading() {
        let mut giver = NameGiver::new(&VOCABULARY.names);
        let mut chance = stream(3, Stage::People);
        let names: Vec<FullName> = (0..20_000).map(|_| giver.give(&mut chance)).collect();
        let distinct: BTreeSet<&str> = names.iter().map(|name| name.han.as_str()).collect();
        assert_eq!(distinct.len(), names.len());
        for name in &names {
            assert!((2..=4).contains(&name.han.chars().count()), "{name:?}");
            assert!(name.mailbox.is_ascii() && name.latin.is_ascii(), "{name:?}");
            assert!(!name.mailbox.ends_with('.') && !name.mailbox.starts_with('.'), "{name:?}");
        }
    }

    #[test]
    fn a_homophone_reads_the_same_and_is_written_otherwise() {
        let mut giver = NameGiver::new(&VOCABULARY.names);
        let mut chance = stream(4, Stage::People);
        let found = (0..200)
            .filter_map(|_| {
                let name = giver.give(&mut chance);
                giver.homophone(&name).map(|other| (name, other))
            })
            .inspect(|(name, other)| {
                assert_eq!(name.latin, other.latin);
                assert_ne!(name.han, other.han);
            })
            .count();
        assert!(found > 40, "{found}");
    }
}
