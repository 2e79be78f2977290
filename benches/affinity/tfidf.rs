//! The other baseline: TF-IDF cosine of each publication, the mean of an expert's three nearest.

use indexmap::IndexMap;
use laurel::search::analysis::{Analyzer, HanTokens};

use crate::pool::Pool;

const NEAREST: usize = 3;

type Counts = IndexMap<String, f64>;

fn counts<'t>(
    analyzer: &Analyzer,
    title: &'t str,
    about: Option<&'t str>,
    keywords: &'t [String],
) -> Counts {
    let mut counts = Counts::new();
    for text in [title].into_iter().chain(about).chain(keywords.iter().map(String::as_str)) {
        analyzer.each_token(text, HanTokens::Bigrams, &mut |token| {
            *counts.entry(token.text.to_owned()).or_insert(0.0) += 1.0;
        });
    }
    counts
}

/// Scores of every nomination (outer) with every expert (inner).
pub(crate) fn cosine_of_publications(analyzer: &Analyzer, pool: &Pool) -> Vec<Vec<f64>> {
    let documents: Vec<Counts> = pool
        .publications
        .iter()
        .map(|one| counts(analyzer, &one.title, one.abstract_text.as_deref(), &one.keywords))
        .collect();
    let mut frequencies: IndexMap<&str, f64> = IndexMap::new();
    for term in documents.iter().flat_map(IndexMap::keys) {
        *frequencies.entry(term).or_insert(0.0) += 1.0;
    }
    let all = documents.len() as f64;
    let weighed = |counts: &Counts| -> Vec<(String, f64)> {
        let weight = |(term, count): (&String, &f64)| {
            let known = frequencies.get(term.as_str()).copied().unwrap_or(0.0);
            (term.clone(), (1.0 + count.ln()) * (((1.0 + all) / (1.0 + known)).ln() + 1.0))
        };
        let weights: Vec<(String, f64)> = counts.iter().map(weight).collect();
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        weights.into_iter().map(|(term, weight)| (term, weight / length.max(1e-9))).collect()
    };
    let mut postings: IndexMap<String, Vec<(usize, f64)>> = IndexMap::new();
    for (at, document) in documents.iter().enumerate() {
        for (term, weight) in weighed(document) {
            postings.entry(term).or_default().push((at, weight));
        }
    }
    let places: IndexMap<&str, usize> =
        pool.experts.iter().enumerate().map(|(at, one)| (one.expert_id.as_str(), at)).collect();
    let score = |one| {
        let mut cosines = vec![0.0; documents.len()];
        for (term, weight) in weighed(&one) {
            for &(at, other) in postings.get(&term).into_iter().flatten() {
                cosines[at] += weight * other;
            }
        }
        let mut of_experts: Vec<Vec<f64>> = vec![Vec::new(); pool.experts.len()];
        for (publication, cosine) in pool.publications.iter().zip(cosines) {
            for id in &publication.expert_ids {
                if let Some(&at) = places.get(id.as_str()) {
                    of_experts[at].push(cosine);
                }
            }
        }
        let of_expert = |mut own: Vec<f64>| {
            own.sort_by(|one, other| other.total_cmp(one));
            own.truncate(NEAREST);
            own.iter().sum::<f64>() / own.len().max(1) as f64
        };
        of_experts.into_iter().map(of_expert).collect()
    };
    pool.nominations
        .iter()
        .map(|one| counts(analyzer, &one.title, one.abstract_text.as_deref(), &one.keywords))
        .map(score)
        .collect()
}
