//! `load PROGRAM POSTGRES_URL [SECONDS] [public|documents]`: how many people may write and submit at once? A thousand
//! editors, each with a dossier of its own that saves one field every five seconds, and a hundred submissions a minute;
//! then the same with twenty form PDFs a second beside it; then shorter and shorter pauses, and more and more documents,
//! to see where it ends. The server is the release program on PostgreSQL, and shares the machine with what loads it. With
//! `public`, everybody reads the public pages while people save; with `documents`, the second phase is run alone, as long
//! as the first. `cargo xtask bench load`, `bench public-pages` and `bench load-beside-pdfs` build and call it.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

mod phase;
mod prepare;
mod reading;
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
/// How long the second phase lasts at most: every submission of it takes a second to prepare.
const DOCUMENTS_LAST: Duration = Duration::from_mins(1);
/// Between two edits of one editor.
const PAUSE: Duration = Duration::from_secs(5);
/// What the later phases send: milliseconds between two edits of an editor, form PDFs in a second.
const STEEPER: [(u64, u32); 6] =
    [(2_000, 0), (1_000, 0), (600, 0), (400, 0), (5_000, 60), (5_000, 120)];
/// How long each of the later phases lasts.
const STEEPER_LASTS: Duration = Duration::from_secs(30);

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args().skip(1);
    let program = PathBuf::from(arguments.next().context("name the program")?).canonicalize()?;
    let postgres = arguments.next().context("name the PostgreSQL server")?;
    let seconds: u64 = arguments.next().map_or(Ok(300), |one| one.parse())?;
    let word = arguments.next();
    // The client asks for them, though nobody here speaks TLS.
    laurel::shared::choose_ciphers();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let length = Duration::from_secs(seconds);
    let rates = |documents| Rates { pause: PAUSE, submissions: SUBMISSIONS, documents };
    let writing = ("writing and submitting", rates(0), length);
    let beside = |length| ("with form PDFs beside it", rates(DOCUMENTS), length);
    runtime.block_on(async {
        match word.as_deref() {
            Some("public") => read(program, &postgres, length).await,
            Some("documents") => run(program, &postgres, &[beside(length)], &[]).await,
            _ => {
                let phases = [writing, beside(length.min(DOCUMENTS_LAST))];
                run(program, &postgres, &phases, &STEEPER).await
            }
        }
    })
}

/// Everybody reads the public pages while people save.
async fn read(program: PathBuf, postgres: &str, length: Duration) -> anyhow::Result<ExitCode> {
    let stand = Stand::prepare(program, postgres, (EDITORS, 0)).await?;
    let is_whole = reading::run(&stand, (PAUSE, length)).await?;
    stand.end().await?;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs phases that are to be whole, and then the steeper ones.
async fn run(
    program: PathBuf,
    postgres: &str,
    phases: &[(&str, Rates, Duration)],
    steeper: &[(u64, u32)],
) -> anyhow::Result<ExitCode> {
    let submitted = |length: Duration| length.as_secs() * u64::from(SUBMISSIONS) / 60;
    let all: u64 = phases.iter().map(|(_, _, length)| submitted(*length)).sum();
    let stand = Stand::prepare(program, postgres, (EDITORS, usize::try_from(all)?)).await?;
    let (mut is_whole, mut ready) = (true, stand.ready.as_slice());
    for (title, rates, length) in phases {
        let (now, later) = ready.split_at(usize::try_from(submitted(*length))?);
        is_whole &= phase::run(&stand, title, (*rates, *length), now).await?;
        ready = later;
    }
    for (pause, documents) in steeper {
        let title = format!("an edit every {pause} ms, {documents} form PDFs a second");
        let pause = Duration::from_millis(*pause);
        let rates = Rates { pause, submissions: SUBMISSIONS, documents: *documents };
        phase::run(&stand, &title, (rates, STEEPER_LASTS), &[]).await?;
    }
    stand.end().await?;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
