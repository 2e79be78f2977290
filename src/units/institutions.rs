//! Which institutions does everybody know, and under which names? The table of
//! `rules/units/institutions.csv`: universities and colleges, institutes, hospitals and other bodies of
//! China with English names, former names and short forms, bodies above, and mail domains.
//!
//! What the rules of [`super::names`] read out of a name stands; the table adds what no rule can know.
//! A name that two institutions claim names none of them.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::LazyLock,
};

use serde::Deserialize;

use super::{
    names::{UnitName, UnitNamer},
    numerals::arabic_ordinals,
    tree::is_university,
};

const TABLE: &str = include_str!("../../rules/units/institutions.csv");

/// Parts of an English address, between commas, that are looked at.
const MOST_PARTS: usize = 8;

/// Read when the first unit is placed; a constant of the program.
static PUBLIC: LazyLock<Institutions> = LazyLock::new(Institutions::read);

/// An institution of the table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Institution {
    /// Its present name in Chinese.
    pub(super) name: String,
    /// The body directly above, where its name does not show it.
    pub(super) parent: Option<String>,
    /// Its English name.
    pub(super) english: Option<String>,
    /// Other names, former ones and short forms, between semicolons.
    #[serde(default)]
    pub(super) names: String,
    /// Mail domains, between semicolons.
    #[serde(default)]
    pub(super) domains: String,
    /// Its code in the list of institutions of higher education, where it stands in it.
    pub(super) code: Option<String>,
}

impl Institution {
    /// All names other than the present one, its code among them.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &str> {
        parts(&self.names).chain(self.english.as_deref()).chain(self.code.as_deref())
    }
}

/// An institution under one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// It is called so.
    Own(usize),
    /// It is also called so.
    Other(usize),
    /// Two are called so.
    Several,
}

/// What the table knows of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Key of the legal person.
    pub(super) legal: String,
    /// Key of the body above, where the table gives one.
    pub(super) parent: Option<String>,
    /// What else the text names, such as a department.
    pub(super) department: Option<String>,
    /// Whether the table gave the key.
    pub(super) by_alias: bool,
}

/// The table, by names and domains.
#[derive(Debug)]
pub(super) struct Institutions {
    entries: Vec<Institution>,
    han: BTreeMap<String, Named>,
    latin: BTreeMap<String, Named>,
    domains: BTreeMap<String, usize>,
}

impl Institutions {
    /// The table that is built into the program.
    pub(super) fn public() -> &'static Self {
        &PUBLIC
    }

    /// Every institution.
    #[cfg(test)]
    pub(super) fn entries(&self) -> &[Institution] {
        &self.entries
    }

    #[expect(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
    fn read() -> Self {
        let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
        let entries: Vec<Institution> = reader
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("rules/units/institutions.csv is whole");
        Self::of(entries)
    }

    fn of(entries: Vec<Institution>) -> Self {
        let namer = UnitNamer::standard();
        let (mut han, mut latin, mut domains) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (at, one) in entries.iter().enumerate() {
            han.insert(folded_key(&namer, &one.name), Named::Own(at));
        }
        for (at, one) in entries.iter().enumerate() {
            for name in one.other_names() {
                let (index, key) = if is_latin(name) {
                    (&mut latin, latin_key(name))
                } else {
                    (&mut han, folded_key(&namer, name))
                };
                claim(index, key, at);
            }
            for domain in parts(&one.domains) {
                domains.insert(domain.to_ascii_lowercase(), at);
            }
        }
        Self { entries, han, latin, domains }
    }

    /// What the table knows of a name, as written and as the rules read it.
    pub(super) fn find(&self, namer: &UnitNamer, raw: &str, read: &UnitName) -> Option<Found> {
        if is_latin(raw) {
            return self.find_latin(namer, raw);
        }
        let folded = namer.fold(raw);
        let keys = [han_key(&folded), han_key(&read.legal)];
        let (at, is_own) = keys.iter().find_map(|key| match self.han.get(key)? {
            Named::Own(at) => Some((*at, true)),
            Named::Other(at) => Some((*at, false)),
            Named::Several => None,
        })?;
        let one = self.entries.get(at)?;
        let legal = if is_own { read.legal.clone() } else { legal_name(namer, &one.name)? };
        let parent = one.parent.as_deref().and_then(|parent| legal_name(namer, parent));
        Some(Found {
            parent: parent.filter(|parent| *parent != legal),
            department: read.department.clone(),
            by_alias: !is_own,
            legal,
        })
    }

    /// Looks for the longest run of parts between commas that names an institution: what stands before
    /// it is a department of a university, and a body of its own below an academy or as a hospital.
    fn find_latin(&self, namer: &UnitNamer, raw: &str) -> Option<Found> {
        let all: Vec<&str> =
            raw.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let parts = all.get(..all.len().min(MOST_PARTS))?;
        let mut runs = (1..=parts.len()).rev().flat_map(|length| parts.windows(length).enumerate());
        let (from, one) =
            runs.find_map(|(from, run)| match self.latin.get(&latin_key(&run.join(" ")))? {
                Named::Own(at) | Named::Other(at) => Some((from, self.entries.get(*at)?)),
                Named::Several => None,
            })?;
        let legal = legal_name(namer, &one.name)?;
        let before = parts.get(..from).unwrap_or_default();
        let is_hospital = |part: &&&str| latin_key(part).contains("hospital");
        let below = if is_university(&legal) {
            before.iter().find(is_hospital)
        } else {
            before.last().filter(|_| is_academy(&legal))
        };
        if let Some(below) = below {
            let own = namer.fold(&format!("{below}{}", one.name));
            return Some(Found {
                legal: own,
                parent: Some(legal),
                department: None,
                by_alias: true,
            });
        }
        let parent = one.parent.as_deref().and_then(|parent| legal_name(namer, parent));
        let department = Some(before.join(", ")).filter(|text| !text.is_empty());
        Some(Found { legal, parent, department, by_alias: true })
    }

    /// The body above a legal person, where the table gives one.
    pub(super) fn parent(&self, namer: &UnitNamer, legal: &str) -> Option<String> {
        let Named::Own(at) = self.han.get(&han_key(legal))? else {
            return None;
        };
        legal_name(namer, self.entries.get(*at)?.parent.as_deref()?)
    }

    /// The legal person whose mail domain this is, or a host below it. A host below an academy's domain
    /// may be that of any of its institutes, and is nobody's.
    pub(super) fn of_domain(&self, namer: &UnitNamer, domain: &str) -> Option<String> {
        let (at, is_host) = suffixes(domain)
            .find_map(|suffix| Some((*self.domains.get(suffix)?, suffix != domain)))?;
        let legal = legal_name(namer, &self.entries.get(at)?.name)?;
        (!is_host || !is_academy(&legal)).then_some(legal)
    }
}

