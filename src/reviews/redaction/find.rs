//! Where in a text does a name or a number stand, however it is spaced and written?

use crate::nominations::Hidden;
use crate::search::pinyin::{name_pinyin, name_romanizations};

/// A name of fewer Latin letters is proposed to nobody, or held against nobody: it may be any word.
const LEAST_PROPOSED: usize = 4;
const LEAST_SURE: usize = 6;
/// Latin letters from which on stops and commas may stand within a name: `Jia, S. F.`
const LEAST_LOOSE: usize = 5;

/// What a stretch of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// The name of a person.
    Name,
    /// The name of a unit, or of who nominates.
    Unit,
    /// An address by which somebody is reached or found.
    Address,
    /// A number that a register answers.
    Number,
}

impl Why {
    /// The word as kept.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Unit => "unit",
            Self::Address => "address",
            Self::Number => "number",
        }
    }

    /// Every word.
    pub(super) const WORDS: [&'static str; 4] = ["name", "unit", "address", "number"];
}

/// A stretch of a text, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// The first character.
    pub(super) from: usize,
    /// The first one behind it.
    pub(super) to: usize,
    /// What it is.
    pub(super) why: Why,
}

/// What may stand within a word without changing it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Of Han: blanks and the dots of foreign names.
    Han,
    /// Of Latin letters: blanks and hyphens.
    Tight,
    /// Stops and commas too.
    Loose,
}

impl Between {
    fn of(word: &str) -> Self {
        let letters = word.chars().filter(|one| one.is_alphanumeric()).count();
        if word.chars().any(|one| one >= '\u{2e80}') {
            Self::Han
        } else if letters < LEAST_LOOSE {
            Self::Tight
        } else {
            Self::Loose
        }
    }

    fn drops(self, one: char) -> bool {
        let is_stop = matches!(one, '.' | ',' | '，' | '．');
        match self {
            Self::Han => one.is_whitespace() || matches!(one, '·' | '•' | '・'),
            Self::Tight => is_blank(one),
            Self::Loose => is_blank(one) || is_stop,
        }
    }
}

fn is_blank(one: char) -> bool {
    one.is_whitespace() || matches!(one, '-' | '\u{2010}'..='\u{2015}' | '\'' | '’')
}

/// Not of Han, which stand side by side without a blank.
fn is_latin(one: char) -> bool {
    one.is_alphanumeric() && one < '\u{250}'
}

/// A letter as it is compared: of half width and lower case.
fn folded(one: char) -> impl Iterator<Item = char> {
    const WIDE: std::ops::RangeInclusive<char> = '\u{ff01}'..='\u{ff5e}';
    const WIDER_BY: u32 = 0xfee0;
    let half = Some(one).filter(|one| WIDE.contains(one));
    let half = half.and_then(|one| char::from_u32(u32::from(one).saturating_sub(WIDER_BY)));
    half.unwrap_or(one).to_lowercase()
}

/// A text without what may stand within words, and where each letter stood.
struct Folded {
    letters: Vec<char>,
    places: Vec<usize>,
}

impl Folded {
    fn of(text: &[char], between: Between) -> Self {
        let kept = text.iter().enumerate().filter(|(_, one)| !between.drops(**one));
        let folded = kept.flat_map(|(at, one)| folded(*one).map(move |letter| (letter, at)));
        let (letters, places) = folded.unzip();
        Self { letters, places }
    }

    /// Where a word stands, in characters of the text.
    fn find(&self, word: &[char]) -> Vec<(usize, usize)> {
        if word.is_empty() {
            return Vec::new();
        }
        let hits = self.letters.windows(word.len()).enumerate();
        let hits = hits.filter(|(_, window)| *window == word).map(|(at, _)| at);
        let place = |at: usize| self.places.get(at).copied();
        hits.filter_map(|at| Some((place(at)?, place(at + word.len() - 1)? + 1))).collect()
    }
}

/// A word that is looked for.
struct Word {
    letters: Vec<char>,
    between: Between,
    why: Why,
}

impl Word {
    fn of(word: &str, why: Why) -> Self {
        let between = Between::of(word);
        let kept = word.chars().filter(|one| !between.drops(*one));
        Self { letters: kept.flat_map(folded).collect(), between, why }
    }
}

