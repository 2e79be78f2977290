//! Which terms does a text consist of, as far as affinity is concerned?
//!
//! Stemmed Latin words, pairs of neighbouring Latin words, and bigrams of Han characters: on the
//! development sets pairs of words were worth a tenth of the reciprocal rank in English, and
//! words from a dictionary added nothing to bigrams in Chinese (`docs/engines/affinity.md`).

use crate::search::analysis::{Analyzer, HanTokens, TokenKind, TokenView};
use std::ops::Range;

/// Latin words further apart than this many positions are no pair (stop words may stand between).
const PAIR_DISTANCE: usize = 3;

/// A term with the range of the text it stands for.
pub(super) struct Term {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// Forms pairs of neighbouring Latin words out of a stream of tokens; Han text between parts them.
#[derive(Default)]
pub(super) struct WordPairs {
    previous: Option<(String, usize, usize)>,
}

impl WordPairs {
    /// The pair that ends with this token, if there is one.
    pub(super) fn ending_with(&mut self, token: &TokenView<'_>) -> Option<Term> {
        if token.kind != TokenKind::Latin {
            self.previous = None;
            return None;
        }
        let now = (token.text.to_owned(), token.position, token.range.start);
        let (word, position, start) = self.previous.replace(now)?;
        (token.position - position <= PAIR_DISTANCE)
            .then(|| Term { text: format!("{word} {}", token.text), range: start..token.range.end })
    }
}

/// Appends the terms of one text.
pub(super) fn collect_terms(analyzer: &Analyzer, text: &str, terms: &mut Vec<String>) {
    let mut pairs = WordPairs::default();
    analyzer.each_token(text, HanTokens::Bigrams, &mut |token| {
        terms.extend(pairs.ending_with(&token).map(|pair| pair.text));
        terms.push(token.text.to_owned());
    });
}

/// The terms of some texts, sorted, each with how often it occurs.
pub(super) fn counted_terms<'t>(
    analyzer: &Analyzer,
    texts: impl IntoIterator<Item = &'t str>,
) -> Vec<(String, u32)> {
    let mut terms = Vec::new();
    for text in texts {
        collect_terms(analyzer, text, &mut terms);
    }
    terms.sort_unstable();
    let mut counted: Vec<(String, u32)> = Vec::with_capacity(terms.len());
    for term in terms {
        match counted.last_mut() {
            Some((known, count)) if *known == term => *count += 1,
            _ => counted.push((term, 1)),
        }
    }
    counted
}

/// The phrases that all nominations share, as they are taken out: longer ones first.
pub(super) fn in_order_of_length(phrases: &[String]) -> Vec<String> {
    let mut phrases = phrases.to_vec();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    phrases
}

/// The text of a nomination without the phrases that all nominations share.
pub(super) fn without_phrases(text: &str, phrases: &[String]) -> String {
    phrases.iter().fold(text.to_owned(), |text, phrase| {
        if text.contains(phrase) { text.replace(phrase, " ") } else { text }
    })
}
