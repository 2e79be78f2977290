//! How well does every expert of the pool know every nomination's subject?

use super::aggregate::{Evidence, Score};
use super::discipline::tier_of;
use super::profiles::Profiles;
use super::terms::{counted_terms, without_award_words};
use super::vectors::{Collection, CollectionDraft, UnitVector};
use crate::experts::model::{Expert, Publication};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Publications analysed at a time while the index is built, so that memory stays bounded.
const BATCH: usize = 4_096;

/// What can be set about the index; part of a run's recorded parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffinityOptions {
    /// The most publications of a profile, the newest first.
    pub most_publications: usize,
    /// Whether the keywords of experts count where publications are few.
    pub uses_keywords: bool,
}

impl Default for AffinityOptions {
    fn default() -> Self {
        Self { most_publications: 80, uses_keywords: true }
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

/// The pool made ready to be asked.
pub struct AffinityIndex<'a> {
    pub(super) experts: &'a [Expert],
    pub(super) publications: &'a [Publication],
    pub(super) profiles: Profiles,
    pub(super) collection: Collection,
    /// Per expert the document of his keywords, if he has any that count.
    keyword_documents: Vec<Option<u32>>,
    documents: usize,
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
        let profiles = Profiles::new(experts, publications, options.most_publications);
        let mut draft = CollectionDraft::default();
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
            let counts = options.uses_keywords && !expert.keywords.is_empty();
            keyword_documents.push(counts.then(|| {
                draft.add_keywords(counted_terms(
                    analyzer,
                    expert.keywords.iter().map(String::as_str),
                ));
                documents += 1;
                u32::try_from(documents - 1).unwrap_or(u32::MAX)
            }));
        }
        Self {
            experts,
            publications,
            profiles,
            collection: draft.finish(),
            keyword_documents,
            documents,
        }
    }

    /// Scores nominations, in parallel; the answer stands in the order of `nominations` and is
    /// the same whatever the number of threads.
    pub fn score(
        &self,
        analyzer: &Analyzer,
        nominations: &[Nomination],
        selection: Selection<'_>,
        progress: Progress<'_>,
    ) -> Vec<NominationAffinity> {
        let done = AtomicUsize::new(0);
        nominations
            .par_iter()
            .enumerate()
            .map_init(Vec::new, |products, (position, nomination)| {
                let query = self.query(analyzer, nomination);
                self.products(&query, products);
                let experts = self.select(nomination, products, selection, position);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, nominations.len());
                NominationAffinity { experts }
            })
            .collect()
    }

    /// The unit vector of a nomination.
    pub(super) fn query(&self, analyzer: &Analyzer, nomination: &Nomination) -> UnitVector {
        let texts = nomination_texts(nomination);
        self.collection.query(&counted_terms(analyzer, texts.iter().map(String::as_str)))
    }

    /// The product of a nomination with every document.
    pub(super) fn products(&self, query: &UnitVector, products: &mut Vec<u32>) {
        products.clear();
        products.resize(self.documents, 0);
        self.collection.add_products(query, products);
    }

    fn select(
        &self,
        nomination: &Nomination,
        products: &[u32],
        selection: Selection<'_>,
        position: usize,
    ) -> Vec<ExpertAffinity> {
        let score = |expert| self.score_of(expert, nomination, products);
        let known =
            || (0..self.experts.len()).map(score).filter(|affinity| affinity.score.micro > 0);
        match selection {
            Selection::All => known().collect(),
            Selection::Top(most) => {
                let id = |affinity: &ExpertAffinity| {
                    self.experts.get(affinity.expert).map(|expert| expert.expert_id.as_str())
                };
                let mut ranked: Vec<ExpertAffinity> = known().collect();
                ranked.sort_unstable_by(|one, other| {
                    other.score.micro.cmp(&one.score.micro).then_with(|| id(one).cmp(&id(other)))
                });
                ranked.truncate(most);
                ranked
            }
            Selection::Pairs(pairs) => {
                let wanted = pairs.get(position).map(Vec::as_slice).unwrap_or_default();
                let in_pool = |expert: &&usize| **expert < self.experts.len();
                wanted.iter().filter(in_pool).map(|&expert| score(expert)).collect()
            }
        }
    }

    fn score_of(&self, expert: usize, nomination: &Nomination, products: &[u32]) -> ExpertAffinity {
        let product = |document: u32| products.get(document as usize).copied().unwrap_or(0);
        let profile = self.profiles.of(expert);
        let keywords = self.keyword_documents.get(expert).copied().flatten().map_or(0, product);
        let evidence = Evidence::new(profile.iter().map(|&document| product(document)), keywords);
        let tier = if profile.is_empty() {
            let codes = self.experts.get(expert).map(|expert| expert.disciplines.as_slice());
            tier_of(codes.unwrap_or_default(), &nomination.disciplines)
        } else {
            0
        };
        ExpertAffinity {
            expert,
            score: evidence.score(tier),
            publications: u32::try_from(profile.len()).unwrap_or(u32::MAX),
        }
    }
}

/// The texts of a publication that are compared.
pub(super) fn publication_texts(publication: &Publication) -> impl Iterator<Item = &str> {
    [publication.title.as_str()]
        .into_iter()
        .chain(publication.abstract_text.as_deref())
        .chain(publication.keywords.iter().map(String::as_str))
}

/// The texts of a nomination that are compared, without what all nominations say.
pub(super) fn nomination_texts(nomination: &Nomination) -> Vec<String> {
    [nomination.title.as_str()]
        .into_iter()
        .chain(nomination.abstract_text.as_deref())
        .chain(nomination.keywords.iter().map(String::as_str))
        .map(without_award_words)
        .collect()
}