/// What is looked for in the texts of a nomination.
pub(super) struct Search {
    words: Vec<Word>,
    is_sure: bool,
}

impl Search {
    /// Whatever may name somebody: for a person to look at.
    pub(super) fn of_likely(hidden: &Hidden) -> Self {
        Self::of(hidden, false)
    }

    /// What names somebody for certain: for a copy to be refused.
    pub(super) fn of_sure(hidden: &Hidden) -> Self {
        Self::of(hidden, true)
    }

    fn of(hidden: &Hidden, is_sure: bool) -> Self {
        let mut words = Vec::new();
        for name in &hidden.people {
            words.push(Word::of(name, Why::Name));
            let spelled = spellings(name, is_sure);
            words.extend(spelled.iter().map(|one| Word::of(one, Why::Name)));
        }
        words.extend(hidden.units.iter().map(|unit| Word::of(unit, Why::Unit)));
        let why = |lead: &str| if lead.contains('@') { Why::Address } else { Why::Number };
        words.extend(hidden.leads.iter().map(|lead| Word::of(lead, why(lead))));
        words.retain(|word| word.letters.len() > 1);
        Self { words, is_sure }
    }

    /// What is found in a text, in its order; nothing stands in two of them.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        let letters: Vec<char> = text.chars().collect();
        let of = |between| Folded::of(&letters, between);
        let (han, tight, loose) = (of(Between::Han), of(Between::Tight), of(Between::Loose));
        let mut found = patterns(&letters, self.is_sure);
        for word in &self.words {
            let folded = match word.between {
                Between::Han => &han,
                Between::Tight => &tight,
                Between::Loose => &loose,
            };
            let hits = folded.find(&word.letters).into_iter();
            let whole = hits.filter(|hit| is_word(&letters, *hit));
            found.extend(whole.map(|(from, to)| Found { from, to, why: word.why }));
        }
        merged(found)
    }
}

/// How a name may be written in Latin letters.
fn spellings(name: &str, is_sure: bool) -> Vec<String> {
    let least = if is_sure { LEAST_SURE } else { LEAST_PROPOSED };
    let mut found = name_romanizations(name);
    if !is_sure {
        found.extend(abbreviated(name));
    }
    found.retain(|one| one.len() >= least);
    found
}

/// A name of Han as papers shorten it: the family name with the first letters of the given name, in both orders.
fn abbreviated(name: &str) -> Vec<String> {
    let spaced = name_pinyin(name).spaced;
    let mut syllables = spaced.split(' ');
    let family = syllables.next().unwrap_or_default();
    let given: String = syllables.filter_map(|one| one.chars().next()).collect();
    if family.is_empty() || given.is_empty() {
        return Vec::new();
    }
    vec![format!("{family}{given}"), format!("{given}{family}")]
}

/// Whether a stretch of Latin letters is no part of a longer word.
fn is_word(letters: &[char], (from, to): (usize, usize)) -> bool {
    let is_latin_at =
        |at: Option<usize>| at.and_then(|at| letters.get(at)).copied().is_some_and(is_latin);
    let runs_on =
        |inside: Option<usize>, outside: Option<usize>| is_latin_at(inside) && is_latin_at(outside);
    !runs_on(Some(from), from.checked_sub(1)) && !runs_on(to.checked_sub(1), Some(to))
}

/// In order, what overlaps as one; the longer says what it is.
fn merged(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|one| (one.from, std::cmp::Reverse(one.to), one.why));
    let mut left: Vec<Found> = Vec::new();
    for one in found {
        match left.last_mut() {
            Some(last) if one.from < last.to => last.to = last.to.max(one.to),
            _ => left.push(one),
        }
    }
    left
}

/// A stretch of a run of letters of ASCII, which has as many bytes as characters.
type Pattern = fn(&str) -> Option<(usize, usize)>;

