//! Why this score? The publications nearest to a nomination, the terms that both hold, in words
//! that a person can read, matched keywords, and the tier of the disciplines.

use super::aggregate::Near;
use super::discipline::{DisciplineTier, discipline_tier};
use super::index::AffinityIndex;
use super::terms::collect_terms;
use super::vectors::Query;
use super::words::{MOST_TERMS, Word, Words};
use crate::experts::model::Publication;
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::OnceCell;

/// The most publications that a reason names.
const MOST_PUBLICATIONS: usize = 3;
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
    /// The score that would be left without the nearest publication, in [0, 1].
    #[serde(default)]
    pub score_without_one: f64,
    /// The score that would be left without the two nearest.
    #[serde(default)]
    pub score_without_two: f64,
    /// Whether too little is left without the nearest publication: it may be invented, or another's.
    #[serde(default)]
    pub hangs_on_one: bool,
    /// Whether too little is left without the two nearest.
    #[serde(default)]
    pub hangs_on_two: bool,
    /// The part of a score that must be left so that it does not hang on what is left out: the model
    /// card's.
    #[serde(default)]
    pub least_left: f64,
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
    /// Terms that occur in the nomination's title, abstract or keywords and in the publication, the
    /// weightiest first, as the nomination writes them.
    pub terms: Vec<String>,
    /// Terms that occur in the full text of the dossier alone and in the publication. Nothing of a
    /// dossier is for reviewers who have not accepted: they are told `terms` only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dossier_terms: Vec<String>,
    /// Where nothing in common reads as a word: the pieces of words and the numbers that both texts hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fragments: Vec<String>,
    /// The part of the nearness that dense vectors gave, what is alike in meaning without a word in
    /// common, in [0, 1]; none without dense vectors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_meaning: Option<f64>,
    /// Whether its authorship was verified, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_verified: Option<bool>,
    /// The part of it, in [0, 1], that is words of the nomination's own title, abstract and keywords,
    /// where that is so much that it counts for no more than his other publications bear out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borrowed: Option<f64>,
}

/// A nomination whose experts are explained.
struct Asked<'a> {
    nomination: &'a Nomination,
    query: Query,
    /// Title, abstract and keywords, with their words.
    texts: Vec<String>,
    words: Words,
    /// Their terms, sorted.
    terms: Vec<String>,
    /// The full text of the dossier, where there is one, with its words.
    dossier: Vec<String>,
    dossier_words: OnceCell<Words>,
    /// Every term of both, for what shares nothing that reads as a word.
    fragments: OnceCell<Words>,
}

impl AffinityIndex<'_> {
    /// The reasons for experts (by position) with regard to one nomination, in their order; an
    /// expert who is not in the pool has none.
    pub fn explain(
        &self,
        analyzer: &Analyzer,
        nomination: &Nomination,
        experts: &[usize],
    ) -> Vec<Reasons> {
        let texts = self.nomination_texts(nomination);
        let mut terms = Vec::new();
        for text in &texts {
            collect_terms(analyzer, text, &mut terms);
        }
        terms.sort_unstable();
        let asked = Asked {
            nomination,
            query: self.query(analyzer, nomination),
            words: self.readable_words(analyzer, &texts),
            texts,
            terms,
            dossier: self.full_text(nomination).into_iter().collect(),
            dossier_words: OnceCell::new(),
            fragments: OnceCell::new(),
        };
        let reasons = |&expert: &usize| self.reasons(analyzer, &asked, expert);
        experts.iter().map(reasons).collect()
    }

    fn reasons(&self, analyzer: &Analyzer, asked: &Asked<'_>, expert: usize) -> Reasons {
        let Some(known) = self.experts.get(expert) else {
            return Reasons::default();
        };
        let nomination = asked.nomination;
        let (score, nearest) = self.with_evidence(expert, nomination, &asked.query, |evidence| {
            (self.model.score(evidence), evidence.nearest.to_vec())
        });
        // Whoever has published nothing has a score that hangs on no publication.
        let has_published = !self.profiles.of(expert).is_empty();
        let hangs = |left| has_published && self.model.hangs(score.micro, left);
        Reasons {
            publications: self.publication_reasons(analyzer, asked, (&nearest, expert)),
            keywords: self.matched_keywords(analyzer, &asked.terms, expert),
            discipline: discipline_tier(&known.disciplines, &nomination.disciplines),
            score_without_one: f64::from(score.low) / 1e6,
            score_without_two: f64::from(score.without_two) / 1e6,
            hangs_on_one: hangs(score.low),
            hangs_on_two: hangs(score.without_two),
            least_left: self.model.flags.left,
        }
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

    fn publication_reasons(
        &self,
        analyzer: &Analyzer,
        asked: &Asked<'_>,
        (nearest, expert): (&[Near], usize),
    ) -> Vec<PublicationReason> {
        let profile = self.profiles.of(expert);
        nearest
            .iter()
            .filter(|near| near.product > 0)
            .take(MOST_PUBLICATIONS)
            .filter_map(|near| {
                let document = *profile.get(near.place as usize)?;
                let publication = self.publications.get(document as usize)?;
                let [terms, dossier_terms, fragments] =
                    self.shared_terms(analyzer, asked, (publication, document));
                Some(PublicationReason {
                    publication_id: publication.publication_id.clone(),
                    title: publication.title.clone(),
                    year: publication.year,
                    score: f64::from(self.model.publication_score(near.product)) / 1e6,
                    terms,
                    dossier_terms,
                    fragments,
                    by_meaning: self.by_meaning(asked, document),
                    is_verified: publication.is_verified,
                    borrowed: self.borrowed_part(near, publication.is_verified),
                })
            })
            .collect()
    }

    /// The words that a publication shares with title, abstract and keywords; those that it shares with the
    /// full text alone; and where there are neither, the fragments that it shares.
    fn shared_terms(
        &self,
        analyzer: &Analyzer,
        asked: &Asked<'_>,
        of: (&Publication, u32),
    ) -> [Vec<String>; 3] {
        let query = &asked.query.vector;
        let own = self.shared((&asked.words, query), of, &[]);
        // A dossier is long: its words are looked for only where those of the title leave room.
        let mut dossier = Vec::new();
        if own.len() < MOST_TERMS {
            let words = || self.readable_words(analyzer, &asked.dossier);
            dossier = self.shared((asked.dossier_words.get_or_init(words), query), of, &own);
        }
        let mut fragments = Vec::new();
        if own.is_empty() && dossier.is_empty() {
            let all = || {
                let texts: Vec<String> =
                    asked.texts.iter().chain(&asked.dossier).cloned().collect();
                self.every_term(analyzer, &texts)
            };
            fragments = self.shared((asked.fragments.get_or_init(all), query), of, &[]);
        }
        [own, dossier, fragments].map(written)
    }

    /// How much of a publication is the nomination's own words, where that bounds it.
    fn borrowed_part(&self, near: &Near, is_verified: Option<bool>) -> Option<f64> {
        let part = self.model.borrowed.too_much(near)?.part;
        (is_verified != Some(true)).then(|| (part * 1e3).round() / 1e3)
    }

    /// The part of a publication's nearness that its dense vector has; none where there is none.
    fn by_meaning(&self, asked: &Asked<'_>, document: u32) -> Option<f64> {
        let cosine = self.cosine(asked.nomination, document)?;
        let lexical = self.collection.document(document).product(&asked.query.vector);
        Some((self.model.dense.share(lexical, cosine) * 1e3).round() / 1e3)
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

fn written(words: Vec<&Word>) -> Vec<String> {
    words.into_iter().map(|word| word.written.clone()).collect()
}
