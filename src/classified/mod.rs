//! Does a text bear a mark of classification (FC-012)? What bears one is never stored here: state secrets
//! may not be kept on, or sent by, what is open to the internet (保守国家秘密法 arts 29, 31).
//!
//! Every body of a request is looked through before its handler (`web::ValidJson`); forms of the public pages
//! and texts beside a body where they are taken; what a dossier says where it is written.
//!
//! What is refused is told: who sent it, where the mark stood and of which kind it was ([`Refusals`]), to the
//! audit chain and to those who answer for secrecy (`http::refusals`).

mod refusals;
mod sighting;
#[cfg(test)]
mod tests;

pub use refusals::{Refusals, Refused, Sender};
pub use sighting::{MarkKind, Sighting};

use std::{collections::BTreeSet, sync::LazyLock};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::shared::Bilingual;

/// Marks beyond these of one text say nothing new.
const MOST_MARKS: usize = 50;
/// Blanks that may stand between the characters of a mark, as in 机　密.
const MOST_BLANKS: usize = 3;
/// How far before a statement its denial is looked for.
const DENIAL_REACH: usize = 12;
/// What may stand between a label and its level, and a box that is ticked.
const AFTER_LABEL: &str = ":为是=[【(";
const TICKS: &str = "☑√✓■";
/// What stands between levels that are listed, or is a box that nobody ticked.
const BETWEEN_LEVELS: &str = "、/|或和及□☐○";

/// Words by which classified content is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassifiedWords {
    levels: Vec<String>,
    stars: String,
    terms: Vec<String>,
    labels: Vec<String>,
    things: Vec<String>,
    together: Vec<Together>,
    statements: Vec<String>,
    denials: Vec<String>,
    weapons: Vec<String>,
    hints: Vec<String>,
    harmless: Vec<String>,
    /// The characters with which a mark may begin.
    #[serde(skip)]
    starts: BTreeSet<char>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Together {
    words: Vec<String>,
    within: usize,
}

const TEXT: &str = include_str!("../../rules/classified/default.toml");

/// The words in force. The text is part of the program and read by a test.
#[expect(clippy::expect_used, reason = "the text is compiled in and read by a test")]
static WORDS: LazyLock<ClassifiedWords> = LazyLock::new(|| {
    let words: ClassifiedWords = toml::from_str(TEXT).expect("the words in force are whole");
    ClassifiedWords { starts: words.starts(), ..words }
});

/// A mark found in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The characters of the mark, as they stand.
    pub text: String,
    /// Whether it is a mark of classification for certain; if not, a person looks.
    pub is_sure: bool,
}

/// The marks of classification in `text`, in their order; at most fifty.
pub fn screen(text: &str) -> Vec<Mark> {
    marks(&WORDS, text)
}

/// The kind of the first mark that a text bears for certain, so that it must not be stored; none where it may be.
/// Every character is looked at: no number of hints before a mark hides it.
pub fn kind_of(text: &str) -> Option<MarkKind> {
    let text = Text::of(text);
    let mut begins = (0..text.0.len()).filter(|at| text.may_begin(&WORDS, *at));
    begins.find_map(|at| kind_at(&WORDS, &text, at))
}

/// What whoever sent such a text is told. It never says the text again.
pub fn refusal() -> Bilingual {
    Bilingual::new(
        "含有国家秘密标志，未保存。涉密内容不得通过本系统填报；请立即停止填报并与本单位保密部门联系",
        "there is a mark of classification: not stored. Classified content may not be filed here; stop, and talk to your office of secrecy",
    )
}

/// A text as it is searched: compatibility forms and lower case, one character at a time.
struct Text(Vec<char>);

