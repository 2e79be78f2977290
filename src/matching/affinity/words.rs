//! Which words of a nomination can a person read, and which of them does a publication share?

use super::index::{AffinityIndex, publication_texts};
use super::terms::WordPairs;
use super::vectors::UnitVector;
use crate::experts::model::Publication;
use crate::search::analysis::{Analyzer, HanTokens, TokenKind};
use std::collections::BTreeMap;

/// The most words that are shown of one publication.
pub(super) const MOST_TERMS: usize = 5;

/// A word of a nomination that a reason may show.
pub(super) struct Word {
    folded: String,
    /// As the nomination writes it.
    pub(super) written: String,
    /// The terms of the index that it consists of; all of them known to the index.
    terms: Vec<u32>,
    /// Whether all its terms can stand in a text in which the word itself does not.
    is_composed: bool,
}

/// The words of some texts, each once, by the first of their terms.
pub(super) struct Words {
    by_first: BTreeMap<u32, Vec<Word>>,
}

impl Words {
    fn of(words: BTreeMap<String, Word>) -> Self {
        let mut by_first: BTreeMap<u32, Vec<Word>> = BTreeMap::new();
        for word in words.into_values() {
            if let Some(&first) = word.terms.first() {
                by_first.entry(first).or_default().push(word);
            }
        }
        Self { by_first }
    }
}

impl AffinityIndex<'_> {
    /// What a person would call the words of some texts, as far as the index knows them.
    pub(super) fn readable_words(&self, analyzer: &Analyzer, texts: &[String]) -> Words {
        let mut words: BTreeMap<String, Word> = BTreeMap::new();
        for text in texts {
            each_readable(analyzer, text, &mut |folded, kind, written| {
                if !words.contains_key(folded)
                    && let Some(terms) = self.terms_of(folded, kind)
                {
                    let is_composed = kind != TokenKind::Latin && terms.len() > 1;
                    words.insert(folded.to_owned(), word(folded, written, terms, is_composed));
                }
            });
        }
        Words::of(words)
    }

    /// Every term of some texts that the index knows: halves of words, numbers and letters too.
    pub(super) fn every_term(&self, analyzer: &Analyzer, texts: &[String]) -> Words {
        let mut words: BTreeMap<String, Word> = BTreeMap::new();
        for text in texts {
            let mut keep = |folded: &str, written: Option<&str>| {
                let known = self.collection.term(folded).zip(written);
                if let Some((term, written)) = known.filter(|_| !words.contains_key(folded)) {
                    words.insert(folded.to_owned(), word(folded, written, vec![term], false));
                }
            };
            let mut pairs = WordPairs::default();
            analyzer.each_token(text, HanTokens::Bigrams, &mut |token| {
                if let Some(pair) = pairs.ending_with(&token) {
                    keep(&pair.text, text.get(pair.range));
                }
                keep(token.text, text.get(token.range));
            });
        }
        Words::of(words)
    }

    /// The terms of the index that a readable word consists of; none if the index lacks one.
    fn terms_of(&self, folded: &str, kind: TokenKind) -> Option<Vec<u32>> {
        let term = |text: &str| self.collection.term(text);
        if kind == TokenKind::Latin {
            let parts = folded.split(' ').filter(|part| part.len() < folded.len());
            return std::iter::once(folded).chain(parts).map(term).collect();
        }
        let letters: Vec<char> = folded.chars().collect();
        letters.windows(2).map(|pair| term(&pair.iter().collect::<String>())).collect()
    }

    /// The words all of whose terms stand in a publication and have their part in the query, the weightiest
    /// first and none that is part of another or of one that is shown already; asking the index spares the
    /// analysis of the publication.
    pub(super) fn shared<'w>(
        &self,
        (words, query): (&'w Words, &UnitVector),
        (publication, document): (&Publication, u32),
        shown: &[&'w Word],
    ) -> Vec<&'w Word> {
        let document = self.collection.document(document);
        let weight = |word: &Word| -> Option<u64> {
            let parts = word
                .terms
                .iter()
                .map(|&term| u64::from(document.weight(term)) * u64::from(query.weight(term)));
            parts.map(|part| (part > 0).then_some(part)).sum()
        };
        let begun = document.entries().filter_map(|(term, _)| words.by_first.get(&term));
        let mut ranked: Vec<(u64, &Word)> =
            begun.flatten().filter_map(|word| Some((weight(word)?, word))).collect();
        ranked.sort_by(|(weight, word), (other_weight, other)| {
            other_weight.cmp(weight).then_with(|| word.folded.cmp(&other.folded))
        });
        let mut chosen: Vec<&Word> = Vec::new();
        for (_, word) in ranked {
            let is_new = !shown.iter().chain(&chosen).any(|known| overlap(known, word));
            let occurs = || {
                let mut texts = publication_texts(publication);
                texts.any(|text| text.contains(&word.folded) || text.contains(&word.written))
            };
            if shown.len() + chosen.len() < MOST_TERMS && is_new && (!word.is_composed || occurs())
            {
                chosen.push(word);
            }
        }
        chosen
    }
}

fn word(folded: &str, written: &str, terms: Vec<u32>, is_composed: bool) -> Word {
    Word { folded: folded.to_owned(), written: written.to_owned(), terms, is_composed }
}

/// Whether one word is part of the other, so that only one of them should be shown.
fn overlap(one: &Word, other: &Word) -> bool {
    one.folded.contains(&other.folded) || other.folded.contains(&one.folded)
}

/// Calls `keep` with everything in a text that a person would call a term: words of two Han
/// characters or more, Latin words and pairs of them (no bare numbers); folded, and as written.
fn each_readable(analyzer: &Analyzer, text: &str, keep: &mut dyn FnMut(&str, TokenKind, &str)) {
    let mut pairs = WordPairs::default();
    let is_number = |word: &str| !word.contains(char::is_alphabetic);
    analyzer.each_token(text, HanTokens::Words, &mut |token| {
        if let Some(pair) = pairs.ending_with(&token)
            && let Some(written) = text.get(pair.range)
            && !pair.text.split(' ').any(is_number)
        {
            keep(&pair.text, TokenKind::Latin, written);
        }
        let is_term = match token.kind {
            TokenKind::Latin => !is_number(token.text),
            TokenKind::Word | TokenKind::Bigram => token.width >= 2,
        };
        if is_term && let Some(written) = text.get(token.range) {
            keep(token.text, token.kind, written);
        }
    });
}
