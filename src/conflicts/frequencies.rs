//! How many people bear a name, and what is a homonym worth?

use std::collections::BTreeMap;

use crate::search::pinyin::name_pinyin;

use super::names::{NameMatch, PersonName};

/// How common names are: tables of `rules/names/`, parts per million of the population.
#[derive(Clone, Debug)]
pub struct NameFrequencies {
    surnames: BTreeMap<&'static str, u64>,
    surname_syllables: BTreeMap<&'static str, u64>,
    characters: BTreeMap<char, u64>,
    syllables: BTreeMap<&'static str, u64>,
}

/// Parts per million for a surname that the table does not hold (it ends at 20).
const RARE_SURNAME: u64 = 10;
/// Parts per million for a character that the table does not hold (it ends at 150).
const RARE_CHARACTER: u64 = 75;
/// Share of people whose given name begins with a certain letter, parts per million.
const INITIAL: u64 = 100_000;
/// The whole of which shares are counted.
pub(super) const PARTS: u128 = 1_000_000_000_000;
/// The share of a name outside the tables (names with a dot, foreign names): one in ten million.
const RARE_NAME: u128 = 100_000;

impl NameFrequencies {
    /// The built-in tables.
    pub fn standard() -> Self {
        let mut tables = Self {
            surnames: BTreeMap::new(),
            surname_syllables: BTreeMap::new(),
            characters: BTreeMap::new(),
            syllables: BTreeMap::new(),
        };
        for (surname, ppm, syllable) in rows(include_str!("../../rules/names/surnames.csv")) {
            tables.surnames.insert(surname, ppm);
            *tables.surname_syllables.entry(syllable).or_default() += ppm;
        }
        for (character, ppm, syllable) in
            rows(include_str!("../../rules/names/given_characters.csv"))
        {
            if let Some(character) = character.chars().next() {
                tables.characters.insert(character, ppm);
            }
            *tables.syllables.entry(syllable).or_default() += ppm;
        }
        tables
    }

    /// How many of 10^12 people bear the name as far as the match can tell.
    pub fn parts(&self, name: &PersonName, matched: NameMatch) -> u128 {
        if name.han.is_empty() {
            return self.latin_parts(name, matched);
        }
        let letters: Vec<char> = name.han.chars().collect();
        if letters.len() < 2 || letters.len() > 4 {
            return RARE_NAME;
        }
        let compound = letters.len() > 2
            && self.surnames.contains_key(letters[..2].iter().collect::<String>().as_str());
        let (family, given) = letters.split_at(if compound { 2 } else { 1 });
        let family: String = family.iter().collect();
        let (family, given): (u64, Vec<u64>) = match matched {
            NameMatch::Han => (
                self.surnames.get(family.as_str()).copied().unwrap_or(RARE_SURNAME),
                given
                    .iter()
                    .map(|letter| self.characters.get(letter).copied().unwrap_or(RARE_CHARACTER))
                    .collect(),
            ),
            NameMatch::Romanized | NameMatch::Initials => {
                let spelt = name_pinyin(&name.han).spaced;
                let spelt: Vec<&str> = spelt.split(' ').collect();
                let (family, given) = spelt.split_at(spelt.len().min(if compound { 2 } else { 1 }));
                let known = |syllable: &&str| {
                    if matched == NameMatch::Initials {
                        return INITIAL;
                    }
                    self.syllables.get(syllable).copied().unwrap_or(RARE_CHARACTER)
                };
                let family = family.concat();
                (
                    self.surname_syllables.get(family.as_str()).copied().unwrap_or(RARE_SURNAME),
                    given.iter().map(known).collect(),
                )
            }
        };
        given_share(&given).saturating_mul(family.into()).clamp(1, PARTS)
    }
}

