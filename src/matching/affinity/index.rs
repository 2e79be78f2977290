//! How well does every expert of the pool know every nomination's subject?

use super::aggregate::Score;
use super::card::AffinityModel;
use super::dense::DenseVectors;
use super::profiles::Profiles;
use super::repeats::Repeats;
use super::terms::{collect_terms, counted_terms, in_order_of_length, without_phrases};
use super::vectors::{Collection, CollectionDraft, ONE, Query};
use crate::experts::model::{Expert, Publication};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Publications analysed at a time while the index is built, so that memory stays bounded.
const BATCH: usize = 4_096;

/// What can be set about the index; part of a run's recorded parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AffinityOptions {
    /// The figures.
    pub model: AffinityModel,
    /// Whether the keywords of experts count where publications are few.
    pub uses_keywords: bool,
}

impl Default for AffinityOptions {
    fn default() -> Self {
        Self { model: AffinityModel::default(), uses_keywords: true }
    }
}

/// Which pairs are wanted.
#[derive(Clone, Copy, Debug)]
pub enum Selection<'a> {
    /// Every expert with a score above zero, in the order of the pool.
    All,
    /// The best so many experts of each nomination with a score above zero, the best first;
    /// equals in the order of their ids.
    Top(usize),
    /// For each nomination (by position) these experts (by position), scored zero or not.
    Pairs(&'a [Vec<usize>]),
}

/// The affinity of an expert to a nomination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertAffinity {
    /// Position of the expert in the pool.
    pub expert: usize,
    /// The score with its band.
    pub score: Score,
    /// How many publications it rests on.
    pub publications: u32,
}

/// The affinities of one nomination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NominationAffinity {
    /// The experts selected.
    pub experts: Vec<ExpertAffinity>,
}

/// Is told how many nominations are done, and of how many.
pub type Progress<'p> = &'p (dyn Fn(usize, usize) + Sync);

/// The full texts of dossiers by the number of their nomination.
pub type FullTexts = BTreeMap<String, String>;

/// The pool made ready to be asked.
pub struct AffinityIndex<'a> {
    pub(super) experts: &'a [Expert],
    pub(super) publications: &'a [Publication],
    pub(super) model: AffinityModel,
    pub(super) profiles: Profiles,
    pub(super) collection: Collection,
    pub(super) repeats: Repeats,
    /// Per publication how much of it is other than what all nominations say.
    own_words: Vec<u32>,
    /// Per expert the document of his keywords, if he has any that count.
    pub(super) keyword_documents: Vec<Option<u32>>,
    pub(super) dense: Option<&'a DenseVectors>,
    full_texts: Option<&'a FullTexts>,
    phrases: Vec<String>,
}

impl std::fmt::Debug for AffinityIndex<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("AffinityIndex")
            .field("experts", &self.experts.len())
            .field("publications", &self.publications.len())
            .finish_non_exhaustive()
    }
}

impl<'a> AffinityIndex<'a> {
    /// Analyses all publications and keywords of the pool.
    pub fn build(
        analyzer: &Analyzer,
        experts: &'a [Expert],
        publications: &'a [Publication],
        options: AffinityOptions,
    ) -> Self {
        let AffinityOptions { model, uses_keywords } = options;
        let profiles = Profiles::new(experts, publications, model.profile.most_publications);
        let mut draft = CollectionDraft::new(model.terms);
        for batch in publications.chunks(BATCH) {
            let counted: Vec<_> = batch
                .par_iter()
                .map(|one| counted_terms(analyzer, publication_texts(one)))
                .collect();
            for terms in counted {
                draft.add_publication(terms);
            }
        }
        let mut documents = publications.len();
        let mut keyword_documents = Vec::with_capacity(experts.len());
        for expert in experts {
            let counts = uses_keywords && !expert.keywords.is_empty();
            keyword_documents.push(counts.then(|| {
                draft.add_keywords(counted_terms(
                    analyzer,
                    expert.keywords.iter().map(String::as_str),
                ));
                documents += 1;
                u32::try_from(documents - 1).unwrap_or(u32::MAX)
            }));
        }
        let collection = draft.finish();
        let repeats = Repeats::new(&collection, &profiles, experts.len());
        let phrases = in_order_of_length(&model.stopwords.award_phrases);
        let own_words = words_besides(&collection, analyzer, &phrases, publications.len());
        Self {
            experts,
            publications,
            model,
            profiles,
            collection,
            repeats,
            own_words,
            keyword_documents,
            dense: None,
            full_texts: None,
            phrases,
        }
    }

