//! How is a text, Chinese or English or both, taken apart into the terms that search and affinity
//! compare?
//!
//! One [`Analyzer`] serves both, so that what the index finds is what the affinity counts. Letters
//! are folded first (`folding`); Latin words are stemmed (Snowball English) and stop words left
//! out; Han text gives the words of jieba's search mode (分词) and all bigrams of characters
//! (二元组), which find what the dictionary does not know. Every token carries the byte range of
//! the original text that it stands for.

mod folding;
mod segment;

use std::{ops::Range, sync::LazyLock};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A word of letters or digits that are not Han characters, stemmed where it is English.
    Latin,
    /// A word of Han characters as jieba segments it.
    Word,
    /// Two neighbouring Han characters (or a Han character that stands alone).
    Bigram,
}

/// A token of a text, borrowed from the analysis under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenView<'a> {
    /// The term: folded, and stemmed if English.
    pub text: &'a str,
    /// What it is.
    pub kind: TokenKind,
    /// Byte range in the original text.
    pub range: Range<usize>,
    /// Place in the text, counted in Han characters and Latin words.
    pub position: usize,
    /// Length, counted in the same way.
    pub width: usize,
}

/// A token of a text that owns its term; the fields are those of [`TokenView`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The term: folded, and stemmed if English.
    pub text: String,
    /// What it is.
    pub kind: TokenKind,
    /// Byte range in the original text.
    pub range: Range<usize>,
    /// Place in the text, counted in Han characters and Latin words.
    pub position: usize,
    /// Length, counted in the same way.
    pub width: usize,
}

/// Which tokens of Han text are wanted; Latin words always come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HanTokens {
    /// Words without stop words.
    Words,
    /// Bigrams, stop words or not.
    Bigrams,
    /// Both; a word of two characters does not come again as a bigram.
    #[default]
    WordsAndBigrams,
}

/// The analyzer: dictionary, stemmer and stop words. Costly when it is first used (about 0.15 s),
/// cheap to share; hold one and pass it by reference.
pub struct Analyzer {
    segmenter: LazyLock<segment::Segmenter>,
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Analyzer")
    }
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer that loads the dictionary of jieba and the stop words when it first needs them:
    /// most of what the program is called for takes no text apart.
    pub fn new() -> Self {
        Self { segmenter: LazyLock::new(segment::Segmenter::new) }
    }

    /// Loads what it needs now, so that nobody waits for it later.
    pub fn load(&self) {
        LazyLock::force(&self.segmenter);
    }

    /// Calls `keep` with every token in the order of position; the quick way, without owned terms.
    pub fn each_token(&self, text: &str, han: HanTokens, keep: &mut dyn FnMut(TokenView<'_>)) {
        self.segmenter.each_token(text, han, keep);
    }

    /// All tokens of a text in the order of position.
    pub fn tokens(&self, text: &str, han: HanTokens) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.each_token(text, han, &mut |token| {
            tokens.push(Token {
                text: token.text.to_owned(),
                kind: token.kind,
                range: token.range,
                position: token.position,
                width: token.width,
            });
        });
        tokens
    }

    /// The byte ranges of `text` where a word of one of `terms` stands (each term is analysed as
    /// the text is, so inflected, traditional and full-width forms are found); sorted, disjoint,
    /// neighbours joined.
    pub fn highlight_terms<T: AsRef<str>>(&self, text: &str, terms: &[T]) -> Vec<Range<usize>> {
        let mut wanted: Vec<String> = Vec::new();
        for term in terms {
            self.each_token(term.as_ref(), HanTokens::WordsAndBigrams, &mut |token| {
                wanted.push(token.text.to_owned());
            });
        }
        wanted.sort_unstable();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        self.each_token(text, HanTokens::WordsAndBigrams, &mut |token| {
            if wanted.binary_search_by(|known| known.as_str().cmp(token.text)).is_ok() {
                ranges.push(token.range);
            }
        });
        joined(ranges)
    }
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut disjoint: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match disjoint.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => disjoint.push(range),
        }
    }
    disjoint
}

#[cfg(test)]
mod tests;