impl Text {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            // It has no other forms: keys, dates and numbers are most of what comes.
            return Self(text.chars().map(|one| one.to_ascii_lowercase()).collect());
        }
        Self(text.nfkc().flat_map(char::to_lowercase).collect())
    }

    fn may_begin(&self, words: &ClassifiedWords, at: usize) -> bool {
        self.0.get(at).is_some_and(|one| words.starts.contains(one))
    }

    /// The end of `word` where it begins at `at`; blanks between its characters are let pass.
    fn word_at(&self, at: usize, word: &str) -> Option<usize> {
        let mut place = at;
        for (index, wanted) in word.chars().filter(|one| !one.is_whitespace()).enumerate() {
            if index > 0 {
                place = self.after_blanks(place);
            }
            if *self.0.get(place)? != wanted {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// The longest of `words` that begins at `at`, with its end: 密级标识 begins with 密级.
    fn any_at<'w>(&self, at: usize, words: &'w [String]) -> Option<(usize, &'w String)> {
        let found = words.iter().filter_map(|word| Some((self.word_at(at, word)?, word)));
        found.max_by_key(|(end, _)| *end)
    }

    fn is_one_of(&self, at: usize, wanted: &str) -> bool {
        self.0.get(at).is_some_and(|one| wanted.contains(*one))
    }

    fn after_blanks(&self, at: usize) -> usize {
        let blanks = self.0.iter().skip(at).take(MOST_BLANKS);
        at + blanks.take_while(|one| is_blank(**one)).count()
    }

    /// The same within a line.
    fn after_spaces(&self, at: usize) -> usize {
        let spaces = self.0.iter().skip(at).take(MOST_BLANKS);
        at + spaces.take_while(|one| **one == ' ' || **one == '\t').count()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|before| self.0.get(before)).copied()
    }

    fn said(&self, from: usize, to: usize) -> String {
        self.0.iter().skip(from).take(to.saturating_sub(from)).collect()
    }

    fn stands_alone(&self, from: usize, to: usize) -> bool {
        let is_word = |one: Option<char>| one.is_some_and(char::is_alphanumeric);
        !is_word(self.before(from)) && !is_word(self.0.get(to).copied())
    }
}

