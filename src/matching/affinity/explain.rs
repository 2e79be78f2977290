//! Why this score? The publications nearest to a nomination, the terms that both hold, in words
//! that a person can read, matched keywords, and the tier of the disciplines.

use super::aggregate::publication_score;
use super::discipline::{DisciplineTier, discipline_tier};
use super::index::{AffinityIndex, nomination_texts, publication_texts};
use super::terms::{WordPairs, collect_terms};
use super::vectors::UnitVector;
use crate::experts::model::Publication;
use crate::nominations::model::Nomination;
use crate::search::analysis::{Analyzer, HanTokens, TokenKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The most publications that a reason names.
const MOST_PUBLICATIONS: usize = 3;
/// The most terms for one publication.
const MOST_TERMS: usize = 5;
/// The most keywords.
const MOST_KEYWORDS: usize = 8;

/// What made the score of a pair.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reasons {
    /// The expert's publications nearest to the nomination, at most three, the nearest first.
    pub publications: Vec<PublicationReason>,
    /// Keywords of the expert all of whose terms occur in the nomination.
    pub keywords: Vec<String>,
    /// How close the discipline codes are.
    pub discipline: DisciplineTier,
}

/// A publication that speaks for the expert.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PublicationReason {
    /// The publication.
    pub publication_id: String,
    /// Its title.
    pub title: String,
    /// Its year.
    pub year: Option<i32>,
    /// Its own nearness on the scale of scores, in [0, 1] with six decimals.
    pub score: f64,
    /// Terms that occur in the nomination and in the publication, the weightiest first, as the
    /// nomination writes them.
    pub terms: Vec<String>,
}

/// A word of a nomination that a reason may show.
struct Word {
    /// As the nomination writes it.
    written: String,
    /// The terms of the index that it consists of; all of them known to the index.
    terms: Vec<u32>,
    /// Whether all its terms can stand in a text in which the word itself does not.
    is_composed: bool,
}

/// The words of a nomination by their folded form.
type Words = BTreeMap<String, Word>;

impl AffinityIndex<'_> {
    /// The reasons for experts (by position) with regard to one nomination, in their order; an
    /// expert who is not in the pool has none.
    pub fn explain(
        &self,
        analyzer: &Analyzer,
        nomination: &Nomination,
        experts: &[usize],
    ) -> Vec<Reasons> {
        let query = self.query(analyzer, nomination);
        let mut products = Vec::new();
        self.products(&query, &mut products);
        let words = self.words_of(analyzer, nomination);
        let terms: Vec<String> = {
            let mut terms = Vec::new();
            for text in nomination_texts(nomination) {
                collect_terms(analyzer, &text, &mut terms);
            }
            terms.sort_unstable();
            terms
        };
        experts
            .iter()
            .map(|&expert| Reasons {
                publications: self.publication_reasons(&query, &words, &products, expert),
                keywords: self.matched_keywords(analyzer, &terms, expert),
                discipline: self
                    .experts
                    .get(expert)
                    .map_or_else(DisciplineTier::default, |known| {
                        discipline_tier(&known.disciplines, &nomination.disciplines)
                    }),
            })
            .collect()
    }

    /// As [`AffinityIndex::explain`] for many nominations, in parallel and in their order.
    pub fn explain_all(
        &self,
        analyzer: &Analyzer,
        nominations: &[Nomination],
        experts: &[Vec<usize>],
    ) -> Vec<Vec<Reasons>> {
        nominations
            .par_iter()
            .zip(experts)
            .map(|(nomination, experts)| self.explain(analyzer, nomination, experts))
            .collect()
    }

    fn words_of(&self, analyzer: &Analyzer, nomination: &Nomination) -> Words {
        let mut words = Words::new();
        for text in nomination_texts(nomination) {
            each_readable(analyzer, &text, &mut |folded, kind, written| {
                if let Some(terms) = self.terms_of(folded, kind)
                    && !words.contains_key(folded)
                {
                    let is_composed = kind != TokenKind::Latin && terms.len() > 1;
                    let written = written.to_owned();
                    words.insert(folded.to_owned(), Word { written, terms, is_composed });
                }
            });
        }
        words
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

    fn publication_reasons(
        &self,
        query: &UnitVector,
        words: &Words,
        products: &[u32],
        expert: usize,
    ) -> Vec<PublicationReason> {
        let product = |document: u32| products.get(document as usize).copied().unwrap_or(0);
        let mut nearest: Vec<u32> = self.profiles.of(expert).to_vec();
        nearest.retain(|&document| product(document) > 0);
        // A stable sort: among equals the newest first, as in the profile.
        nearest.sort_by_key(|&document| Reverse(product(document)));
        nearest.truncate(MOST_PUBLICATIONS);
        nearest
            .into_iter()
            .filter_map(|document| {
                let publication = self.publications.get(document as usize)?;
                Some(PublicationReason {
                    publication_id: publication.publication_id.clone(),
                    title: publication.title.clone(),
                    year: publication.year,
                    score: f64::from(publication_score(product(document))) / 1e6,
                    terms: self.shared_terms(publication, query, words, document),
                })
            })
            .collect()
    }

    /// The words of the nomination all of whose terms stand in the publication; asking the index
    /// spares the analysis of the publication.
    fn shared_terms(
        &self,
        publication: &Publication,
        query: &UnitVector,
        words: &Words,
        document: u32,
    ) -> Vec<String> {
        let weight = |word: &Word| -> Option<u64> {
            let parts = word.terms.iter().map(|&term| self.collection.part(query, term, document));
            parts.map(|part| (part > 0).then_some(u64::from(part))).sum()
        };
        let mut ranked: Vec<(u64, &str, &Word)> = words
            .iter()
            .filter_map(|(folded, word)| Some((weight(word)?, folded.as_str(), word)))
            .collect();
        ranked.sort_by_key(|&(weight, _, _)| Reverse(weight));
        let mut chosen: Vec<(&str, &Word)> = Vec::new();
        for (_, folded, word) in ranked {
            let is_new = !chosen.iter().any(|&(known, _)| overlaps(known, folded));
            let occurs = || {
                let mut texts = publication_texts(publication);
                texts.any(|text| text.contains(folded) || text.contains(&word.written))
            };
            if chosen.len() < MOST_TERMS && is_new && (!word.is_composed || occurs()) {
                chosen.push((folded, word));
            }
        }
        chosen.into_iter().map(|(_, word)| word.written.clone()).collect()
    }

    fn matched_keywords(
        &self,
        analyzer: &Analyzer,
        terms: &[String],
        expert: usize,
    ) -> Vec<String> {
        let keywords = self.experts.get(expert).map(|one| one.keywords.as_slice());
        let in_nomination = |keyword: &&String| {
            let mut own = Vec::new();
            collect_terms(analyzer, keyword, &mut own);
            !own.is_empty() && own.iter().all(|term| terms.binary_search(term).is_ok())
        };
        let all = keywords.unwrap_or_default().iter();
        all.filter(in_nomination).take(MOST_KEYWORDS).cloned().collect()
    }
}

/// Whether one term is part of the other, so that only one of them should be shown.
fn overlaps(one: &str, other: &str) -> bool {
    one.contains(other) || other.contains(one)
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
