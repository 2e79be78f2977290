//! `quota_study OUT.json [POLICY.toml]`: how well does the quota engine see the truth behind seeded histories, beside
//! rules of thumb? `cargo xtask bench quota-study` builds and calls it, and draws what it writes.

mod arms;
mod measured;
mod speed;
mod truth;

use std::{error::Error, path::Path, process::ExitCode};

use laurel::quotas::engine::Policy;
use rayon::prelude::*;
use serde::Serialize;

use arms::{Seen, arms};
use measured::{ArmResult, gather};
use speed::Speed;

/// Seeded histories of each arm.
const HISTORIES: u64 = 200;

#[derive(Serialize)]
struct Study {
    histories: u64,
    societies: usize,
    rounds: usize,
    arms: Vec<ArmResult>,
    speed: Speed,
}

fn run(out: &Path, policy: Option<&Path>) -> Result<(), Box<dyn Error>> {
    let policy = match policy {
        None => Policy::default(),
        Some(file) => {
            Policy::parse(&std::fs::read_to_string(file)?).map_err(|e| format!("{e:?}"))?
        }
    };
    let mut results = Vec::new();
    for arm in arms() {
        let seen: Vec<Seen> = (1..=HISTORIES)
            .into_par_iter()
            .map(|seed| arm.history(&policy, seed))
            .collect::<Result<_, _>>()?;
        results.push(gather(&arm, &seen));
    }
    let study = Study {
        histories: HISTORIES,
        societies: arms::SOCIETIES,
        rounds: laurel::demo::history::PAST_ROUNDS.len(),
        arms: results,
        speed: speed::measured(&policy)?,
    };
    std::fs::write(out, serde_json::to_string_pretty(&study)?)?;
    Ok(())
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(out) = arguments.next() else {
        return ExitCode::from(2);
    };
    let policy = arguments.next();
    match run(Path::new(&out), policy.as_deref().map(Path::new)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write as _;
            let _gone = writeln!(std::io::stderr(), "{error}");
            ExitCode::from(1)
        }
    }
}