/// A domain, and what is left of it without its first part, and so on; not the last part alone.
pub(super) fn suffixes(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| Some(domain.split_once('.')?.1))
        .filter(|suffix| suffix.contains('.'))
}

/// Whether a text is written without Han characters, but with letters.
fn is_latin(text: &str) -> bool {
    text.contains(|letter: char| letter.is_ascii_alphabetic())
        && !text.contains(|letter: char| matches!(letter, '\u{3400}'..='\u{9fff}'))
}

fn is_academy(legal: &str) -> bool {
    legal.ends_with("科学院") || legal.ends_with("科学研究院")
}

fn legal_name(namer: &UnitNamer, name: &str) -> Option<String> {
    namer.read(name).map(|read| read.legal)
}

fn claim(names: &mut BTreeMap<String, Named>, key: String, at: usize) {
    match names.entry(key) {
        Entry::Vacant(free) => {
            free.insert(Named::Other(at));
        }
        Entry::Occupied(mut taken) => {
            if let Named::Other(known) = *taken.get()
                && known != at
            {
                taken.insert(Named::Several);
            }
        }
    }
}

fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// The key of a name of the table. To fold is dear and changes few of them.
fn folded_key(namer: &UnitNamer, name: &str) -> String {
    let lexicon = namer.lexicon();
    let changes = lexicon.leading.iter().any(|(long, _)| name.starts_with(long.as_str()))
        || lexicon.replacements.iter().any(|(old, _)| name.contains(old.as_str()));
    if changes { han_key(&namer.fold(name)) } else { han_key(name) }
}

fn han_key(name: &str) -> String {
    let plain: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    arabic_ordinals(&plain)
}

/// An English name without what its spellings differ by: case, punctuation, spaces, small words and the
/// usual abbreviations.
fn latin_key(name: &str) -> String {
    let lower = name.to_ascii_lowercase().replace(['\'', '’'], "");
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(whole_word).collect()
}

fn whole_word(word: &str) -> &str {
    match word {
        "of" | "the" | "and" | "at" | "for" => "",
        "univ" => "university",
        "inst" => "institute",
        "acad" => "academy",
        "sci" | "science" => "sciences",
        "tech" | "technol" => "technology",
        "natl" | "nat" => "national",
        "med" => "medical",
        "engn" | "eng" => "engineering",
        "agr" | "agric" => "agricultural",
        "hosp" => "hospital",
        "coll" => "college",
        "ctr" | "centre" => "center",
        word => word,
    }
}

#[cfg(test)]
#[path = "institutions_tests.rs"]
mod tests;
