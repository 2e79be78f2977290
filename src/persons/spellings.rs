//! In which letters is a name of Han characters met outside pinyin? Wade–Giles by its rule; Cantonese and
//! Hokkien by `rules/names/romanisations.csv`.
//!
//! The table holds facts of usage, compiled by hand for the hundred most common surnames and for frequent
//! characters of given names: spellings as on identity papers of Hong Kong, Macao, Taiwan and Singapore
//! (compare 漢姓羅馬字標注 and "List of common Chinese surnames" in Wikipedia). It is no dictionary: a
//! character that it does not hold is not guessed.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::search::pinyin::name_pinyin;

/// A manner of writing Chinese names in letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum System {
    /// Mandarin, as in Taiwan (威妥玛).
    WadeGiles,
    /// As in Hong Kong and Macao.
    Cantonese,
    /// Southern Min, as in Singapore and Malaysia.
    Hokkien,
}

impl System {
    /// Its name in Chinese and English.
    pub(super) const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::WadeGiles => ("威妥玛", "Wade–Giles"),
            Self::Cantonese => ("粤语", "Cantonese"),
            Self::Hokkien => ("闽南语", "Hokkien"),
        }
    }

    fn of(word: &str) -> Option<Self> {
        match word {
            "wade_giles" => Some(Self::WadeGiles),
            "cantonese" => Some(Self::Cantonese),
            "hokkien" => Some(Self::Hokkien),
            _ => None,
        }
    }
}

const SYSTEMS: [System; 3] = [System::WadeGiles, System::Cantonese, System::Hokkien];

/// The most spellings of one name in one system.
const MOST_SPELLINGS: usize = 24;