/// White space, and what shows nothing: zero-width characters hide a mark from a search.
fn is_blank(one: char) -> bool {
    one.is_whitespace()
        || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

impl ClassifiedWords {
    /// The first characters of all words.
    fn starts(&self) -> BTreeSet<char> {
        let words = [&self.levels, &self.labels, &self.statements, &self.weapons, &self.hints];
        let together = self.together.iter().filter_map(|rule| rule.words.first());
        let words = words.into_iter().flatten().chain(together);
        words.filter_map(|word| word.chars().next()).collect()
    }
}

fn marks(words: &ClassifiedWords, text: &str) -> Vec<Mark> {
    let text = Text::of(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.0.len() && found.len() < MOST_MARKS {
        match text.may_begin(words, at).then(|| mark_at(words, &text, at)).flatten() {
            Some((end, is_sure)) => {
                found.push(Mark { text: text.said(at, end), is_sure });
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

fn mark_at(words: &ClassifiedWords, text: &Text, at: usize) -> Option<(usize, bool)> {
    if let Some(end) = sure(words, text, at) {
        return Some((end, true));
    }
    let listed = label(words, text, at).map(|(end, _)| end);
    let end = listed
        .or_else(|| statement(words, text, at))
        .or_else(|| weapon(words, text, at))
        .or_else(|| text.any_at(at, &words.hints).map(|(end, _)| end))?;
    (!is_harmless(words, text, at)).then_some((end, false))
}

/// The end of a mark for certain that begins at `at`.
fn sure(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    levelled(words, text, at).or_else(|| together(words, text, at))
}

/// The same of one that names its level.
fn levelled(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    let labelled = || label(words, text, at).filter(|(_, is_sure)| *is_sure).map(|(end, _)| end);
    level(words, text, at).or_else(labelled)
}

/// The kind of a mark for certain that begins at `at`.
fn kind_at(words: &ClassifiedWords, text: &Text, at: usize) -> Option<MarkKind> {
    let Some(end) = levelled(words, text, at) else {
        return together(words, text, at).map(|_| MarkKind::Other);
    };
    let named = (at..end).find_map(|place| text.any_at(place, &words.levels));
    Some(named.map_or(MarkKind::Other, |(_, level)| MarkKind::of_level(level)))
}

/// 机密★, 秘密 10年 standing alone, 绝密级文件; but not 商业秘密★.
fn level(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    let (end, _) = text.any_at(at, &words.levels)?;
    let next = text.after_blanks(end);
    let starred = text.is_one_of(next, &words.stars).then_some(next + 1);
    let bounded = || term(words, text, next).filter(|term| text.stands_alone(at, *term));
    let end = starred.or_else(bounded).or_else(|| degree(words, text, (at, next)))?;
    (!is_harmless(words, text, at)).then_some(end)
}

/// 绝密级文件, where nobody says that there is none.
fn degree(words: &ClassifiedWords, text: &Text, (at, next): (usize, usize)) -> Option<usize> {
    let degree = text.word_at(next, "级")?;
    let (thing, _) = text.any_at(text.after_blanks(degree), &words.things)?;
    (!is_denied(words, text, at)).then_some(thing)
}

fn term(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    let is_figure = |one: &&char| one.is_ascii_digit() || "一二三四五六七八九十".contains(**one);
    let figures = text.0.iter().skip(at).take(3).take_while(is_figure).count();
    let (end, word) = text.any_at(text.after_blanks(at + figures), &words.terms)?;
    let needs_figures = word.as_str() != "长期";
    (needs_figures == (figures > 0)).then_some(end)
}

/// 密级：机密, but not the 密级 within 机密级; and whether it says so for certain: 密级：秘密□ 机密□ is a form that
/// nobody filled in.
fn label(words: &ClassifiedWords, text: &Text, at: usize) -> Option<(usize, bool)> {
    let (mut place, _) = text.any_at(at, &words.labels)?;
    if text.before(at).is_some_and(|one| "绝机秘".contains(one)) {
        return None;
    }
    for _ in 0..2 {
        place = text.after_blanks(place);
        place += usize::from(text.is_one_of(place, AFTER_LABEL));
    }
    place = text.after_blanks(place);
    let is_ticked = text.is_one_of(place, TICKS);
    place = text.after_blanks(place + usize::from(is_ticked));
    let (end, _) = text.any_at(place, &words.levels)?;
    Some((end, is_ticked || !is_listed(words, text, end)))
}

/// Whether another level follows one that ends at `end`, as in a list of them.
fn is_listed(words: &ClassifiedWords, text: &Text, end: usize) -> bool {
    let mut place = text.after_spaces(end);
    let begin = place;
    while place - begin <= MOST_BLANKS && text.is_one_of(place, BETWEEN_LEVELS) {
        place = text.after_spaces(place + 1);
    }
    place > begin && text.any_at(place, &words.levels).is_some()
}

fn together(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    words.together.iter().find_map(|rule| {
        let mut words = rule.words.iter();
        let mut end = text.word_at(at, words.next()?)?;
        for word in words {
            end = (end..=end + rule.within).find_map(|start| text.word_at(start, word))?;
        }
        Some(end)
    })
}

fn statement(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    let (end, _) = text.any_at(at, &words.statements)?;
    (!is_denied(words, text, at)).then_some(end)
}

/// Whether the clause before `at` denies what stands there. A word of one character denies only what follows it at
/// once: 无人机 and 不锈钢 deny nothing. Nor does what is a hint itself, as in 不得外传的机密级文件.
fn is_denied(words: &ClassifiedWords, text: &Text, at: usize) -> bool {
    let before = text.said(at.saturating_sub(DENIAL_REACH), at);
    let clause = before.rsplit(['。', ';', '!', '?', '\n', ',', ':']).next().unwrap_or_default();
    let clause = words.hints.iter().fold(clause.to_owned(), |rest, hint| rest.replace(hint, ""));
    words.denials.iter().any(|denial| {
        let is_short = denial.chars().count() == 1;
        if is_short { clause.ends_with(denial) } else { clause.contains(denial) }
    })
}

/// A name and a number, as in 甲-9; a name of one character only where no other word runs into it.
fn weapon(words: &ClassifiedWords, text: &Text, at: usize) -> Option<usize> {
    let (end, name) = text.any_at(at, &words.weapons)?;
    let is_short = name.chars().count() == 1;
    if is_short && text.before(at).is_some_and(char::is_alphanumeric) {
        return None;
    }
    let place = end + usize::from(text.0.get(end).is_some_and(|one| "-—–".contains(*one)));
    let figures = text.0.iter().skip(place).take(4).take_while(|one| one.is_ascii_digit()).count();
    (figures > 0).then_some(place + figures)
}

/// Whether what stands at `at` is part of a harmless word.
fn is_harmless(words: &ClassifiedWords, text: &Text, at: usize) -> bool {
    words.harmless.iter().any(|word| {
        let length = word.chars().count();
        (at.saturating_sub(length)..=at)
            .any(|start| text.word_at(start, word).is_some_and(|end| end > at))
    })
}
