//! `whole_round PROGRAM [POSTGRES_URL]`: how long does a round take, from the ballots to the published result? The release
//! program with the demonstration in full, whose nominations are judged, voted on, released and awarded by requests alone;
//! the bundle is computed anew, and the places of the next round are published. Ten minutes at most, on SQLite and, where a
//! server is named, on PostgreSQL. `cargo xtask bench round` builds and calls it.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod circle;
mod course;
mod flips;
mod members;
mod office;
mod reviewers;
mod stand;
mod way;

use std::{path::Path, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;
use laurel::demo::deciding::Site;

use course::{Course, Extent, Line};
use stand::Stand;

/// A whole round takes no longer.
const MOST: Duration = Duration::from_mins(10);
/// As large as things are in life: panels of 15 for up to 30 nominations, committees of 25, a council of 21.
const EXTENT: Extent = Extent { panel: (20, 30), seats: [15, 25, 21], passes: [30, 40] };

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name the program")?).canonicalize()?;
    let postgres = arguments.next();
    // The client asks for them, though nobody here speaks TLS.
    laurel::shared::choose_ciphers();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut is_reached = runtime.block_on(run(&program, None))?;
    if let Some(server) = postgres {
        is_reached &= runtime.block_on(run(&program, Some(&server)))?;
    } else {
        println!("\nno PostgreSQL server is named: it is measured on SQLite alone");
    }
    Ok(if is_reached { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Decides a round on one kind of database; says whether it was quick enough.
async fn run(program: &Path, postgres: Option<&str>) -> anyhow::Result<bool> {
    println!("\n### {}\n", if postgres.is_some() { "PostgreSQL" } else { "SQLite" });
    let (world, passwords) = Stand::prepare(program, postgres).await?;
    let course = Course { world, site: Site::new(stand::site()), passwords, extent: EXTENT };
    match Box::pin(way::go(&course)).await {
        Ok(lines) => {
            let is_reached = print(&lines);
            println!("{}", flips::refused(&course.world.bundle()?)?);
            course.world.end().await?;
            Ok(is_reached)
        }
        Err(error) => {
            println!("{}", course.world.log());
            Err(error)
        }
    }
}

/// Prints what each step took; says whether all of them together were quick enough.
fn print(lines: &[Line]) -> bool {
    println!("| step | count | seconds | requests | p50 ms | p99 ms | longest ms |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for line in lines {
        let mut answers = line.answers.clone();
        answers.sort_unstable();
        let part = |of: usize| {
            let at = (answers.len() * of).div_ceil(100).saturating_sub(1);
            answers.get(at).copied().unwrap_or_default().as_secs_f64() * 1_000.0
        };
        println!(
            "| {} | {} | {:.1} | {} | {:.1} | {:.1} | {:.1} |",
            line.what,
            line.count,
            line.took.as_secs_f64(),
            answers.len(),
            part(50),
            part(99),
            part(100),
        );
    }
    let all: Duration = lines.iter().map(|line| line.took).sum();
    let is_reached = all <= MOST;
    let word = if is_reached { "REACHED" } else { "NOT REACHED" };
    println!("\n{:.0} s together, {} s at most: {word}", all.as_secs_f64(), MOST.as_secs());
    is_reached
}
