//! How are many nominations scored at once, and which pairs are kept?
//!
//! Expert by expert: his publications are compared with all nominations that are asked together, so
//! that nothing is held for a pair that is not kept.

use super::aggregate::{Evidence, Near, insert, known_for};
use super::discipline::tier_of;
use super::index::{AffinityIndex, ExpertAffinity, NominationAffinity, Progress, Selection};
use super::vectors::{Common, Query, Questions};
use crate::nominations::model::Nomination;
use crate::search::analysis::Analyzer;
use rayon::prelude::*;
use std::cmp::Ordering;

/// Nominations that are asked together; what is known of one expert for all of them stays near the
/// processor.
const TOGETHER: usize = 512;

/// Nominations that are asked together.
struct Asked<'a> {
    nominations: &'a [Nomination],
    questions: Questions,
    /// Per nomination its dense vector, where there are dense vectors.
    dense: Vec<Option<&'a [i16]>>,
}

/// The experts kept for each nomination by one thread.
struct Kept<'k> {
    most: usize,
    order: &'k (dyn Fn(&ExpertAffinity, &ExpertAffinity) -> Ordering + Sync),
    lists: Vec<Vec<ExpertAffinity>>,
    /// The least score that is still worth keeping, for each nomination.
    least: Vec<u32>,
}

impl Kept<'_> {
    fn keep(&mut self, asked: usize, affinity: ExpertAffinity) {
        let (Some(list), Some(least)) = (self.lists.get_mut(asked), self.least.get_mut(asked))
        else {
            return;
        };
        list.push(affinity);
        if list.len() >= self.most.saturating_mul(2).max(64) && list.len() > self.most {
            list.select_nth_unstable_by(self.most, |one, other| (self.order)(one, other));
            list.truncate(self.most);
            *least = list.iter().map(|one| one.score.micro).min().unwrap_or_default();
        }
    }
}

