//! Are two written names the name of one person, and how many people bear it? Names in Han
//! characters, in pinyin (either order) and abbreviated; and the weight of a homonym.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::search::pinyin::{name_pinyin, name_romanizations};

/// How two names agree, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// The same Han characters (simplified, without spaces, dots and remarks in brackets).
    Han,
    /// The same letters, in either order of family and given name.
    Romanized,
    /// The same family name in letters and the same initials.
    Initials,
}

/// A person's name, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Han characters only; empty for a name in Latin letters.
    pub han: String,
    /// Spellings in letters, joined.
    pub latin: Vec<String>,
    /// `family|initials`, in every way the name may be abbreviated.
    pub initials: Vec<String>,
    /// The name is written with initials.
    abbreviated: bool,
}

impl PersonName {
    /// Reads a name as printed; remarks in brackets such as （女） are left out.
    pub fn read(raw: &str) -> Self {
        let mut depth = 0_i32;
        let plain: String = raw
            .nfkc()
            .filter(|letter| {
                match letter {
                    '(' | '[' => depth += 1,
                    ')' | ']' => {
                        depth -= 1;
                        return false;
                    }
                    _ => {}
                }
                depth <= 0
            })
            .collect();
        if plain.chars().any(is_han) {
            let han: String = fast2s::convert(&plain).chars().filter(|c| is_han(*c)).collect();
            Self::of_han(han)
        } else {
            Self::of_latin(&plain)
        }
    }

    fn of_han(han: String) -> Self {
        let pinyin = name_pinyin(&han).spaced;
        let syllables: Vec<&str> = pinyin.split(' ').collect();
        let mut initials = Vec::new();
        for family in 1..=2 {
            if syllables.len() > family {
                let (family, given) = syllables.split_at(family);
                push_initials(&mut initials, &family.concat(), given);
            }
        }
        Self { latin: name_romanizations(&han), han, initials, abbreviated: false }
    }

    fn of_latin(plain: &str) -> Self {
        let words = latin_words(plain);
        let full: Vec<&str> =
            words.iter().filter(|(_, initial)| !initial).map(|(word, _)| word.as_str()).collect();
        let short: Vec<&str> =
            words.iter().filter(|(_, initial)| *initial).map(|(word, _)| word.as_str()).collect();
        let mut initials = Vec::new();
        let abbreviated = full.len() == 1 && !short.is_empty();
        if abbreviated {
            push_key(&mut initials, full[0], &short.concat());
            return Self { initials, abbreviated, ..Self::default() };
        }
        if let Some((first, rest)) = full.split_first()
            && !rest.is_empty()
        {
            push_initials(&mut initials, first, rest);
        }
        if let Some((last, rest)) = full.split_last()
            && !rest.is_empty()
        {
            push_initials(&mut initials, last, rest);
        }
        let spaced: Vec<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
        Self { latin: name_romanizations(&spaced.join(" ")), initials, ..Self::default() }
    }

    /// Whether there are Han characters in a text.
    pub(super) fn is_han(text: &str) -> bool {
        text.chars().any(is_han)
    }

    /// Whether nothing of a name was found.
    pub fn is_empty(&self) -> bool {
        self.han.is_empty() && self.latin.is_empty() && self.initials.is_empty()
    }

    /// How this name agrees with another, if it does.
    pub fn agrees(&self, other: &Self) -> Option<NameMatch> {
        let share = |ours: &[String], theirs: &[String]| ours.iter().any(|a| theirs.contains(a));
        if !self.han.is_empty() && !other.han.is_empty() {
            // Two names in Han characters are one name only if the characters are the same.
            (self.han == other.han).then_some(NameMatch::Han)
        } else if self.abbreviated || other.abbreviated {
            share(&self.initials, &other.initials).then_some(NameMatch::Initials)
        } else {
            share(&self.latin, &other.latin).then_some(NameMatch::Romanized)
        }
    }
}

/// Finds the names of a list that agree with a name, without comparing pairs.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    names: Vec<PersonName>,
    by_han: BTreeMap<String, Vec<usize>>,
    /// Names written in Han characters, by their spellings in letters: for names in letters.
    han_in_letters: Letters,
    /// Names written in letters: for both.
    in_letters: Letters,
}

/// Names by their spellings.
#[derive(Clone, Debug, Default)]
struct Letters {
    full: BTreeMap<String, Vec<usize>>,
    initials: BTreeMap<String, Vec<usize>>,
}

impl Letters {
    fn add(&mut self, name: &PersonName, at: usize) {
        for key in &name.latin {
            self.full.entry(key.clone()).or_default().push(at);
        }
        for key in &name.initials {
            self.initials.entry(key.clone()).or_default().push(at);
        }
    }

    fn find(&self, name: &PersonName, found: &mut Vec<usize>) {
        let full = name.latin.iter().filter_map(|key| self.full.get(key));
        let initials = name.initials.iter().filter_map(|key| self.initials.get(key));
        found.extend(full.chain(initials).flatten());
    }
}

impl NameIndex {
    /// An index of the names; positions in the iteration are the answers of [`Self::find`].
    pub fn new(names: impl IntoIterator<Item = PersonName>) -> Self {
        let mut index = Self::default();
        for (at, name) in names.into_iter().enumerate() {
            if name.han.is_empty() {
                index.in_letters.add(&name, at);
            } else {
                index.by_han.entry(name.han.clone()).or_default().push(at);
                index.han_in_letters.add(&name, at);
            }
            index.names.push(name);
        }
        index
    }

    /// The name at a position.
    pub fn name(&self, at: usize) -> &PersonName {
        &self.names[at]
    }