type Table = BTreeMap<(&'static str, System), Vec<&'static str>>;

/// Surnames and characters of given names by system.
static TABLES: LazyLock<(Table, Table)> = LazyLock::new(|| {
    let (mut surnames, mut given) = (Table::new(), Table::new());
    for line in include_str!("../../rules/names/romanisations.csv").lines().skip(1) {
        let cells: Vec<&'static str> = line.split(',').collect();
        let [characters, part, system, spellings] = cells.as_slice() else { continue };
        let Some(system) = System::of(system) else { continue };
        let table = if *part == "surname" { &mut surnames } else { &mut given };
        table.entry((characters, system)).or_default().extend(spellings.split('/'));
    }
    (surnames, given)
});

/// A syllable of pinyin in Wade–Giles, without apostrophes, umlauts and the like, in which printed names
/// differ: `xiao` → `hsiao`, `zhong` → `chung`.
fn wade_giles(syllable: &str) -> String {
    let double = ["zh", "ch", "sh"].into_iter().find(|two| syllable.starts_with(two));
    let length = match double {
        Some(two) => two.len(),
        None if syllable.starts_with(['a', 'e', 'o']) => 0,
        None => syllable.chars().next().map_or(0, char::len_utf8),
    };
    let (initial, last) = syllable.split_at(length);
    let is_hiss = matches!(initial, "zh" | "ch" | "sh" | "r");
    let begun = match initial {
        "b" => "p",
        "d" => "t",
        "g" => "k",
        "j" | "q" | "zh" => "ch",
        "x" => "hs",
        "r" => "j",
        "z" | "c" if last == "i" => "tz",
        "s" if last == "i" => "sz",
        "z" | "c" => "ts",
        other => other,
    };
    let ended = match (initial, last) {
        ("z" | "c" | "s", "i") | (_, "v") => "u".to_owned(),
        (_, "i") if is_hiss => "ih".to_owned(),
        ("y", "i") => return "i".to_owned(),
        ("y", "ou") => return "yu".to_owned(),
        ("y", "an") => "en".to_owned(),
        ("y", "e") => "eh".to_owned(),
        ("g" | "k", "ui") => "uei".to_owned(),
        ("g" | "k" | "h" | "sh", "uo") => "uo".to_owned(),
        ("g" | "k" | "h", "e") | (_, "uo") => "o".to_owned(),
        (_, "ian") => "ien".to_owned(),
        (_, "ie") => "ieh".to_owned(),
        (_, "ue" | "ve") => "ueh".to_owned(),
        ("", "er") => "erh".to_owned(),
        (_, last) => last.replace("ong", "ung"),
    };
    format!("{begun}{ended}")
}

fn surname_length(han: &[char]) -> usize {
    let two: String = han.iter().take(2).collect();
    let is_compound = han.len() > 2
        && SYSTEMS.iter().any(|&system| TABLES.0.contains_key(&(two.as_str(), system)));
    if is_compound { 2 } else { 1 }
}

/// Every way to write one choice after the other.
fn joined(choices: &[Vec<String>]) -> Vec<String> {
    choices.iter().fold(vec![String::new()], |begun, next| {
        let all =
            begun.iter().flat_map(|start| next.iter().map(move |end| format!("{start}{end}")));
        all.take(MOST_SPELLINGS).collect()
    })
}

fn owned(spellings: &[&str]) -> Vec<String> {
    spellings.iter().map(|one| (*one).to_owned()).collect()
}

/// The spellings of a name of Han characters outside pinyin: letters joined, in either order of family and
/// given name. A family name in a dialect stands before the given name in the dialect or in pinyin, as both
/// are in use.
pub(super) fn spellings(han: &str) -> Vec<(System, String)> {
    let letters: Vec<char> = han.chars().collect();
    if !(2..=4).contains(&letters.len()) {
        return Vec::new();
    }
    let pinyin = name_pinyin(han).spaced;
    let syllables: Vec<&str> = pinyin.split(' ').collect();
    let (family, given) = letters.split_at(surname_length(&letters));
    if syllables.len() != letters.len() {
        return Vec::new();
    }
    let (family_syllables, given_syllables) = syllables.split_at(family.len());
    let family: String = family.iter().collect();
    let plain = given_syllables.concat();
    let mut found = Vec::new();
    for system in SYSTEMS {
        let known = TABLES.0.get(&(family.as_str(), system)).map(|all| owned(all));
        let in_system: Option<Vec<Vec<String>>> = if system == System::WadeGiles {
            Some(given_syllables.iter().map(|one| vec![wade_giles(one)]).collect())
        } else {
            let of = |one: &char| {
                let mut buffer = [0; 4];
                let key: &str = one.encode_utf8(&mut buffer);
                TABLES.1.get(&(key, system)).map(|all| owned(all))
            };
            given.iter().map(of).collect()
        };
        let mut families = known.unwrap_or_default();
        if system == System::WadeGiles {
            families.push(family_syllables.iter().map(|one| wade_giles(one)).collect());
        }
        let mut givens = in_system.map(|choices| joined(&choices)).unwrap_or_default();
        if system != System::WadeGiles && !families.is_empty() {
            givens.push(plain.clone());
        }
        for (family, given) in
            families.iter().flat_map(|one| givens.iter().map(move |two| (one, two)))
        {
            found.push((system, format!("{family}{given}")));
            found.push((system, format!("{given}{family}")));
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wade_giles_follows_its_rule() {
        for (pinyin, written) in [
            ("xiao", "hsiao"),
            ("ming", "ming"),
            ("zhang", "chang"),
            ("qing", "ching"),
            ("zhi", "chih"),
            ("zi", "tzu"),
            ("si", "szu"),
            ("guo", "kuo"),
            ("duo", "to"),
            ("jian", "chien"),
            ("ge", "ko"),
            ("xue", "hsueh"),
            ("yan", "yen"),
            ("you", "yu"),
            ("yi", "i"),
            ("zhong", "chung"),
            ("er", "erh"),
            ("ren", "jen"),
            ("cai", "tsai"),
            ("gui", "kuei"),
            ("lv", "lu"),
            ("yong", "yung"),
            ("ai", "ai"),
            ("xiong", "hsiung"),
            ("bo", "po"),
            ("deng", "teng"),
            ("jie", "chieh"),
        ] {
            assert_eq!(wade_giles(pinyin), written, "{pinyin}");
        }
    }

    #[test]
    fn a_name_is_spelt_as_people_spell_it() {
        for (han, system, written) in [
            ("陈小明", System::Cantonese, "chansiuming"),
            ("陈小明", System::Cantonese, "siumingchan"),
            ("陈小明", System::Hokkien, "tanxiaoming"),
            ("张国华", System::WadeGiles, "changkuohua"),
            ("欧阳志强", System::Cantonese, "auyeungchikeung"),
            ("司徒文", System::Cantonese, "szetoman"),
        ] {
            assert!(spellings(han).contains(&(system, written.to_owned())), "{han} {written}");
        }
        assert!(spellings("谯鹭荻").iter().all(|(system, _)| *system == System::WadeGiles));
        assert_eq!(spellings("王"), []);
        assert_eq!(spellings("Wang"), []);
    }

    #[test]
    fn the_table_is_whole() {
        for line in include_str!("../../rules/names/romanisations.csv").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells.len(), 4, "{line}");
            assert!(
                System::of(cells[2]).is_some() && matches!(cells[1], "surname" | "given"),
                "{line}"
            );
            assert!(
                cells[3]
                    .split('/')
                    .all(|one| !one.is_empty() && one.bytes().all(|b| b.is_ascii_lowercase())),
                "{line}"
            );
        }
    }
}
