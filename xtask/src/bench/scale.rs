//! How do affinity, conflicts, assignment and whole match grow: 1,534 nominations against 10,000 and
//! 100,000 experts with five publications each, and a million with one?
//!
//! The real pools, repeated under new keys until they are as large as asked for; nobody is made up.
//! What a repetition says is what it was repeated from, so that the vocabulary does not grow: a real
//! pool of that size has more terms, each in fewer publications.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::measure::{Measured, measure};
use super::rows::columns;
use super::verdict;
use crate::workspace::Workspace;

#[path = "scale_growth.rs"]
mod growth;
#[path = "scale_match.rs"]
mod whole;

const NOMINATIONS: usize = 1_534;
/// Experts, and publications of each; the middle one is the round that bounds are set for, the last one
/// shows the growth.
const SIZES: [(usize, usize); 3] = [(10_000, 5), BOUNDED, (1_000_000, 1)];
const BOUNDED: (usize, usize) = (100_000, 5);
const TOP: usize = 100;
/// What that round may take: reading and index, scores, memory.
const MOST_INDEX_SECONDS: f64 = 300.0;
const MOST_SCORE_SECONDS: f64 = 60.0;
const MOST_MIB: f64 = 2_048.0;

const POOLS: [&str; 2] = ["pool_zh", "pool_en"];

/// Prints the cost of all sizes of at most so many experts, then of a whole match; true when the bounds are
/// kept.
pub(crate) fn run(workspace: &Workspace, data: Option<&Path>, most: usize) -> Result<bool> {
    let Some(data) = data else {
        return Ok(super::absent());
    };
    let of_affinity = affinity(workspace, data, most)?;
    let of_others = growth::run(workspace, data, most)?;
    if most < BOUNDED.0 {
        println!("\nno whole match: pools of more than {most} experts are left out");
        return Ok(of_affinity && of_others);
    }
    let pool = workspace.target.join("xtask/scale").join(BOUNDED.0.to_string());
    let of_whole = whole::run(workspace, data, &pool)?;
    Ok(of_affinity && of_others && of_whole)
}

fn affinity(workspace: &Workspace, data: &Path, most: usize) -> Result<bool> {
    println!("### Affinity: the best {TOP} experts of each nomination\n");
    let scratch = workspace.scratch("scale")?;
    let (one, all) = (scratch.join("one.csv"), scratch.join("all.csv"));
    write_nominations(data, &one, 1)?;
    write_nominations(data, &all, NOMINATIONS)?;
    println!("| experts | publications | asked | wall | processor | peak memory |");
    println!("|---|---|---|---|---|---|");
    let mut said = Vec::new();
    for (experts, each) in SIZES.into_iter().filter(|size| size.0 <= most) {
        let pool = scratch.join(experts.to_string());
        let publications = experts * each;
        write_pool(data, &pool, (experts, publications))?;
        let asked = |nominations: &Path, number: usize| -> Result<Measured> {
            let cost = measure(&mut ours(workspace, &pool, nominations), &scratch)?;
            println!("| {experts} | {publications} | {number} nominations | {cost} |");
            Ok(cost)
        };
        let index = asked(&one, 1)?;
        let both = asked(&all, NOMINATIONS)?;
        let seconds = both.wall.as_secs_f64() - index.wall.as_secs_f64();
        let peak = both.peak_mib.unwrap_or_default();
        println!(
            "| {experts} | {publications} | scores and reasons of the best {TOP} alone | {seconds:.2} s | | |"
        );
        if (experts, each) == BOUNDED {
            let index = index.wall.as_secs_f64();
            let line = format!("{experts} experts: index within {MOST_INDEX_SECONDS} s");
            said.push((line, index <= MOST_INDEX_SECONDS));
            let line = format!("{experts} experts: scores within {MOST_SCORE_SECONDS} s");
            said.push((line, seconds <= MOST_SCORE_SECONDS));
            said.push((format!("{experts} experts: within {MOST_MIB} MiB"), peak <= MOST_MIB));
        }
    }
    println!();
    Ok(said.into_iter().fold(true, |all, (line, holds)| verdict(&line, holds) && all))
}

fn ours(workspace: &Workspace, pool: &Path, nominations: &Path) -> Command {
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "affinity", "--top", &TOP.to_string()]);
    command.arg("--experts").arg(pool.join("experts.csv"));
    command.arg("--publications").arg(pool.join("publications.csv"));
    command.arg("--nominations").arg(nominations);
    command.arg("--out").arg(pool.join("affinity.csv"));
    command
}

/// Titles and abstracts of held-out papers and of the round of 2019, repeated under new numbers.
fn write_nominations(data: &Path, out: &Path, number: usize) -> Result<()> {
    let mut known: Vec<[String; 3]> = Vec::new();
    for pool in POOLS {
        let file = data.join(pool).join("heldout_nominations.csv");
        known.extend(columns(&file, ["title", "abstract", "keywords"])?);
    }
    let file = data.join("round2019/nominations.csv");
    let of_round = columns(&file, ["title", "abstract"])?;
    known.extend(of_round.into_iter().map(|[title, text]| [title, text, String::new()]));
    let mut writer = csv::Writer::from_path(out)?;
    writer.write_record(["nomination_id", "title", "abstract", "keywords"])?;
    for (at, [title, text, keywords]) in known.iter().cycle().take(number).enumerate() {
        writer.write_record([&format!("n{at}"), title, text, keywords])?;
    }
    writer.flush().context("the nominations cannot be written")
}

/// Experts and publications of both pools, repeated; the k-th repetition of a publication belongs to
/// the k-th repetition of its experts, and those who have too few get the next ones.
fn write_pool(data: &Path, folder: &Path, (experts, number): (usize, usize)) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut people: Vec<[String; 4]> = Vec::new();
    let mut papers: Vec<[String; 5]> = Vec::new();
    for pool in POOLS {
        let pool = data.join(pool);
        let names = ["expert_id", "name", "unit", "keywords"];
        people.extend(columns(&pool.join("experts.csv"), names)?);
        let names = ["title", "abstract", "year", "keywords", "authors"];
        papers.extend(columns(&pool.join("publications.csv"), names)?);
    }
    let mut writer = csv::Writer::from_path(folder.join("experts.csv"))?;
    writer.write_record(["expert_id", "name", "unit", "keywords"])?;
    for (at, [_, name, unit, keywords]) in people.iter().cycle().take(experts).enumerate() {
        writer.write_record([&format!("e{at}"), name, unit, keywords])?;
    }
    writer.flush()?;
    let mut writer = csv::Writer::from_path(folder.join("publications.csv"))?;
    writer.write_record([
        "publication_id",
        "title",
        "abstract",
        "year",
        "keywords",
        "authors",
        "expert_ids",
    ])?;
    for (at, [title, text, year, keywords, authors]) in
        papers.iter().cycle().take(number).enumerate()
    {
        let (key, expert) = (format!("p{at}"), format!("e{}", at % experts));
        writer.write_record([&key, title, text, year, keywords, authors, &expert])?;
    }
    writer.flush().context("the publications cannot be written")
}
