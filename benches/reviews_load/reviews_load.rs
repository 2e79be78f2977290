//! `reviews_load PROGRAM SECONDS [POSTGRES_URL]`: how many reviewers may save at once, and how long does each wait? Five
//! hundred of them, each with a dozen sheets of his own, of which he keeps one every five seconds, submits it after a
//! while and goes on to the next; then all of them at one instant; then with shorter and shorter pauses, to see where it
//! ends. The server is the release program, on PostgreSQL where a server is named, and shares the machine with what
//! loads it. `cargo xtask bench reviews` builds and calls it.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod prepare;
mod reviewer;
mod server;
#[path = "../load/tally.rs"]
mod tally;

use std::{
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use tokio::task::JoinSet;

use prepare::Stand;
use reviewer::Pace;
use tally::Tally;

/// Those who review.
const REVIEWERS: usize = 500;
/// Between two steps of one reviewer.
const PAUSE: Duration = Duration::from_secs(5);
/// Of a hundred saves ninety-nine are answered in less.
const WANTED: Duration = Duration::from_millis(300);
/// How often all of them save at one instant, and how far these instants lie apart.
const BURSTS: u32 = 3;
const APART: Duration = Duration::from_secs(10);
/// What the later phases send: milliseconds between two steps of a reviewer.
const STEEPER: [u64; 3] = [2_000, 1_000, 500];
/// How long each of the later phases lasts.
const STEEPER_LASTS: Duration = Duration::from_secs(30);

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name the program")?).canonicalize()?;
    let seconds: u64 = arguments.next().context("name the seconds")?.parse()?;
    let postgres = arguments.next();
    // The client asks for them, though nobody here speaks TLS.
    laurel::shared::choose_ciphers();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(program, postgres.as_deref(), Duration::from_secs(seconds)))
}

/// What came of a phase.
struct Outcome {
    saved: Tally,
    /// Whether nothing failed and nothing was lost.
    is_whole: bool,
}

async fn run(
    program: PathBuf,
    postgres: Option<&str>,
    length: Duration,
) -> anyhow::Result<ExitCode> {
    let mut stand = Stand::prepare(program, postgres, REVIEWERS).await?;
    let title = format!("{REVIEWERS} reviewers, a step every {} s", PAUSE.as_secs());
    let even = Pace { pause: PAUSE, length, is_at_once: false };
    let mut first = phase(&mut stand, &title, even).await?;
    let waited = first.saved.at(990);
    let is_in_time = waited < WANTED.as_millis();
    println!(
        "99 of 100 saves within {waited} ms, under {} are wanted: {}",
        WANTED.as_millis(),
        if is_in_time { "REACHED" } else { "NOT REACHED" }
    );
    let at_once = Pace { pause: APART, length: APART * BURSTS, is_at_once: true };
    let burst = phase(&mut stand, "all of them at one instant", at_once).await?;
    println!(
        "the last of {} saves waited {} ms",
        burst.saved.count(),
        burst.saved.longest().as_millis()
    );
    let mut is_whole = first.is_whole && burst.is_whole;
    for pause in STEEPER {
        let title = format!("a step every {pause} ms");
        let pause = Duration::from_millis(pause);
        let pace = Pace { pause, length: STEEPER_LASTS, is_at_once: false };
        is_whole &= phase(&mut stand, &title, pace).await?.is_whole;
    }
    stand.end().await?;
    Ok(if is_whole && is_in_time { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a phase and prints its table.
async fn phase(stand: &mut Stand, title: &str, pace: Pace) -> anyhow::Result<Outcome> {
    println!("\n### {title}\n");
    let (before, begun) = (stand.server.processor_seconds(), Instant::now());
    let all = stand.reviewers.len();
    let mut working = JoinSet::new();
    for (at, reviewer) in stand.reviewers.drain(..).enumerate() {
        let share = if pace.is_at_once { 0.0 } else { fraction(at, all) };
        working.spawn(reviewer.work(pace.pause.mul_f64(share), pace, begun));
    }
    let (mut saved, mut moved) = (Tally::default(), Tally::default());
    while let Some(done) = working.join_next().await {
        let (reviewer, work) = done?;
        saved.join(work.saved);
        moved.join(work.moved);
        stand.reviewers.push(reviewer);
    }
    let took = begun.elapsed();
    let worked = stand.server.processor_seconds().zip(before).map(|(after, before)| after - before);
    let mut lost = 0;
    for reviewer in &stand.reviewers {
        lost += reviewer.count_lost().await?;
    }
    println!("| request | sent | a second | p50 ms | p95 | p99 | longest | failed |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    saved.print("save a sheet", pace.length);
    moved.print("submit or open again", pace.length);
    println!("\nsheets that do not stand as they were acknowledged last: {lost}");
    if let Some(worked) = worked {
        println!("processors of the server: {:.2}", worked / took.as_secs_f64());
    }
    let is_whole = lost == 0 && saved.failures() + moved.failures() == 0;
    Ok(Outcome { saved, is_whole })
}

#[expect(clippy::cast_precision_loss, reason = "a place among five hundred")]
fn fraction(at: usize, of: usize) -> f64 {
    at as f64 / of as f64
}
