//! What does the index know of a thing, and by which words is its name found?

use std::collections::BTreeSet;

use uuid::Uuid;

use super::pinyin;

/// A thing that can be searched for.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What it is, such as `expert`.
    pub kind: &'static str,
    /// Its key in the records.
    pub key: Uuid,
    /// Numbers and codes that people quote.
    pub identifiers: Vec<String>,
    /// Names of people, in Han characters or Latin letters.
    pub names: Vec<String>,
    /// Everything else.
    pub body: String,
}

/// Longest beginning of a name or number that is kept as a word of its own, in characters.
const LONGEST_PREFIX: usize = 24;

fn prefixes(word: &str, into: &mut BTreeSet<String>) {
    let mut prefix = String::new();
    for letter in word.chars().take(LONGEST_PREFIX) {
        prefix.push(letter);
        into.insert(prefix.clone());
    }
}

impl Document {
    /// The words by which the thing is found as it is typed: every beginning of its numbers, of its
    /// names and their parts, and of the names' pinyin, in full and in initials.
    pub(super) fn handles(&self) -> BTreeSet<String> {
        let mut handles = BTreeSet::new();
        for identifier in &self.identifiers {
            prefixes(&fold(identifier), &mut handles);
        }
        for name in &self.names {
            let name = fold(name);
            prefixes(&name, &mut handles);
            for part in name.split_whitespace() {
                prefixes(part, &mut handles);
            }
            if name.is_ascii() {
                continue;
            }
            // The given name alone finds the person too.
            let given: String = name.chars().skip(1).collect();
            prefixes(&given, &mut handles);
            for spelling in pinyin::name_romanizations(&name) {
                prefixes(&spelling, &mut handles);
            }
            prefixes(&pinyin::initials(&name), &mut handles);
        }
        handles
    }
}

/// A word as handles are compared: folded to half width and lower case.
pub(super) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    word.trim().nfkc().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_its_parts_its_pinyin_and_its_initials() {
        let document = Document {
            identifiers: vec!["ZH-0012".to_owned()],
            names: vec!["欧阳明轩".to_owned(), "Mingxuan Ouyang".to_owned()],
            ..Document::default()
        };
        let handles = document.handles();
        for handle in ["欧", "欧阳明", "zh-00", "ouyangming", "mingxuanouyang", "oymx", "ouy"] {
            assert!(handles.contains(handle), "{handle}");
        }
        assert!(!handles.contains("li"));
    }
}
