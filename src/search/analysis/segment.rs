//! Where does one term end and the next begin? Runs of Han characters go to jieba and to the
//! bigrams, all other runs of letters and digits are words.

use super::folding::{FoldedLetter, fold, is_han, origin};
use super::{HanTokens, TokenKind, TokenView};
use jieba_rs::{Jieba, TokenizeMode};
use rust_stemmers::{Algorithm, Stemmer};

const CHINESE_STOP_WORDS: &str = include_str!("../../../rules/stopwords/zh.txt");
const ENGLISH_STOP_WORDS: &str = include_str!("../../../rules/stopwords/en.txt");

/// Longer runs of letters are no words (sequences, encoded data) and are left out.
const LONGEST_LATIN_WORD: usize = 64;

pub(super) struct Segmenter {
    jieba: Jieba,
    stemmer: Stemmer,
    chinese_stop_words: Vec<&'static str>,
    english_stop_words: Vec<&'static str>,
}

/// A token before it is handed out; `term` names the letters `from..to` unless it is stemmed.
struct Found {
    term: String,
    kind: TokenKind,
    from: usize,
    to: usize,
    position: usize,
    width: usize,
}

impl Segmenter {
    pub(super) fn new() -> Self {
        Self {
            jieba: Jieba::new(),
            stemmer: Stemmer::create(Algorithm::English),
            chinese_stop_words: sorted_words(CHINESE_STOP_WORDS),
            english_stop_words: sorted_words(ENGLISH_STOP_WORDS),
        }
    }

    pub(super) fn each_token(
        &self,
        text: &str,
        han: HanTokens,
        keep: &mut dyn FnMut(TokenView<'_>),
    ) {
        let letters = fold(text);
        let mut found = Vec::new();
        let mut position = 0;
        let mut from = 0;
        while let Some(first) = letters.get(from) {
            let class = Class::of(first.letter);
            let length = letters[from..]
                .iter()
                .position(|one| Class::of(one.letter) != class)
                .unwrap_or(letters.len() - from);
            let run = &letters[from..from + length];
            found.clear();
            match class {
                Class::Other => {}
                Class::Latin => {
                    found.extend(self.latin_word(run, position));
                    position += 1;
                }
                Class::Han => {
                    self.han_run(run, position, han, &mut found);
                    position += length;
                }
            }
            for token in &found {
                keep(TokenView {
                    text: &token.term,
                    kind: token.kind,
                    range: origin(&run[token.from..token.to]),
                    position: token.position,
                    width: token.width,
                });
            }
            from += length;
        }
    }

    fn latin_word(&self, run: &[FoldedLetter], position: usize) -> Option<Found> {
        if run.len() > LONGEST_LATIN_WORD {
            return None;
        }
        let word: String = run.iter().map(|one| one.letter).collect();
        if self.english_stop_words.binary_search(&word.as_str()).is_ok() {
            return None;
        }
        let english = word.len() > 2 && word.bytes().all(|letter| letter.is_ascii_lowercase());
        let term = if english { self.stemmer.stem(&word).into_owned() } else { word };
        Some(Found { term, kind: TokenKind::Latin, from: 0, to: run.len(), position, width: 1 })
    }

    fn han_run(
        &self,
        run: &[FoldedLetter],
        position: usize,
        han: HanTokens,
        found: &mut Vec<Found>,
    ) {
        let text: String = run.iter().map(|one| one.letter).collect();
        if han != HanTokens::Bigrams {
            for token in self.jieba.tokenize(&text, TokenizeMode::Search, true) {
                if self.chinese_stop_words.binary_search(&token.word).is_err() {
                    found.push(Found {
                        term: token.word.to_owned(),
                        kind: TokenKind::Word,
                        from: token.start,
                        to: token.end,
                        position: position + token.start,
                        width: token.end - token.start,
                    });
                }
            }
        }
        if han != HanTokens::Words {
            let width = run.len().min(2);
            for (from, pair) in run.windows(width).enumerate() {
                found.push(Found {
                    term: pair.iter().map(|one| one.letter).collect(),
                    kind: TokenKind::Bigram,
                    from,
                    to: from + width,
                    position: position + from,
                    width,
                });
            }
        }
        // Words stand before the bigram of the same place (by the order of kinds) and win.
        found.sort_by(|one, other| {
            (one.from, one.to, one.kind).cmp(&(other.from, other.to, other.kind))
        });
        found.dedup_by(|later, kept| (later.from, later.to) == (kept.from, kept.to));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Latin,
    Other,
}

impl Class {
    fn of(letter: char) -> Self {
        if is_han(letter) {
            Self::Han
        } else if letter.is_alphanumeric() {
            Self::Latin
        } else {
            Self::Other
        }
    }
}

fn sorted_words(list: &'static str) -> Vec<&'static str> {
    let mut words: Vec<_> = list.split_whitespace().collect();
    words.sort_unstable();
    words.dedup();
    words
}
