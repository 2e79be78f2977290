//! How near the optimum is our assignment, how fast, and what do OR-tools and a greedy reach?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::instance::{self, Size};
use super::measure::{Measured, measure};
use super::rows::columns;
use crate::process::output_of;
use crate::workspace::{Workspace, program, variable};

const PER_NOMINATION: usize = 5;
const MAX_LOAD: usize = 6;
const SIZE: Size = Size { nominations: 3_000, experts: 10_000, kept: 102, conflicts: 0.01 };

/// Prints the figures of the three programs; true when ours is feasible and the optimum.
pub(crate) fn run(workspace: &Workspace, instance: Option<&Path>) -> Result<bool> {
    let scratch = workspace.scratch("assignment")?;
    let folder = match instance {
        Some(folder) => folder.to_path_buf(),
        None => generated(&scratch)?,
    };
    let problem = Problem::read(&folder)?;
    println!(
        "{} scored pairs, {} conflicts; {PER_NOMINATION} each, load {MAX_LOAD}\n",
        problem.scores.len(),
        problem.barred.len()
    );
    println!("| program | wall | processor | peak memory | total | of the optimum | faults |");
    println!("|---|---|---|---|---|---|---|");
    let peer = or_tools(workspace, &folder, &scratch);
    let optimum = peer.as_ref().ok().map(|(total, _)| *total);
    let ours = ours(workspace, &folder, &scratch)?;
    let judged = problem.judge(&columns(&ours.0, ["nomination_id", "expert_id"])?);
    line("laurel engine assign", &ours.1.to_string(), judged.total, optimum, &judged.faults());
    match &peer {
        Ok((total, measured)) => {
            line("OR-tools, same file", &measured.to_string(), *total, optimum, "none");
        }
        Err(why) => println!("| OR-tools | not run: {why:#} | | | | | |"),
    }
    let started = Instant::now();
    let greedy = problem.judge(&problem.greedy());
    let cost = format!("{:.2} s (in memory) | |", started.elapsed().as_secs_f64());
    line("greedy, best pair first", &cost, greedy.total, optimum, &greedy.faults());
    Ok(judged.is_feasible() && optimum.is_none_or(|optimum| judged.total == optimum))
}

fn generated(scratch: &Path) -> Result<PathBuf> {
    instance::write(scratch, &SIZE, 1)?;
    Ok(scratch.to_path_buf())
}

fn line(name: &str, cost: &str, total: i64, optimum: Option<i64>, faults: &str) {
    let ratio = optimum.map_or_else(
        || "unknown".to_owned(),
        |optimum| format!("{:.9}", total as f64 / optimum as f64),
    );
    println!("| {name} | {cost} | {:.6} | {ratio} | {faults} |", total as f64 / 1e6);
}

fn ours(workspace: &Workspace, folder: &Path, scratch: &Path) -> Result<(PathBuf, Measured)> {
    let out = scratch.join("assignment.csv");
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "assign", "--affinity"]).arg(folder.join("affinity.csv"));
    command.arg("--conflicts").arg(folder.join("conflicts.csv"));
    command.args(["--per-nomination", &PER_NOMINATION.to_string()]);
    command.args(["--max-load", &MAX_LOAD.to_string(), "--out"]).arg(&out);
    let measured = measure(&mut command, scratch)?;
    Ok((out, measured))
}

/// The optimum by OR-tools' min-cost flow, where a Python has it.
fn or_tools(workspace: &Workspace, folder: &Path, scratch: &Path) -> Result<(i64, Measured)> {
    let python = variable("LAUREL_BENCH_PYTHON")
        .map(PathBuf::from)
        .or_else(|| program(&["python3"]))
        .context("no python3")?;
    output_of(Command::new(&python).args(["-c", "import numpy, ortools"])).context(
        "pip install ortools numpy, and name that Python in LAUREL_BENCH_PYTHON if it is another",
    )?;
    let mut command = Command::new(python);
    command.arg(workspace.root.join("benches/peers/ortools_assignment.py")).arg(folder);
    command.args([PER_NOMINATION.to_string(), MAX_LOAD.to_string()]);
    let measured = measure(&mut command, scratch)?;
    let total = measured.stdout.trim().parse().context("OR-tools printed no total")?;
    Ok((total, measured))
}