    /// Positions of all names that agree, in order, with the manner.
    pub fn find(&self, name: &PersonName) -> Vec<(usize, NameMatch)> {
        let mut candidates: Vec<usize> = Vec::new();
        self.in_letters.find(name, &mut candidates);
        if name.han.is_empty() {
            self.han_in_letters.find(name, &mut candidates);
        } else {
            candidates.extend(self.by_han.get(&name.han).into_iter().flatten());
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.into_iter().filter_map(|at| Some((at, name.agrees(&self.names[at])?))).collect()
    }
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇')
}

/// Words of a Latin name in lower case, with whether each is an initial. `SailingHe` is two words.
fn latin_words(plain: &str) -> Vec<(String, bool)> {
    let mut spaced = String::with_capacity(plain.len() + 4);
    let mut before = ' ';
    for letter in plain.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if letter == '.' || letter == '/' || letter == '·' { ' ' } else { letter });
        before = letter;
    }
    spaced
        .split(|letter: char| letter.is_whitespace() || letter == ',')
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let vowel = word.chars().any(|letter| "AEIOUVaeiouv".contains(letter));
            let capitals = word.chars().all(char::is_uppercase) && word.chars().count() <= 3;
            let initial = word.chars().count() == 1 || (capitals && !vowel);
            (word.to_lowercase(), initial)
        })
        .collect()
}

fn push_initials(keys: &mut Vec<String>, family: &str, given: &[&str]) {
    let letters: String = given.iter().filter_map(|word| word.chars().next()).collect();
    push_key(keys, family, &letters);
    push_key(keys, family, &letters.chars().take(1).collect::<String>());
}

fn push_key(keys: &mut Vec<String>, family: &str, letters: &str) {
    let key = format!("{family}|{letters}");
    if !keys.contains(&key) {
        keys.push(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(first: &str, second: &str) -> Option<NameMatch> {
        PersonName::read(first).agrees(&PersonName::read(second))
    }

    #[test]
    fn spellings_of_one_name_agree() {
        for (first, second, manner) in [
            ("王小明", "王 小 明", NameMatch::Han),
            ("王小明（女）", "王小明", NameMatch::Han),
            ("張麗華", "张丽华", NameMatch::Han),
            ("欧阳小明", "歐陽小明", NameMatch::Han),
            ("阿卜杜拉·买买提", "阿卜杜拉•买买提", NameMatch::Han),
            ("阿卜杜拉·买买提", "阿卜杜拉买买提", NameMatch::Han),
            ("王小明", "Wang Xiaoming", NameMatch::Romanized),
            ("王小明", "Xiao-Ming Wang", NameMatch::Romanized),
            ("王小明", "XIAOMING WANG", NameMatch::Romanized),
            ("王小明", "WangXiaoming", NameMatch::Romanized),
            ("王小明", "WANG/Xiaoming", NameMatch::Romanized),
            ("欧阳小明", "Xiaoming Ouyang", NameMatch::Romanized),
            ("吕青", "Qing Lyu", NameMatch::Romanized),
            ("Xiaoming Wang", "Wang, Xiaoming", NameMatch::Romanized),
            ("王小明", "Wang XM", NameMatch::Initials),
            ("王小明", "X. M. Wang", NameMatch::Initials),
            ("王小明", "Wang X", NameMatch::Initials),
            ("欧阳小明", "Ouyang XM", NameMatch::Initials),
            ("Xiaoming Wang", "X. Wang", NameMatch::Initials),
        ] {
            assert_eq!(agrees(first, second), Some(manner), "{first} / {second}");
            assert_eq!(agrees(second, first), Some(manner), "{second} / {first}");
        }
    }

    #[test]
    fn different_names_do_not_agree() {
        for (first, second) in [
            ("王小明", "王晓明"),
            ("王小明", "Wang Daming"),
            ("王小明", "Wang DM"),
            ("王小明", "王明"),
            ("欧阳小明", "欧小明"),
            ("Xiaoming Wang", "Xiaoming Zhang"),
            ("X. Wang", "Y. Wang"),
            ("", ""),
            ("（女）", "（女）"),
        ] {
            assert_eq!(agrees(first, second), None, "{first} / {second}");
        }
    }

    #[test]
    fn the_index_finds_what_agrees() {
        let written = ["王小明", "王晓明", "Xiaoming Wang", "Wang XM", "李明", "Li Ming"];
        let index = NameIndex::new(written.iter().map(|name| PersonName::read(name)));
        for query in written.iter().chain(&["WANG Xiao-Ming", "M. Li"]) {
            let query = PersonName::read(query);
            let slow: Vec<(usize, NameMatch)> = written
                .iter()
                .enumerate()
                .filter_map(|(at, name)| Some((at, query.agrees(&PersonName::read(name))?)))
                .collect();
            assert!(!slow.is_empty());
            assert_eq!(index.find(&query), slow);
        }
    }

    proptest! {
        #[test]
        fn agreeing_is_symmetric_and_reflexive(
            first in "[王李张]{1}[小明伟]{1,2}|[A-Z][a-z]{1,4} [A-Z][a-z]{1,5}|[A-Z][a-z]{2,4} [B-D]{1,2}",
            second in "[王李张]{1}[小明伟]{1,2}|[A-Z][a-z]{1,4} [A-Z][a-z]{1,5}|[A-Z][a-z]{2,4} [B-D]{1,2}",
        ) {
            prop_assert_eq!(agrees(&first, &second), agrees(&second, &first));
            prop_assert!(agrees(&first, &first).is_some());
        }

        #[test]
        fn reading_never_fails_and_is_idempotent(raw in "\\PC{0,16}") {
            let name = PersonName::read(&raw);
            prop_assert_eq!(PersonName::read(&name.han).han, name.han);
        }
    }
}
