//! `reuse DATA [PAST] [ROUND]`: are near-duplicates found among 20,000 past nominations, how fast, and how much faster
//! than by comparing all texts with all? `cargo xtask bench reuse` builds and calls it.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod corpus;
mod plant;
mod records;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::ExitCode,
    time::Instant,
};

use anyhow::{Context as _, Result};
use laurel::{
    examination::similarity::{IN_FORCE, Likeness, Shingles, likeness, of_nomination},
    search::analysis::Analyzer,
};
use rayon::prelude::*;

use corpus::{Corpus, Said};
use plant::Edit;
use records::{Found, Stand};

/// The longest that one nomination and a whole round may take, in seconds.
const MOST_ONE: f64 = 1.0;
const MOST_ROUND: f64 = 120.0;
const LEAST_RECALL: f64 = 0.95;
const LEAST_PRECISION: f64 = 0.9;

/// Places in the round and among the past.
type Pair = (usize, usize);

struct Quality {
    recall: f64,
    precision: f64,
    found: usize,
}

/// The pairs that were planted, with how.
fn planted(corpus: &Corpus) -> BTreeMap<Pair, Edit> {
    let round = corpus.round.iter().enumerate();
    round.filter_map(|(at, one)| one.source.map(|(source, edit)| ((at, source), edit))).collect()
}

fn quality(found: &BTreeSet<Pair>, planted: &BTreeMap<Pair, Edit>) -> Quality {
    let hit = planted.keys().filter(|pair| found.contains(pair)).count() as f64;
    Quality {
        recall: hit / planted.len().max(1) as f64,
        precision: hit / (found.len().max(1) as f64),
        found: found.len(),
    }
}

/// The baseline: the exact likeness of every text of the round with every past text; those that come near.
fn all_pairs(past: &[Shingles], round: &[Shingles]) -> Vec<(Pair, Likeness)> {
    const WORTH_KEEPING: f64 = 0.05;
    let of_one = |(at, one): (usize, &Shingles)| -> Vec<(Pair, Likeness)> {
        let others = past.iter().enumerate();
        let compared = others.map(|(other, two)| ((at, other), likeness(one, two)));
        compared.filter(|(_, found)| found.contained >= WORTH_KEEPING).collect()
    };
    round.par_iter().enumerate().flat_map_iter(of_one).collect()
}

fn shingles<'s>(analyzer: &Analyzer, said: impl Iterator<Item = &'s Said>) -> Vec<Shingles> {
    let texts: Vec<String> =
        said.map(|one| format!("{}\n{}", one.title.trim(), one.text.trim())).collect();
    texts.par_iter().map(|text| Shingles::of(analyzer, text, IN_FORCE.text.words)).collect()
}

fn exact_pairs(all: &[(Pair, Likeness)], is_found: impl Fn(&Likeness) -> bool) -> BTreeSet<Pair> {
    all.iter().filter(|(_, found)| is_found(found)).map(|(pair, _)| *pair).collect()
}

/// What was measured of ours, in seconds.
struct Speed {
    sketches: f64,
    one: f64,
    slowest: f64,
    whole: f64,
}