#[expect(clippy::cast_possible_truncation, reason = "a score lies between 0 and 1")]
fn millionths(score: f64) -> i64 {
    (score * 1e6).round() as i64
}

/// An instance in memory, scores in millionths.
struct Problem {
    scores: BTreeMap<(String, String), i64>,
    barred: BTreeSet<(String, String)>,
    nominations: BTreeSet<String>,
}

/// What an assignment comes to.
#[derive(Default)]
struct Judged {
    total: i64,
    bad_pairs: usize,
    overloaded: usize,
    unfilled: usize,
}

impl Judged {
    fn is_feasible(&self) -> bool {
        (self.bad_pairs, self.overloaded, self.unfilled) == (0, 0, 0)
    }

    fn faults(&self) -> String {
        if self.is_feasible() {
            return "none".to_owned();
        }
        format!(
            "{} bad pairs, {} over the load, {} unfilled",
            self.bad_pairs, self.overloaded, self.unfilled
        )
    }
}

impl Problem {
    fn read(folder: &Path) -> Result<Self> {
        let mut scores = BTreeMap::new();
        let affinity = folder.join("affinity.csv");
        for [nomination, expert, score] in
            columns(&affinity, ["nomination_id", "expert_id", "score"])?
        {
            let score: f64 = score.parse().with_context(|| format!("{score:?} is no score"))?;
            scores.insert((nomination, expert), millionths(score));
        }
        let conflicts = columns(&folder.join("conflicts.csv"), ["nomination_id", "expert_id"])?;
        let barred = conflicts.into_iter().map(|[nomination, expert]| (nomination, expert));
        let nominations = scores.keys().map(|(nomination, _)| nomination.clone()).collect();
        Ok(Self { barred: barred.collect(), scores, nominations })
    }

    fn judge(&self, pairs: &[[String; 2]]) -> Judged {
        let mut judged = Judged::default();
        let (mut loads, mut filled) = (BTreeMap::new(), BTreeMap::new());
        let mut seen = BTreeSet::new();
        for [nomination, expert] in pairs {
            let pair = (nomination.clone(), expert.clone());
            let score = self.scores.get(&pair).filter(|_| !self.barred.contains(&pair));
            let (Some(score), true) = (score, seen.insert(pair)) else {
                judged.bad_pairs += 1;
                continue;
            };
            judged.total += score;
            *loads.entry(expert).or_insert(0) += 1;
            *filled.entry(nomination).or_insert(0) += 1;
        }
        judged.overloaded = loads.values().filter(|load| **load > MAX_LOAD).count();
        let is_short = |nomination: &&String| filled.get(nomination) != Some(&PER_NOMINATION);
        judged.unfilled = self.nominations.iter().filter(is_short).count();
        judged
    }

    /// Takes the best pair that still fits, until none does; the lesser ids first among equals.
    fn greedy(&self) -> Vec<[String; 2]> {
        let mut pairs: Vec<_> =
            self.scores.iter().filter(|(pair, _)| !self.barred.contains(*pair)).collect();
        pairs.sort_by_key(|(pair, score)| (-**score, *pair));
        let (mut loads, mut filled) = (BTreeMap::new(), BTreeMap::new());
        let mut chosen = Vec::new();
        for ((nomination, expert), _) in pairs {
            let load = loads.entry(expert).or_insert(0);
            let number = filled.entry(nomination).or_insert(0);
            if *load < MAX_LOAD && *number < PER_NOMINATION {
                *load += 1;
                *number += 1;
                chosen.push([nomination.clone(), expert.clone()]);
            }
        }
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barred_pair_a_repeated_pair_and_a_short_nomination_are_faults() {
        let pair = |nomination: &str, expert: &str| (nomination.to_owned(), expert.to_owned());
        let problem = Problem {
            scores: [(pair("p", "a"), 5), (pair("p", "b"), 7)].into(),
            barred: [pair("p", "b")].into(),
            nominations: ["p".to_owned()].into(),
        };
        let row = |expert: &str| ["p".to_owned(), expert.to_owned()];
        let judged = problem.judge(&[row("a"), row("a"), row("b")]);
        assert_eq!((judged.total, judged.bad_pairs, judged.unfilled), (5, 2, 1));
        assert_eq!(problem.greedy(), [row("a")]);
    }
}
