//! The baseline: BM25 of one long document per expert (all his publications joined), with the
//! same analyzer as the affinity, to be printed beside it.

use indexmap::IndexMap;
use laurel::experts::model::{Expert, Publication};
use laurel::nominations::model::Nomination;
use laurel::search::analysis::{Analyzer, HanTokens};

const K1: f64 = 1.2;
const B: f64 = 0.75;

type Counts = IndexMap<String, f64>;

/// Scores of every nomination (outer) with every expert (inner) in the order given.
pub(crate) fn bm25_of_joined_profiles(
    analyzer: &Analyzer,
    experts: &[Expert],
    publications: &[Publication],
    nominations: &[Nomination],
) -> Vec<Vec<f64>> {
    let positions: IndexMap<&str, usize> =
        experts.iter().enumerate().map(|(at, one)| (one.expert_id.as_str(), at)).collect();
    let mut profiles = vec![Counts::new(); experts.len()];
    for publication in publications {
        let counts = counts(
            analyzer,
            &publication.title,
            publication.abstract_text.as_deref(),
            &publication.keywords,
        );
        for id in &publication.expert_ids {
            if let Some(profile) = positions.get(id.as_str()).and_then(|&at| profiles.get_mut(at)) {
                for (term, count) in &counts {
                    *profile.entry(term.clone()).or_insert(0.0) += count;
                }
            }
        }
    }
    let mut postings: IndexMap<String, Vec<(usize, f64)>> = IndexMap::new();
    let mut lengths = Vec::with_capacity(profiles.len());
    for (expert, profile) in profiles.into_iter().enumerate() {
        lengths.push(profile.values().sum::<f64>());
        for (term, count) in profile {
            postings.entry(term).or_default().push((expert, count));
        }
    }
    let mean = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1.0);
    nominations
        .iter()
        .map(|nomination| {
            let mut scores = vec![0.0; experts.len()];
            let terms = counts(
                analyzer,
                &nomination.title,
                nomination.abstract_text.as_deref(),
                &nomination.keywords,
            );
            for holders in terms.keys().filter_map(|term| postings.get(term)) {
                let (all, holding) = (experts.len() as f64, holders.len() as f64);
                let rarity = (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln();
                for &(expert, count) in holders {
                    let length = lengths[expert] / mean;
                    scores[expert] +=
                        rarity * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length));
                }
            }
            scores
        })
        .collect()
}

fn counts(analyzer: &Analyzer, title: &str, text: Option<&str>, keywords: &[String]) -> Counts {
    let mut counts = Counts::new();
    let texts = [title].into_iter().chain(text).chain(keywords.iter().map(String::as_str));
    for text in texts {
        analyzer.each_token(text, HanTokens::Bigrams, &mut |token| {
            *counts.entry(token.text.to_owned()).or_insert(0.0) += 1.0;
        });
    }
    counts
}
