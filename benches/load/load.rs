//! `load PROGRAM POSTGRES_URL [SECONDS]`: how many people may write and submit at once? A thousand editors, each
//! with a dossier of its own that saves one field every five seconds, and a hundred submissions a minute; then
//! the same with twenty form PDFs a second beside it. The server is the release program on PostgreSQL, and
//! shares the machine with what loads it. `cargo xtask bench load` builds and calls it.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod phase;
mod prepare;
mod tally;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Context as _;

use phase::Rates;
use prepare::Stand;

/// Dossiers that are being written.
const EDITORS: usize = 1000;
/// Submissions in a minute.
const SUBMISSIONS: u32 = 100;
/// Form PDFs in a second, in the second phase.
const DOCUMENTS: u32 = 20;

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name the program")?).canonicalize()?;
    let postgres = arguments.next().context("name the PostgreSQL server")?;
    let seconds: u64 = arguments.next().map_or(Ok(300), |one| one.parse())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(run(program, &postgres, Duration::from_secs(seconds)))
}

async fn run(program: PathBuf, postgres: &str, length: Duration) -> anyhow::Result<ExitCode> {
    let phases = [
        ("writing and submitting", Rates { submissions: SUBMISSIONS, documents: 0 }),
        ("with form PDFs beside it", Rates { submissions: SUBMISSIONS, documents: DOCUMENTS }),
    ];
    let minutes = u32::try_from(length.as_secs().div_ceil(60))?;
    let each = usize::try_from(SUBMISSIONS * minutes)?;
    let stand = Stand::prepare(program, postgres, (EDITORS, each * phases.len())).await?;
    let mut is_whole = true;
    for (at, (title, rates)) in phases.into_iter().enumerate() {
        let ready = stand.ready.get(at * each..(at + 1) * each).unwrap_or_default();
        is_whole &= phase::run(&stand, title, (rates, length), ready).await?;
    }
    stand.end().await?;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