async fn ours(stand: &Stand, count: usize) -> Result<(Speed, Found)> {
    let begun = Instant::now();
    stand.keep_up().await?;
    let sketches = begun.elapsed().as_secs_f64();
    let mut seconds = Vec::new();
    for at in (0..count).step_by((count / 25).max(1)) {
        let id = stand.id(at).context("no such nomination")?;
        let begun = Instant::now();
        of_nomination(&stand.app, id).await?;
        seconds.push(begun.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    let begun = Instant::now();
    let found = stand.whole_round().await?;
    let speed = Speed {
        sketches,
        one: seconds.get(seconds.len() / 2).copied().unwrap_or_default(),
        slowest: seconds.last().copied().unwrap_or_default(),
        whole: begun.elapsed().as_secs_f64(),
    };
    Ok((speed, found))
}

/// The baseline on the same texts, and how long it took.
fn baseline(corpus: &Corpus) -> (Vec<(Pair, Likeness)>, f64) {
    let analyzer = Analyzer::new();
    let past = shingles(&analyzer, corpus.past.iter());
    let round = shingles(&analyzer, corpus.round.iter().map(|one| &one.said));
    let begun = Instant::now();
    let all = all_pairs(&past, &round);
    (all, begun.elapsed().as_secs_f64())
}

fn print_by_edit(found: &Found, planted: &BTreeMap<Pair, Edit>) {
    println!("| what was done to a text | recall |\n|---|---|");
    for edit in Edit::ALL {
        let of_edit: BTreeMap<Pair, Edit> = planted
            .iter()
            .filter(|(_, one)| **one == edit)
            .map(|(pair, one)| (*pair, *one))
            .collect();
        println!("| {} | {:.3} |", edit.name(), quality(&found.texts, &of_edit).recall);
    }
}

/// What other thresholds would find.
fn print_thresholds(all: &[(Pair, Likeness)], planted: &BTreeMap<Pair, Edit>) {
    const NEVER: f64 = 2.0;
    println!("\n| Jaccard from | or contained from | recall | precision |\n|---|---|---|---|");
    for (jaccard, contained) in [
        (0.12, NEVER),
        (0.16, NEVER),
        (0.18, NEVER),
        (0.2, NEVER),
        (0.22, NEVER),
        (0.25, NEVER),
        (0.3, NEVER),
        (0.18, 0.35),
        (0.2, 0.4),
        (0.22, 0.4),
        (0.25, 0.4),
        (0.25, 0.45),
        (0.3, 0.5),
    ] {
        let is_found = |found: &Likeness| found.jaccard >= jaccard || found.contained >= contained;
        let found = quality(&exact_pairs(all, is_found), planted);
        let contained = if contained > 1.0 { "–".to_owned() } else { contained.to_string() };
        println!("| {jaccard} | {contained} | {:.3} | {:.3} |", found.recall, found.precision);
    }
}

async fn run(folder: &Path, past: usize, round: usize) -> Result<bool> {
    let corpus = Corpus::load(folder, past, round)?;
    let planted = planted(&corpus);
    println!(
        "{} past texts ({} real, the rest put together from their sentences), a round of {} with {} planted near-duplicates\n",
        corpus.past.len(),
        corpus.real,
        corpus.round.len(),
        planted.len()
    );
    let stand = Stand::make(&corpus).await?;
    let (speed, found) = ours(&stand, corpus.round.len()).await?;
    let (all, seconds) = baseline(&corpus);
    let own = quality(&found.texts, &planted);
    let exact = quality(&exact_pairs(&all, |found| found.is_finding(&IN_FORCE)), &planted);

    println!("| | recall | precision | pairs | one nomination | the round |");
    println!("|---|---|---|---|---|---|");
    println!(
        "| laurel: sketches read from the database, bands, exact likeness of candidates, titles, keys, findings stored | {:.3} | {:.3} | {} | {:.3} s (slowest {:.3} s) | {:.1} s |",
        own.recall, own.precision, own.found, speed.one, speed.slowest, speed.whole
    );
    println!(
        "| exact likeness of all pairs of texts, shingles in memory | {:.3} | {:.3} | {} | {:.3} s | {seconds:.1} s |",
        exact.recall,
        exact.precision,
        exact.found,
        seconds / corpus.round.len() as f64
    );
    println!(
        "\nthe round: {:.2} times as fast as all pairs; all sketches made in {:.1} s; shared DOIs found: {} of {}; pairs within the round: {}\n",
        seconds / speed.whole,
        speed.sketches,
        found.keys,
        stand.shared_keys,
        found.within
    );
    print_by_edit(&found, &planted);
    print_thresholds(&all, &planted);
    stand.end().await?;
    Ok(own.recall >= LEAST_RECALL
        && own.precision >= LEAST_PRECISION
        && speed.slowest <= MOST_ONE
        && speed.whole <= MOST_ROUND)
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        return ExitCode::from(2);
    };
    let mut number =
        |default: usize| arguments.next().and_then(|word| word.parse().ok()).unwrap_or(default);
    let (past, round) = (number(20_000), number(1534));
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            println!("no runtime: {error}");
            return ExitCode::from(2);
        }
    };
    match runtime.block_on(Box::pin(run(Path::new(&folder), past, round))) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error:?}");
            ExitCode::from(2)
        }
    }
}
