//! A pool with held-out papers whose authors are known, and how well a ranking finds them.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Result;
use laurel::{
    exchange::{self, RowPolicy, Sheet},
    experts::model::{Expert, Publication},
    matching::sheet::PairRow,
    nominations::model::Nomination,
};

/// A pool.
#[derive(Clone)]
pub(crate) struct Pool {
    pub(crate) experts: Vec<Expert>,
    pub(crate) publications: Vec<Publication>,
    pub(crate) nominations: Vec<Nomination>,
    /// For each nomination the positions of its true authors.
    pub(crate) authors: Vec<BTreeSet<usize>>,
}

/// For each nomination the reciprocal rank of its first author, and the part of its authors among the
/// first ten.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quality {
    pub(crate) reciprocal_ranks: Vec<f64>,
    pub(crate) recalls: Vec<f64>,
}

impl Quality {
    /// MRR and recall@10.
    pub(crate) fn means(&self) -> (f64, f64) {
        (mean(&self.reciprocal_ranks), mean(&self.recalls))
    }
}

/// The mean; zero of nothing.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn read<S: Sheet>(folder: &Path, file: &str) -> Result<Vec<S>> {
    Ok(exchange::read_all(&folder.join(file), RowPolicy::Strict)?.records)
}

impl Pool {
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let experts: Vec<Expert> = read(folder, "experts.csv")?;
        let positions: BTreeMap<&str, usize> =
            experts.iter().enumerate().map(|(at, one)| (one.expert_id.as_str(), at)).collect();
        let mut relevant: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for row in read::<PairRow>(folder, "heldout_relevant.csv")? {
            if let Some(&at) = positions.get(row.expert_id.as_str()) {
                relevant.entry(row.nomination_id).or_default().insert(at);
            }
        }
        let mut nominations: Vec<Nomination> = read(folder, "heldout_nominations.csv")?;
        nominations.retain(|one| relevant.contains_key(&one.nomination_id));
        let authors = nominations
            .iter()
            .map(|one| relevant.get(&one.nomination_id).cloned().unwrap_or_default())
            .collect();
        drop(positions);
        Ok(Self { experts, publications: read(folder, "publications.csv")?, nominations, authors })
    }

    /// The same pool, its publications known by their titles alone.
    pub(crate) fn of_titles(&self) -> Self {
        let bare = |one: &Publication| Publication {
            abstract_text: None,
            keywords: Vec::new(),
            ..one.clone()
        };
        Self { publications: self.publications.iter().map(bare).collect(), ..self.clone() }
    }

    /// The same pool, asked for some of its nominations by other titles and nothing else: once as it
    /// writes the titles itself, once as they are given (number and title).
    pub(crate) fn asked_by(&self, titles: &[(String, String)]) -> (Self, Self) {
        let (mut own, mut other) = (self.clone(), self.clone());
        for pool in [&mut own, &mut other] {
            pool.nominations.clear();
            pool.authors.clear();
        }
        for (nomination, authors) in self.nominations.iter().zip(&self.authors) {
            let Some((id, title)) = titles.iter().find(|(id, _)| *id == nomination.nomination_id)
            else {
                continue;
            };
            for (pool, title) in [(&mut own, &nomination.title), (&mut other, title)] {
                pool.nominations.push(Nomination {
                    nomination_id: id.clone(),
                    title: title.clone(),
                    ..Nomination::default()
                });
                pool.authors.push(authors.clone());
            }
        }
        (own, other)
    }

    /// How well rankings (experts by position, the best first) find the true authors.
    pub(crate) fn quality(&self, rankings: &[Vec<usize>]) -> Quality {
        let mut quality = Quality::default();
        for (authors, ranking) in self.authors.iter().zip(rankings) {
            let first = ranking.iter().position(|expert| authors.contains(expert));
            quality.reciprocal_ranks.push(first.map_or(0.0, |at| 1.0 / (at + 1) as f64));
            let found = ranking.iter().take(10).filter(|expert| authors.contains(expert)).count();
            quality.recalls.push(found as f64 / authors.len().max(1) as f64);
        }
        quality
    }

    /// As [`Pool::quality`], of scores of every nomination (outer) with every expert (inner); an expert
    /// with score zero has no rank.
    pub(crate) fn quality_of_scores(&self, scores: &[Vec<f64>]) -> Quality {
        let ranking = |scores: &Vec<f64>| {
            let mut ranked: Vec<usize> = (0..scores.len()).filter(|&at| scores[at] > 0.0).collect();
            ranked.sort_by(|&one, &other| {
                let ids = || self.experts[one].expert_id.cmp(&self.experts[other].expert_id);
                scores[other].total_cmp(&scores[one]).then_with(ids)
            });
            ranked
        };
        self.quality(&scores.iter().map(ranking).collect::<Vec<_>>())
    }
}
