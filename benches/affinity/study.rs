//! `affinity_study DATA`: how sure is the affinity's quality, beside its peers, and who can stuff it?
//! `cargo xtask bench affinity` builds and calls it.
//!
//! Everything is drawn by a fixed seed; the same data gives the same figures.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

#[path = "../peers/bm25.rs"]
mod bm25;
mod chance;
mod pool;
mod stuffing;
mod tfidf;

use std::{path::Path, process::ExitCode};

use anyhow::Result;
use laurel::{
    matching::affinity::{AffinityIndex, AffinityModel, AffinityOptions, Selection},
    search::analysis::Analyzer,
};

use chance::{Interval, honest_choice, mean_beside, paired_gain};
use pool::{Pool, Quality};

/// Experts ranked for each nomination; an author further down adds less than 1/200 to the mean.
const TOP: usize = 200;
/// What MRR and recall@10 are aimed at, Chinese and English.
const WANTED: [(&str, f64, f64); 2] = [("pool_zh", 0.56, 0.66), ("pool_en", 0.34, 0.38)];
/// English held-out papers with their titles put into Chinese by hand: number, title.
const CHINESE_TITLES: &str = include_str!("chinese_titles.csv");

/// Ranks of the true authors under one recipe.
pub(crate) fn ranked(analyzer: &Analyzer, pool: &Pool, model: AffinityModel) -> Quality {
    let options = AffinityOptions { model, uses_keywords: false };
    let index = AffinityIndex::build(analyzer, &pool.experts, &pool.publications, options);
    let scored = index.score(analyzer, &pool.nominations, Selection::Top(TOP), &|_, _| ());
    let rankings = scored
        .into_iter()
        .map(|row| row.experts.into_iter().map(|one| one.expert).collect())
        .collect::<Vec<Vec<usize>>>();
    pool.quality(&rankings)
}

/// The recipes among which the one in force was chosen.
fn variants() -> Vec<(String, AffinityModel)> {
    let mut variants = Vec::new();
    for nearest in [3, 4, 5] {
        for repetition in [0.0, 0.05, 0.1, 0.2] {
            for shrinkage in [0.25, 0.5] {
                let mut model = AffinityModel::default();
                model.aggregate.nearest = nearest;
                model.aggregate.repetition = repetition;
                model.aggregate.shrinkage = shrinkage;
                variants.push((
                    format!("{nearest} nearest, repetition {repetition}, shrinkage {shrinkage}"),
                    model,
                ));
            }
        }
    }
    variants
}

fn line(name: &str, quality: &Quality, gain: Option<(Interval, Interval)>) {
    let (rank, recall) = quality.means();
    let shown = gain.map_or_else(String::new, |(rank, recall)| format!("{rank} | {recall}"));
    let shown = if shown.is_empty() { " | ".to_owned() } else { shown };
    println!("| {name} | {rank:.3} | {recall:.3} | {shown} |");
}

/// Prints a figure beside what it is aimed at; true when it is reached. No tolerance: the figures are
/// means of a few hundred queries, and the interval says how little a hundredth means.
fn reaches(name: &str, values: &[f64], wanted: f64) -> bool {
    let (interval, often) = mean_beside(values, wanted);
    let is_reached = interval.value() >= wanted;
    let said = if is_reached { "REACHED" } else { "NOT REACHED" };
    println!(
        "{name} {interval}, aim {wanted}: {said} (of queries drawn anew in {:.0} of 100)",
        often * 100.0
    );
    is_reached
}

/// Prints how well Chinese titles find the authors of English papers, by terms alone.
fn across_languages(analyzer: &Analyzer, pool: &Pool) -> Result<()> {
    let mut titles = Vec::new();
    for row in csv::Reader::from_reader(CHINESE_TITLES.as_bytes()).deserialize() {
        let row: (String, String) = row?;
        titles.push(row);
    }
    let (english, chinese) = pool.asked_by(&titles);
    println!("\n| {} titles alone | MRR | recall@10 | | |", chinese.nominations.len());
    println!("|---|---|---|---|---|");
    for (name, asked) in [("English", &english), ("the same in Chinese", &chinese)] {
        line(name, &ranked(analyzer, asked, AffinityModel::default()), None);
    }
    Ok(())
}

fn of_pool(
    analyzer: &Analyzer,
    data: &Path,
    (name, rank, recall): (&str, f64, f64),
) -> Result<bool> {
    let pool = Pool::read(&data.join(name))?;
    println!(
        "\n### {name}: {} nominations, {} experts\n",
        pool.nominations.len(),
        pool.experts.len()
    );
    let shipped = ranked(analyzer, &pool, AffinityModel::default());
    let joined = bm25::bm25_of_joined_profiles(
        analyzer,
        &pool.experts,
        &pool.publications,
        &pool.nominations,
    );
    let joined = pool.quality_of_scores(&joined);
    let cosine = pool.quality_of_scores(&tfidf::cosine_of_publications(analyzer, &pool));
    println!("| recipe | MRR | recall@10 | gain of ours in MRR [95 %] | in recall@10 [95 %] |");
    println!("|---|---|---|---|---|");
    line("affinity", &shipped, None);
    line("BM25 of joined profiles", &joined, Some(paired_gain(&shipped, &joined)));
    line("TF-IDF cosine, mean of three", &cosine, Some(paired_gain(&shipped, &cosine)));

    let tried: Vec<(String, Quality)> = variants()
        .into_iter()
        .map(|(name, model)| (name, ranked(analyzer, &pool, model)))
        .collect();
    let (honest_rank, honest_recall) = honest_choice(&tried);
    println!(
        "\nchosen among {} recipes on one half, scored on the other, 200 splits: MRR {honest_rank}, \
         recall@10 {honest_recall}",
        tried.len()
    );
    let cheap = stuffing::study(analyzer, &pool);
    if name == "pool_en" {
        across_languages(analyzer, &pool)?;
    }
    println!();
    let first = reaches("MRR", &shipped.reciprocal_ranks, rank);
    let ten = reaches("recall@10", &shipped.recalls, recall);
    Ok(cheap && first && ten)
}

fn run(data: &Path) -> Result<bool> {
    let analyzer = Analyzer::new();
    let mut all_hold = true;
    for wanted in WANTED {
        all_hold &= of_pool(&analyzer, data, wanted)?;
    }
    Ok(all_hold)
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let [_, data] = arguments.as_slice() else {
        return ExitCode::from(2);
    };
    match run(Path::new(data)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("not measured: {error:#}");
            ExitCode::FAILURE
        }
    }
}