impl AffinityIndex<'_> {
    /// Scores nominations, in parallel; the answer stands in the order of `nominations` and is
    /// the same whatever the number of threads.
    pub fn score(
        &self,
        analyzer: &Analyzer,
        nominations: &[Nomination],
        selection: Selection<'_>,
        progress: Progress<'_>,
    ) -> Vec<NominationAffinity> {
        let mut scored = Vec::with_capacity(nominations.len());
        for (batch, together) in nominations.chunks(TOGETHER).enumerate() {
            let queries: Vec<Query> =
                together.par_iter().map(|one| self.query(analyzer, one)).collect();
            match selection {
                Selection::Pairs(pairs) => {
                    let from = batch * TOGETHER;
                    let pairs = pairs.get(from..).unwrap_or_default();
                    scored.extend(self.score_pairs(together, &queries, pairs));
                }
                Selection::All => {
                    scored.extend(self.scan(together, &queries, usize::MAX, |one, other| {
                        one.expert.cmp(&other.expert)
                    }));
                }
                Selection::Top(most) => {
                    scored.extend(self.scan(together, &queries, most, |one, other| {
                        let id = |affinity: &ExpertAffinity| {
                            self.experts
                                .get(affinity.expert)
                                .map(|expert| expert.expert_id.as_str())
                        };
                        other
                            .score
                            .micro
                            .cmp(&one.score.micro)
                            .then_with(|| id(one).cmp(&id(other)))
                    }));
                }
            }
            progress(scored.len(), nominations.len());
        }
        scored
    }

    /// Scores every expert and keeps the first `most` of each nomination in `order`.
    fn scan(
        &self,
        nominations: &[Nomination],
        queries: &[Query],
        most: usize,
        order: impl Fn(&ExpertAffinity, &ExpertAffinity) -> Ordering + Sync,
    ) -> Vec<NominationAffinity> {
        let asked = Asked {
            nominations,
            questions: self.collection.asked_together(queries),
            dense: nominations
                .iter()
                .map(|one| self.dense?.nomination(&one.nomination_id))
                .collect(),
        };
        let parts = rayon::current_num_threads().max(1);
        let kept: Vec<Vec<Vec<ExpertAffinity>>> = (0..parts)
            .into_par_iter()
            .map(|part| {
                let count = nominations.len();
                let lists = vec![Vec::new(); count];
                let mut kept = Kept { most, order: &order, lists, least: vec![1; count] };
                let mut room = Room::new(count, known_for(&self.model));
                // Every so manieth, so that long profiles are shared out evenly.
                for expert in (part..self.experts.len()).step_by(parts) {
                    self.score_expert(expert, &asked, &mut room, &mut kept);
                }
                kept.lists
            })
            .collect();
        (0..nominations.len())
            .into_par_iter()
            .map(|at| {
                let of_parts = kept.iter().filter_map(|lists| lists.get(at));
                let mut experts: Vec<ExpertAffinity> = of_parts.flatten().copied().collect();
                experts.sort_unstable_by(&order);
                experts.truncate(most);
                NominationAffinity { experts }
            })
            .collect()
    }

    /// Scores one expert for all nominations that are asked together.
    fn score_expert(&self, expert: usize, asked: &Asked<'_>, room: &mut Room, kept: &mut Kept<'_>) {
        let profile = self.profiles.of(expert);
        room.clear();
        for (place, &publication) in (0_u32..).zip(profile) {
            let document = self.collection.document(publication);
            let terms = document.terms();
            asked.questions.common(&document, &mut room.common);
            let borrowed = self.borrowed_of(publication);
            let common = room.common.iter().zip(&asked.dense);
            let nearest = room.nearest.chunks_exact_mut(room.known);
            for ((common, dense), nearest) in common.zip(nearest) {
                let dense = dense.and_then(|of| self.dense?.nearness(publication, of));
                if common.product > 0 || dense.is_some() {
                    let product = self.weighed(common.product, dense, publication);
                    let borrowed = borrowed(common.borrowed);
                    insert(nearest, Near { product, place, borrowed, terms });
                }
            }
        }
        room.keywords.fill(Common::default());
        if profile.len() <= self.model.aggregate.nearest + 2
            && let Some(document) = self.keyword_documents.get(expert).copied().flatten()
        {
            asked.questions.common(&self.collection.document(document), &mut room.keywords);
        }
        let likeness = |one, other| self.repeats.between(expert, one, other);
        let is_verified = |place| self.is_verified(expert, place);
        let both = room.nearest.chunks_exact(room.known).zip(&room.keywords);
        for (at, ((nearest, keywords), nomination)) in both.zip(asked.nominations).enumerate() {
            let keywords = keywords.product;
            let nothing = nearest.first().is_none_or(|first| first.product == 0) && keywords == 0;
            if nothing && !profile.is_empty() {
                continue;
            }
            let evidence = Evidence {
                nearest,
                publications: profile.len(),
                keywords,
                tier: self.tier(expert, nomination),
                likeness: &likeness,
                is_verified: &is_verified,
            };
            let least = kept.least.get(at).copied().unwrap_or_default();
            if self.model.middle(&evidence) >= least {
                kept.keep(at, self.affinity(expert, &evidence));
            }
        }
    }

    /// Scores the pairs that are asked for.
    fn score_pairs(
        &self,
        nominations: &[Nomination],
        queries: &[Query],
        pairs: &[Vec<usize>],
    ) -> Vec<NominationAffinity> {
        nominations
            .par_iter()
            .zip(queries)
            .enumerate()
            .map(|(at, (nomination, query))| {
                let wanted = pairs.get(at).map(Vec::as_slice).unwrap_or_default();
                let in_pool = |expert: &&usize| **expert < self.experts.len();
                let score = |&expert: &usize| {
                    self.with_evidence(expert, nomination, query, |evidence| {
                        self.affinity(expert, evidence)
                    })
                };
                NominationAffinity { experts: wanted.iter().filter(in_pool).map(score).collect() }
            })
            .collect()
    }

    /// Gathers what is known of one expert with regard to one nomination and hands it on.
    pub(super) fn with_evidence<T>(
        &self,
        expert: usize,
        nomination: &Nomination,
        query: &Query,
        use_it: impl FnOnce(&Evidence<'_>) -> T,
    ) -> T {
        let mut nearest = vec![Near::default(); known_for(&self.model)];
        let profile = self.profiles.of(expert);
        for (place, &publication) in (0_u32..).zip(profile) {
            let document = self.collection.document(publication);
            let (common, terms) = (document.common(query), document.terms());
            let dense = self.cosine(nomination, publication);
            let product = self.weighed(common.product, dense, publication);
            let borrowed = self.borrowed_of(publication)(common.borrowed);
            insert(&mut nearest, Near { product, place, borrowed, terms });
        }
        let keywords = self.keyword_documents.get(expert).copied().flatten();
        use_it(&Evidence {
            nearest: &nearest,
            publications: profile.len(),
            keywords: keywords
                .map_or(0, |one| self.collection.document(one).product(&query.vector)),
            tier: self.tier(expert, nomination),
            likeness: &|one, other| self.repeats.between(expert, one, other),
            is_verified: &|place| self.is_verified(expert, place),
        })
    }

    /// The cosine of the dense vectors of a nomination and a publication, where both have one.
    pub(super) fn cosine(&self, nomination: &Nomination, publication: u32) -> Option<f64> {
        let dense = self.dense?;
        dense.nearness(publication, dense.nomination(&nomination.nomination_id)?)
    }

    /// Whether the publication at a place of a profile is verified; none where nobody said.
    fn is_verified(&self, expert: usize, place: u32) -> Option<bool> {
        let publication = self.profiles.of(expert).get(place as usize);
        let publication = publication.and_then(|&at| self.publications.get(at as usize));
        publication.and_then(|one| one.is_verified)
    }

    /// The tier of the disciplines of an expert without publications.
    fn tier(&self, expert: usize, nomination: &Nomination) -> u8 {
        if !self.profiles.of(expert).is_empty() {
            return 0;
        }
        let codes = self.experts.get(expert).map(|expert| expert.disciplines.as_slice());
        tier_of(codes.unwrap_or_default(), &nomination.disciplines)
    }

    fn affinity(&self, expert: usize, evidence: &Evidence<'_>) -> ExpertAffinity {
        let publications = u32::try_from(evidence.publications).unwrap_or(u32::MAX);
        ExpertAffinity { expert, score: self.model.score(evidence), publications }
    }
}

/// What one thread knows of the expert that it is at, for all nominations that are asked together.
struct Room {
    known: usize,
    common: Vec<Common>,
    keywords: Vec<Common>,
    nearest: Vec<Near>,
}

impl Room {
    fn new(nominations: usize, known: usize) -> Self {
        Self {
            known,
            common: vec![Common::default(); nominations],
            keywords: vec![Common::default(); nominations],
            nearest: vec![Near::default(); nominations * known],
        }
    }

    fn clear(&mut self) {
        self.nearest.fill(Near::default());
    }
}
