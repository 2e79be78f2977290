//! How long do a decision and its resamples take, at the largest size promised?

use std::time::Instant;

use laurel::demo::history::{PastPlan, Places, past_rounds};
use laurel::quotas::engine::{EngineError, History, Policy, decide, stability, total_for};
use serde::Serialize;

const SOCIETIES: usize = 5_000;
const ROUNDS: i32 = 10;
const RESAMPLES: u32 = 1_000;

/// What was measured.
#[derive(Serialize)]
pub(crate) struct Speed {
    societies: usize,
    rounds: i32,
    decide_seconds: f64,
    resamples: u32,
    stability_seconds: f64,
    threads: usize,
}

/// Decides on a large history, and draws it again.
pub(crate) fn measured(policy: &Policy) -> Result<Speed, EngineError> {
    let rounds: Vec<i32> = (0..ROUNDS).map(|at| 2007 + 2 * at).collect();
    let past = past_rounds(&PastPlan::numbered(SOCIETIES, &rounds, Places::BySize), 1);
    let history = History::new(past.rows).map_err(EngineError::History)?;
    let newest = history.newest_round();
    let held = history.rows().iter().filter(|row| Some(row.round) == newest).map(|row| row.quota);
    let total = total_for(policy, held.sum());
    let started = Instant::now();
    decide(&history, policy, total)?;
    let decide_seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    stability(&history, policy, total, RESAMPLES, 1)?;
    Ok(Speed {
        societies: SOCIETIES,
        rounds: ROUNDS,
        decide_seconds,
        resamples: RESAMPLES,
        stability_seconds: started.elapsed().as_secs_f64(),
        threads: rayon::current_num_threads(),
    })
}