/// Addresses and numbers that are known by their form. What is not sure may be any number.
fn patterns(letters: &[char], is_sure: bool) -> Vec<Found> {
    const SURE: [(Pattern, Why); 5] = [
        (email, Why::Address),
        (orcid, Why::Address),
        (phone, Why::Address),
        (doi, Why::Number),
        (patent, Why::Number),
    ];
    let likely: &[(Pattern, Why)] = if is_sure { &[] } else { &[(grant, Why::Number)] };
    let mut found = Vec::new();
    for (begin, run) in runs(letters) {
        for (pattern, why) in SURE.iter().chain(likely) {
            let mut at = 0;
            while let Some((from, to)) = run.get(at..).and_then(pattern) {
                found.push(Found { from: begin + at + from, to: begin + at + to, why: *why });
                at += to;
            }
        }
    }
    found
}

/// The runs of signs of ASCII without a blank, each with its place.
fn runs(letters: &[char]) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut is_within = false;
    for (at, one) in letters.iter().enumerate() {
        let belongs = one.is_ascii_graphic() && !matches!(one, ',' | ';' | '<' | '>' | '"');
        match found.last_mut() {
            Some((_, run)) if belongs && is_within => run.push(*one),
            _ if belongs => found.push((at, one.to_string())),
            _ => {}
        }
        is_within = belongs;
    }
    found
}

fn email(run: &str) -> Option<(usize, usize)> {
    let at = run.find('@')?;
    let is_local = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '_' | '+' | '-');
    let is_domain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '-');
    let (before, behind) = (run.get(..at)?, run.get(at + 1..)?);
    let local = before.len() - before.trim_end_matches(is_local).len();
    let domain = behind.len() - behind.trim_start_matches(is_domain).len();
    let domain = behind.get(..domain)?.trim_end_matches(['.', '-']);
    (local > 0 && domain.contains('.')).then(|| (at - local, at + 1 + domain.len()))
}

/// 0000-0002-1825-0097 (ISO 27729).
fn orcid(run: &str) -> Option<(usize, usize)> {
    const LONG: usize = 19;
    let is_one = |window: &[u8]| {
        window.iter().enumerate().all(|(at, byte)| match at {
            4 | 9 | 14 => *byte == b'-',
            18 => byte.is_ascii_digit() || byte.eq_ignore_ascii_case(&b'x'),
            _ => byte.is_ascii_digit(),
        })
    };
    let at = run.as_bytes().windows(LONG).position(is_one)?;
    Some((at, at + LONG))
}

/// The first run of digits that `is_one` takes.
fn digits(run: &str, is_one: impl Fn(&str) -> bool) -> Option<(usize, usize)> {
    let mut at = 0;
    for part in run.split_inclusive(|one: char| !one.is_ascii_digit()) {
        let number = part.trim_end_matches(|one: char| !one.is_ascii_digit());
        if is_one(number) {
            return Some((at, at + number.len()));
        }
        at += part.len();
    }
    None
}

/// A mobile number of the mainland.
fn phone(run: &str) -> Option<(usize, usize)> {
    digits(run, |number| {
        let second = number.as_bytes().get(1).copied().unwrap_or_default();
        number.len() == 11 && number.starts_with('1') && (b'3'..=b'9').contains(&second)
    })
}

/// A number of the National Natural Science Foundation, or of a key research programme of the state.
fn grant(run: &str) -> Option<(usize, usize)> {
    let is_of_programme = |at: usize| {
        let (before, behind) = (run.get(..at)?, run.get(at + 2..)?);
        let year = before.len().checked_sub(4)?;
        let is_year = before.get(year..)?.bytes().all(|byte| byte.is_ascii_digit());
        let numbered = behind.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        (is_year && numbered >= 6).then(|| (year, at + 3 + numbered))
    };
    let of_programme = run.find("YF").and_then(is_of_programme);
    of_programme.or_else(|| digits(run, |number| number.len() == 8 && !number.starts_with('0')))
}

/// `10.` with its registrant, a stroke and the rest of the run.
fn doi(run: &str) -> Option<(usize, usize)> {
    let at = run.find("10.")?;
    let behind = run.get(at + 3..)?;
    let registrant = behind.bytes().take_while(u8::is_ascii_digit).count();
    let rest = behind.get(registrant..)?.strip_prefix('/')?;
    let name = rest.trim_end_matches(['.', ')', ']', ':', '?', '!']);
    let end = at + 3 + registrant + 1 + name.len();
    (registrant >= 4 && !name.is_empty()).then_some((at, end))
}