    /// Lets the full texts of dossiers speak in the nominations that have one.
    #[must_use]
    pub fn with_full_texts(self, full_texts: &'a FullTexts) -> Self {
        Self { full_texts: Some(full_texts), ..self }
    }

    /// Lets dense vectors speak beside the terms. Publications stand in them in the order of the
    /// pool.
    #[must_use]
    pub fn with_dense(self, dense: &'a DenseVectors) -> Self {
        Self { dense: Some(dense), ..self }
    }

    /// A nomination as it is asked.
    pub(super) fn query(&self, analyzer: &Analyzer, nomination: &Nomination) -> Query {
        let vector = |texts: &[String]| {
            self.collection.query(&counted_terms(analyzer, texts.iter().map(String::as_str)))
        };
        let brief = Query::of_brief(vector(&self.nomination_texts(nomination)));
        match self.full_text(nomination) {
            Some(text) => brief.with_full_text(&vector(&[text]), self.model.query.full_text_part),
            None => brief,
        }
    }

    /// The full text of a nomination's dossier, where there is one, without what all nominations say.
    pub(super) fn full_text(&self, nomination: &Nomination) -> Option<String> {
        let text = self.full_texts?.get(&nomination.nomination_id)?;
        (!text.trim().is_empty()).then(|| without_phrases(text, &self.phrases))
    }

    /// The texts of a nomination that are compared, without what all nominations say.
    pub(super) fn nomination_texts(&self, nomination: &Nomination) -> Vec<String> {
        [nomination.title.as_str()]
            .into_iter()
            .chain(nomination.abstract_text.as_deref())
            .chain(nomination.keywords.iter().map(String::as_str))
            .map(|text| without_phrases(text, &self.phrases))
            .collect()
    }

    /// What tells how much of a publication is the nomination's own words, on the scale of products, if
    /// what all nominations say is counted as nothing ([`super::vectors::Common`] counts it).
    pub(super) fn borrowed_of(&self, publication: u32) -> impl Fn(u32) -> u32 {
        let own = self.own_words.get(publication as usize).copied().unwrap_or(0).max(1);
        let factor = ONE / f64::from(own);
        move |borrowed| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "in 0 ..= 2^30"
            )]
            let part = (f64::from(borrowed) * factor).min(ONE).round() as u32;
            part
        }
    }

    /// The nearness of a publication by terms, and by dense vectors where there are any, less what
    /// it lacks for not being verified.
    pub(super) fn weighed(&self, lexical: u32, dense: Option<f64>, publication: u32) -> u32 {
        let blended = dense.map_or(lexical, |dense| self.model.dense.blend(lexical, dense));
        let is_verified =
            self.publications.get(publication as usize).and_then(|one| one.is_verified);
        let factor = match is_verified {
            Some(true) => return blended,
            Some(false) => self.model.profile.unverified_weight,
            None => self.model.profile.unknown_weight,
        };
        if factor >= 1.0 {
            return blended;
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not above it")]
        let weighed = (f64::from(blended) * factor).round() as u32;
        weighed
    }
}

/// How much of each publication is terms other than those of some phrases.
fn words_besides(
    collection: &Collection,
    analyzer: &Analyzer,
    phrases: &[String],
    publications: usize,
) -> Vec<u32> {
    let mut texts = Vec::new();
    for phrase in phrases {
        collect_terms(analyzer, phrase, &mut texts);
    }
    let terms: BTreeSet<u32> = texts.iter().filter_map(|text| collection.term(text)).collect();
    let besides = |publication: usize| {
        let publication = u32::try_from(publication).unwrap_or(u32::MAX);
        collection.document(publication).weight_besides(&terms)
    };
    (0..publications).into_par_iter().map(besides).collect()
}

/// The texts of a publication that are compared.
pub(super) fn publication_texts(publication: &Publication) -> impl Iterator<Item = &str> {
    [publication.title.as_str()]
        .into_iter()
        .chain(publication.abstract_text.as_deref())
        .chain(publication.keywords.iter().map(String::as_str))
}