impl NameFrequencies {
    /// A name in letters is read as pinyin in every way it can be; the most common counts.
    fn latin_parts(&self, name: &PersonName, matched: NameMatch) -> u128 {
        let share = |family: &str, given: &[u64]| {
            let family = *self.surname_syllables.get(family)?;
            Some(given_share(given).saturating_mul(family.into()))
        };
        let syllable = |part: &str| self.syllables.get(part).copied();
        let shares: Option<u128> = if matched == NameMatch::Initials {
            let keys = name.initials.iter().filter_map(|key| key.split_once('|'));
            keys.filter_map(|(family, letters)| share(family, &vec![INITIAL; letters.len()])).max()
        } else {
            let splits = name
                .latin
                .iter()
                .flat_map(|key| (1..key.len()).filter_map(|at| key.split_at_checked(at)));
            splits
                .filter_map(|(family, given)| {
                    let whole = syllable(given).and_then(|one| share(family, &[one]));
                    let halves = (1..given.len()).filter_map(|at| {
                        let (first, second) = given.split_at_checked(at)?;
                        share(family, &[syllable(first)?, syllable(second)?])
                    });
                    halves.chain(whole).max()
                })
                .max()
        };
        shares.map_or(RARE_NAME, |share| share.clamp(1, PARTS))
    }
}

/// Share of a given name, parts per million, from those of its characters. The tables count
/// characters (1.75 per person). Given names are clumped: pairs of namesakes among the 10,493
/// completers of one published round are 4.3 (one character) and 7.6 (two) times as many as chance
/// would have, which the factors 0.37 = 0.15 × 4.3 / 1.75 and 2.1 = 0.85 × 7.6 / 1.75² contain.
fn given_share(given: &[u64]) -> u128 {
    match *given {
        [one] => u128::from(one) * 37 / 100,
        [one, two] => u128::from(one) * u128::from(two) * 21 / 10_000_000,
        [one, two, ..] => u128::from(one) * u128::from(two) * 21 / 100_000_000,
        [] => 1_000_000,
    }
    .max(1)
}

/// Probability per mille that two bearers of a name found in a population are one person. The
/// population holds `parts · population` further bearers; other evidence multiplies the odds by
/// `gain` and divides them by `loss`.
pub fn confidence(parts: u128, population: u64, gain: u64, loss: u64) -> u16 {
    let others = parts.saturating_mul(population.into()).saturating_mul(loss.into())
        / u128::from(gain.max(1));
    u16::try_from(1_000 * PARTS / (PARTS + others)).unwrap_or(1_000)
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, u64, &'static str)> {
    table.lines().skip(1).filter_map(|line| {
        let (word, rest) = line.split_once(',')?;
        let (ppm, syllable) = rest.split_once(',')?;
        Some((word, ppm.parse().ok()?, syllable))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn common_names_weigh_less() {
        let table = NameFrequencies::standard();
        let parts = |name: &str, how| table.parts(&PersonName::read(name), how);
        let bare = |name: &str| confidence(parts(name, NameMatch::Han), 3_000_000, 1, 1);
        assert!(bare("王伟") < 10, "{}", bare("王伟"));
        assert!(bare("谯鹭荻") > 900, "{}", bare("谯鹭荻"));
        assert!(bare("欧阳伟") > bare("王伟"));
        let same_unit = confidence(parts("王伟", NameMatch::Han), 3_000, 1, 1);
        assert!((300..700).contains(&same_unit), "{same_unit}");
        for name in ["王伟", "王晓明", "欧阳晓明"] {
            assert!(parts(name, NameMatch::Han) < parts(name, NameMatch::Romanized));
            assert!(parts(name, NameMatch::Romanized) < parts(name, NameMatch::Initials));
        }
        for (han, latin) in [("王伟", "Wei Wang"), ("张晓明", "ZHANG Xiaoming")] {
            let (han, latin) =
                (parts(han, NameMatch::Romanized), parts(latin, NameMatch::Romanized));
            assert!(latin >= han && latin <= 2 * han, "{han} {latin}");
        }
        assert_eq!(parts("Grace Hopper", NameMatch::Romanized), RARE_NAME);
    }

    proptest! {
        #[test]
        fn confidence_is_monotone(parts in 1_u128..1_000_000_000_000, population in 1_u64..1_000_000, gain in 1_u64..1_000) {
            prop_assert!(confidence(parts, population, gain, 1) >= confidence(parts, population, 1, 1));
            prop_assert!(confidence(parts, population, 1, 5) <= confidence(parts, population, 1, 1));
            prop_assert!(confidence(parts, population, 1, 1) <= 1_000);
        }
    }
}