/// A Chinese patent: `ZL` or `CN` with its number.
fn patent(run: &str) -> Option<(usize, usize)> {
    const LEAST: usize = 7;
    let at = [run.find("ZL"), run.find("CN")].into_iter().flatten().min()?;
    let behind = run.get(at + 2..)?;
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'X');
    let long = behind.bytes().take_while(is_part).count();
    (long >= LEAST).then_some((at, at + 2 + long))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(people: &[&str], units: &[&str], leads: &[&str]) -> Hidden {
        let of = |words: &[&str]| words.iter().map(ToString::to_string).collect();
        Hidden { people: of(people), units: of(units), leads: of(leads) }
    }

    /// The stretches that are found.
    fn told(search: &Search, text: &str) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        let found = search.find(text);
        found.iter().map(|one| letters[one.from..one.to].iter().collect()).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let likely = Search::of_likely(&hidden(&["示范甲", "Grace Hopper"], &[], &[]));
        for (text, found) in [
            ("由示范甲完成", vec!["示范甲"]),
            ("示　范 甲、他人", vec!["示　范 甲"]),
            ("by Shifan Jia et al.", vec!["Shifan Jia"]),
            ("SHI Fan-jia and others", vec!["SHI Fan-jia"]),
            ("Fanjia Shi", vec!["Fanjia Shi"]),
            ("Shi, F. J., Nature", vec!["Shi, F. J"]),
            ("ＧＲＡＣＥ Hopper; Hopper, Grace", vec!["ＧＲＡＣＥ Hopper", "Hopper, Grace"]),
            ("gracehoppers", vec![]),
        ] {
            assert_eq!(told(&likely, text), found, "{text}");
        }
    }

    #[test]
    fn what_is_only_likely_refuses_no_copy() {
        let names = hidden(&["李安"], &[], &[]);
        assert_eq!(
            told(&Search::of_likely(&names), "Li An, grant 51234567"),
            ["Li An", "51234567"]
        );
        assert_eq!(told(&Search::of_sure(&names), "Li An, grant 51234567"), [""; 0]);
        assert_eq!(told(&Search::of_sure(&names), "李 安"), ["李 安"]);
    }

    #[test]
    fn units_addresses_and_numbers_are_found() {
        let all = hidden(&[], &["示范大学"], &["2027-D-A-01", "10.1000/x(1)"]);
        let sure = Search::of_sure(&all);
        for (text, found) in [
            ("在示范 大学", "示范 大学"),
            ("编号2027-D-A-01。", "2027-D-A-01"),
            ("见10.1000/x(1).", "10.1000/x(1)"),
            ("写信至 a.b+c@mail.example.org。", "a.b+c@mail.example.org"),
            ("<https://orcid.org/0000-0002-1825-009X>", "0000-0002-1825-009X"),
            ("电话13800000000转1", "13800000000"),
            ("专利ZL201010000000.X已授权", "ZL201010000000.X"),
        ] {
            assert_eq!(told(&sure, text), [found], "{text}");
        }
        for text in ["温度10.5摄氏度", "@home", "138000000001", "CN 节点", "10.12/3", ""] {
            assert_eq!(told(&sure, text), [""; 0], "{text}");
        }
        let likely = Search::of_likely(&Hidden::default());
        assert_eq!(told(&likely, "项目2018YFA0700001"), ["2018YFA0700001"]);
    }

    proptest::proptest! {
        #[test]
        fn stretches_lie_within_the_text_one_behind_the_other(text in ".{0,60}") {
            let all = hidden(&["示范甲", "Li An"], &["示范大学"], &["10.1000/x"]);
            let mut end = 0;
            for one in Search::of_likely(&all).find(&text) {
                proptest::prop_assert!(end <= one.from && one.from < one.to);
                end = one.to;
            }
            proptest::prop_assert!(end <= text.chars().count());
        }
    }

    #[test]
    fn what_overlaps_is_one_stretch() {
        let found =
            Search::of_sure(&hidden(&["示范甲", "范甲乙"], &["示范"], &[])).find("示范甲乙");
        assert_eq!(found, [Found { from: 0, to: 4, why: Why::Name }]);
    }
}
