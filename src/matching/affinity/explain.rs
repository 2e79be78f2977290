//! Why this score? The publications nearest to a nomination, the terms that both hold, in words
//! that a person can read, matched keywords, and the tier of the disciplines.

use super::aggregate::publication_score;
use super::discipline::{DisciplineTier, discipline_tier};
use super::index::{AffinityIndex, nomination_texts, publication_texts};
use super::terms::{WordPairs, collect_terms};
use super::vectors::UnitVector;
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

/// The words of a nomination: folded term to (the way it is written, the numbers of its terms).
type Words = BTreeMap<String, (String, Vec<u32>)>;

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
                publications: self.publication_reasons(analyzer, &query, &words, &products, expert),
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
                if !words.contains_key(folded) {
                    let numbers = self.numbers(folded, kind);
                    words.insert(folded.to_owned(), (written.to_owned(), numbers));
                }
            });
        }
        words
    }

    /// The terms of the index that a readable word consists of.
    fn numbers(&self, folded: &str, kind: TokenKind) -> Vec<u32> {
        let term = |text: &str| self.collection.term(text);
        if kind == TokenKind::Latin {
            let parts = folded.split(' ').filter(|part| part.len() < folded.len());
            return term(folded)
                .into_iter()
                .chain(parts.filter_map(term))
                .collect();
        }
        let letters: Vec<char> = folded.chars().collect();
        letters
            .windows(2)
            .filter_map(|pair| term(&pair.iter().collect::<String>()))
            .collect()
    }

    fn publication_reasons(
        &self,
        analyzer: &Analyzer,
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
                let texts = publication_texts(publication);
                Some(PublicationReason {
                    publication_id: publication.publication_id.clone(),
                    title: publication.title.clone(),
                    year: publication.year,
                    score: f64::from(publication_score(product(document))) / 1e6,
                    terms: self.shared_terms(analyzer, texts, query, words, document),
                })
            })
            .collect()
    }

    fn shared_terms<'t>(
        &self,
        analyzer: &Analyzer,
        texts: impl Iterator<Item = &'t str>,
        query: &UnitVector,
        words: &Words,
        document: u32,
    ) -> Vec<String> {
        let mut shared: BTreeMap<String, (u64, &str)> = BTreeMap::new();
        for text in texts {
            each_readable(analyzer, text, &mut |folded, _, _| {
                let Some((written, numbers)) = words.get(folded) else {
                    return;
                };
                if !shared.contains_key(folded) {
                    let parts = numbers.iter();
                    let weight = parts
                        .map(|&term| u64::from(self.collection.part(query, term, document)))
                        .sum();
                    shared.insert(folded.to_owned(), (weight, written));
                }
            });
        }
        let mut ranked: Vec<(String, u64, &str)> = shared
            .into_iter()
            .filter(|&(_, (weight, _))| weight > 0)
            .map(|(folded, (weight, written))| (folded, weight, written))
            .collect();
        ranked.sort_by_key(|&(_, weight, _)| Reverse(weight));
        let mut chosen: Vec<(String, &str)> = Vec::new();
        for (folded, _, written) in ranked {
            let is_new = !chosen.iter().any(|(known, _)| overlaps(known, &folded));
            if chosen.len() < MOST_TERMS && is_new {
                chosen.push((folded, written));
            }
        }
        chosen
            .into_iter()
            .map(|(_, written)| written.to_owned())
            .collect()
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
        all.filter(in_nomination)
            .take(MOST_KEYWORDS)
            .cloned()
            .collect()
    }
}

/// Whether one term is part of the other, so that only one of them should be shown.
fn overlaps(one: &str, other: &str) -> bool {
    one.contains(other) || other.contains(one)
}

/// Calls `keep` with everything in a text that a person would call a term: words of two Han
/// characters or more, Han bigrams, Latin words and pairs of them; folded, and as written.
fn each_readable(analyzer: &Analyzer, text: &str, keep: &mut dyn FnMut(&str, TokenKind, &str)) {
    let mut pairs = WordPairs::default();
    analyzer.each_token(text, HanTokens::Words, &mut |token| {
        if let Some(pair) = pairs.ending_with(&token)
            && let Some(written) = text.get(pair.range)
        {
            keep(&pair.text, TokenKind::Latin, written);
        }
        let is_term = token.kind == TokenKind::Latin || token.width >= 2;
        if is_term && let Some(written) = text.get(token.range) {
            keep(token.text, token.kind, written);
        }
    });
}
