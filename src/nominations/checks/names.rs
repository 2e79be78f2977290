//! Is the person of this name on that list? By Chinese characters for certain, by pinyin perhaps.

use unicode_normalization::UnicodeNormalization as _;

use super::sheet::Row;
use crate::search::pinyin::name_romanizations;

/// How a name and a name on a list agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// Two different names.
    No,
    /// It may be: only initials, or a Latin name whose bearer gives none of his own.
    Perhaps,
    /// The whole name in Latin letters is one of the name's spellings.
    Sounds,
    /// The same name.
    Same,
}

/// A person by the names that the dossier gives.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// As it is written.
    pub(super) written: String,
    folded: String,
    /// Spellings in Latin letters, family name first and last.
    latin: Vec<String>,
    /// Whether the person gave a Latin name.
    gives_latin: bool,
}

impl Named {
    /// A person by a name and, if there is one, a name in Latin letters.
    pub(super) fn new(name: &str, latin: &str) -> Self {
        let mut spellings = name_romanizations(name);
        spellings.extend(name_romanizations(latin));
        Self {
            written: name.to_owned(),
            folded: folded(name),
            latin: spellings,
            gives_latin: !latin.trim().is_empty() || !has_han(name),
        }
    }

    /// A completer by the row of the table.
    pub(super) fn of(row: &Row<'_>) -> Self {
        Self::new(row.text("name"), row.text("name_en"))
    }

    /// How `author`, a name as a list gives it, agrees with this person.
    pub(super) fn agrees(&self, author: &str) -> Agreement {
        if self.folded.is_empty() {
            return Agreement::No;
        }
        if folded(author) == self.folded {
            return Agreement::Same;
        }
        if has_han(author) {
            return Agreement::No;
        }
        let spellings = name_romanizations(author);
        if spellings.iter().any(|one| self.latin.contains(one)) {
            return Agreement::Sounds;
        }
        let is_short = initials_agree(author, &self.latin);
        if is_short || !self.gives_latin { Agreement::Perhaps } else { Agreement::No }
    }

    /// The best agreement with any name of a list.
    pub(super) fn best<'a>(&self, authors: impl IntoIterator<Item = &'a str>) -> Agreement {
        authors.into_iter().map(|author| self.agrees(author)).max().unwrap_or(Agreement::No)
    }
}

/// "Wang L. M." and "L.-M. Wang" agree with every spelling that begins or ends with the long word and
/// has the first initial at its other end.
fn initials_agree(author: &str, spellings: &[String]) -> bool {
    let letters = |word: &str| -> String {
        word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect()
    };
    let words: Vec<String> = author
        .split(|one: char| one.is_whitespace() || ",.-·".contains(one))
        .map(letters)
        .filter(|word| !word.is_empty())
        .collect();
    let (long, short): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| word.len() > 1 && !is_run_of_initials(word, author));
    let [family] = long.as_slice() else { return false };
    let Some(first) = short.first().and_then(|word| word.chars().next()) else { return false };
    spellings.iter().any(|spelling| {
        spelling.strip_prefix(family.as_str()).is_some_and(|given| given.starts_with(first))
    })
}

/// `LM` of "Wang LM": two or three capitals.
fn is_run_of_initials(word: &str, author: &str) -> bool {
    word.len() <= 3 && author.contains(&word.to_ascii_uppercase())
}

/// The names of a list in order. Separated by semicolons as the form asks, by enumeration commas, or,
/// where there is neither, by commas; marks of footnotes and remarks in brackets are left out.
pub(in crate::nominations) fn listed(list: &str) -> Vec<&str> {
    let marks: &[char] = &[';', '；', '、', '\n'];
    let commas: &[char] = &[',', '，'];
    let separators = if list.contains(marks) { marks } else { commas };
    list.split(separators).map(bare).filter(|name| !name.is_empty()).collect()
}

fn bare(name: &str) -> &str {
    let name = name.split(['(', '（', '[', '【']).next().unwrap_or_default();
    name.trim_matches(|one: char| {
        one.is_whitespace() || one.is_numeric() || "*＊#†‡§,，.".contains(one)
    })
}

/// A name or the name of a unit as it is compared: compatibility forms, simplified characters, no
/// blanks, dots or marks, lower case.
pub fn folded(text: &str) -> String {
    let plain: String = text.nfkc().filter(|one| one.is_alphanumeric()).collect();
    fast2s::convert(&plain).to_lowercase()
}

/// Whether a text holds a Chinese character.
pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(|one| matches!(one, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_certain_and_letters_are_not() {
        let person = Named::new("欧阳示范", "");
        let with_latin = Named::new("示范甲", "Fanjia SHI");
        for (named, author, agreement) in [
            (&person, "欧阳 示范", Agreement::Same),
            (&person, "歐陽示範", Agreement::Same),
            (&person, "欧阳示", Agreement::No),
            (&person, "Ouyang Shifan", Agreement::Sounds),
            (&person, "Shifan Ouyang", Agreement::Sounds),
            (&person, "S. Ouyang", Agreement::Perhaps),
            // Somebody who gave no Latin name may write it as nobody can know.
            (&person, "Nora Sample", Agreement::Perhaps),
            (&with_latin, "Nora Sample", Agreement::No),
            (&with_latin, "Shi, Fanjia", Agreement::Sounds),
            (&with_latin, "Shi FJ", Agreement::Perhaps),
            (&with_latin, "", Agreement::No),
        ] {
            assert_eq!(named.agrees(author), agreement, "{author}");
        }
    }

    #[test]
    fn lists_are_read_as_people_write_them() {
        assert_eq!(listed("示范甲*; 示范乙（通讯）；Shi, Fan"), ["示范甲", "示范乙", "Shi, Fan"]);
        assert_eq!(listed("示范甲，示范乙1"), ["示范甲", "示范乙"]);
        assert_eq!(listed("示范甲、示范乙"), ["示范甲", "示范乙"]);
        assert_eq!(listed(" ; "), Vec::<&str>::new());
    }
}
