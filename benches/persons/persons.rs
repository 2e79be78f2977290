//! `persons [DATA]`: how many of the records that are one person are proposed as such, how many of the proposed are one,
//! and how fast? By the names of the real data where it is there. `cargo xtask bench conflicts` builds and calls it.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod known;
#[path = "../conflicts/names.rs"]
mod names;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use laurel::persons::propose;

use known::{Known, Score, Size, Tie};
use names::Names;

/// As many researchers as the policy that ships counts with.
const COUNTRY: Size = Size { nominations: 400, population: 3_000_000 };
const SEED: u64 = 1;

/// At the line from which the policy proposes.
const LEAST_RECALL: f64 = 0.95;
const LEAST_PRECISION: f64 = 0.75;

fn main() -> Result<ExitCode> {
    let data: Option<PathBuf> = std::env::args_os().nth(1).map(PathBuf::from);
    let names = match &data {
        Some(data) => {
            let read = |file: &str| std::fs::read_to_string(data.join("names").join(file));
            Names::read(&read("surnames.csv")?, &read("given_chars.csv")?)
        }
        None => Names::standard(),
    };
    let known = Known::draw(&names, &known::universities(), COUNTRY, SEED);
    let policy = COUNTRY.policy();
    let started = Instant::now();
    let proposals = propose(&known.records, &policy);
    let seconds = started.elapsed().as_secs_f64();
    println!("{} records in {seconds:.2} s\n", known.records.records.len());
    println!(
        "| from | proposed | of them one person | precision | recall |\n|---|---|---|---|---|"
    );
    for least in [policy.propose_from, 500, 900] {
        let score = Score::of(&known, &proposals, least);
        println!(
            "| {:.3} | {} | {} | {:.4} | {:.4} |",
            f64::from(least) / 1e3,
            score.proposed,
            score.right,
            score.precision(),
            score.recall(),
        );
    }
    let score = Score::of(&known, &proposals, policy.propose_from);
    println!("\n| told by | recall at the policy's line |\n|---|---|");
    for tie in Tie::ALL {
        println!("| {} | {:.4} |", tie.words(), score.recall_by(tie));
    }
    let holds = score.recall() >= LEAST_RECALL && score.precision() >= LEAST_PRECISION;
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
