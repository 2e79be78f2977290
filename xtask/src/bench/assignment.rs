//! How near the optimum is our assignment, how fast, and what do OR-tools and a greedy reach?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use super::instance::{self, CONFLICTS, Size};
use super::measure::{Measured, measure};
use super::peers::Peers;
use super::rows::columns;
use super::verdict;
use crate::workspace::Workspace;

#[path = "assignment_cases.rs"]
mod cases;

const PER_NOMINATION: usize = 5;
const MAX_LOAD: usize = 6;
const SIZE: Size = Size { nominations: 3_000, experts: 10_000, kept: 102, conflicts: CONFLICTS };
const SEED: u64 = 1;

/// What a sparse instance of that size may take of the processor, files read and written, with the unit
/// rule as without it.
const MOST_SECONDS: f64 = 1.0;

/// Prints the figures of the three programs; true when ours is feasible, the optimum, and quick.
pub(crate) fn run(
    workspace: &Workspace,
    peers: &Peers<'_>,
    instance: Option<&Path>,
) -> Result<bool> {
    let scratch = workspace.scratch("assignment")?;
    let folder = match instance {
        Some(folder) => folder.to_path_buf(),
        None => generated(&scratch)?,
    };
    let problem = Problem::read(&folder)?;
    println!(
        "{} scored pairs, {} conflicts; {PER_NOMINATION} each, load {MAX_LOAD}",
        problem.scores.len(),
        problem.barred.len()
    );
    if instance.is_none() {
        println!("drawn by `{}`", instance::command(&SIZE, false, SEED));
    }
    println!();
    println!("| program | wall | processor | peak memory | total | of the optimum | faults |");
    println!("|---|---|---|---|---|---|---|");
    let mut said = Vec::new();
    let mut all_hold = true;
    // Another instance need not have so many units.
    let strictest = usize::from(instance.is_none());
    for per_unit in 0..=strictest {
        // Another instance may be of any size.
        let most = instance.is_none().then_some(MOST_SECONDS);
        let case = Case { folder: &folder, scratch: &scratch, per_unit, most };
        all_hold &= case.print(workspace, peers, &problem, &mut said)?;
    }
    println!();
    for (line, holds) in said {
        all_hold &= verdict(&line, holds);
    }
    let others_hold = cases::run(workspace, peers)?;
    Ok(all_hold && others_hold)
}

fn generated(scratch: &Path) -> Result<PathBuf> {
    instance::write(scratch, &SIZE, SEED)?;
    Ok(scratch.to_path_buf())
}

/// One instance under one rule.
struct Case<'c> {
    folder: &'c Path,
    scratch: &'c Path,
    per_unit: usize,
    /// The seconds of processor that ours may take, where they are bounded.
    most: Option<f64>,
}

impl Case<'_> {
    /// Prints a line for each program and adds what is to be said of ours; false where a program that must be
    /// there is not.
    fn print(
        &self,
        workspace: &Workspace,
        peers: &Peers<'_>,
        problem: &Problem,
        said: &mut Vec<(String, bool)>,
    ) -> Result<bool> {
        let Self { folder, scratch, per_unit, most } = *self;
        let rule = if per_unit == 0 { "" } else { ", at most 1 a unit" };
        let peer = peers
            .or_tools()
            .and_then(|python| or_tools(workspace, &python, (folder, scratch), &[per_unit]));
        let optimum = peer.as_ref().ok().map(|(total, _)| *total);
        let (out, cost) = assign(workspace, (folder, scratch), per_unit, &[])?;
        let judged = problem.judge(&columns(&out, ["nomination_id", "expert_id"])?, per_unit);
        let name = format!("laurel engine assign{rule}");
        line(&name, &cost.to_string(), judged.total, optimum, &judged.faults());
        match &peer {
            Ok((total, measured)) => {
                let name = format!("OR-tools, same file{rule}");
                line(&name, &measured.to_string(), *total, optimum, "none");
            }
            Err(_) => println!("| OR-tools{rule} | not compared, see below | | | | | |"),
        }
        if per_unit == 0 {
            let started = Instant::now();
            let greedy = problem.judge(&problem.greedy(), 0);
            let cost = format!("{:.2} s (in memory) | |", started.elapsed().as_secs_f64());
            line("greedy, best pair first", &cost, greedy.total, optimum, &greedy.faults());
        }
        let is_best = judged.is_feasible() && optimum.is_none_or(|optimum| judged.total == optimum);
        said.push((format!("feasible, and OR-tools' optimum{rule}"), is_best));
        if let Some((most, seconds)) = most.zip(cost.processor_seconds) {
            let line = format!("{seconds:.2} s of processor{rule}, at most {most:.2}");
            said.push((line, seconds <= most));
        }
        Ok(match &peer {
            Ok(_) => true,
            Err(why) => peers.absent("OR-tools", why),
        })
    }
}

fn line(name: &str, cost: &str, total: i64, optimum: Option<i64>, faults: &str) {
    let ratio = optimum.map_or_else(
        || "unknown".to_owned(),
        |optimum| format!("{:.9}", total as f64 / optimum as f64),
    );
    println!("| {name} | {cost} | {:.6} | {ratio} | {faults} |", total as f64 / 1e6);
}

/// `laurel engine assign` on a folder, with the experts where the unit rule is on: the file it wrote into
/// `scratch`, and what it cost.
fn assign(
    workspace: &Workspace,
    (folder, scratch): (&Path, &Path),
    per_unit: usize,
    objective: &[&str],
) -> Result<(PathBuf, Measured)> {
    let out = scratch.join("assignment.csv");
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "assign", "--affinity"]).arg(folder.join("affinity.csv"));
    command.arg("--conflicts").arg(folder.join("conflicts.csv"));
    if per_unit > 0 {
        command.arg("--experts").arg(folder.join("experts.csv"));
    }
    command.args(["--max-per-unit", &per_unit.to_string()]);
    command.args(["--per-nomination", &PER_NOMINATION.to_string()]);
    command.args(["--max-load", &MAX_LOAD.to_string()]);
    command.args(objective).arg("--out").arg(&out);
    let measured = measure(&mut command, scratch)?;
    Ok((out, measured))
}

/// The optimum by OR-tools' min-cost flow; `numbers` are the bound of a unit and, of a matrix, its sides.
fn or_tools(
    workspace: &Workspace,
    python: &Path,
    (folder, scratch): (&Path, &Path),
    numbers: &[usize],
) -> Result<(i64, Measured)> {
    let mut command = Command::new(python);
    command.arg(workspace.root.join("benches/peers/ortools_assignment.py")).arg(folder);
    command.args([PER_NOMINATION.to_string(), MAX_LOAD.to_string()]);
    command.args(numbers.iter().map(usize::to_string));
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
    /// Unit of each expert; empty where no file says.
    units: BTreeMap<String, String>,
}

/// What an assignment comes to.
#[derive(Default)]
struct Judged {
    total: i64,
    bad_pairs: usize,
    overloaded: usize,
    unfilled: usize,
    /// Units with more experts on a nomination than may be.
    crowded: usize,
}

impl Judged {
    fn is_feasible(&self) -> bool {
        (self.bad_pairs, self.overloaded, self.unfilled, self.crowded) == (0, 0, 0, 0)
    }

    fn faults(&self) -> String {
        if self.is_feasible() {
            return "none".to_owned();
        }
        format!(
            "{} bad pairs, {} over the load, {} unfilled, {} units crowded",
            self.bad_pairs, self.overloaded, self.unfilled, self.crowded
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
        let experts = folder.join("experts.csv");
        let mut units = BTreeMap::new();
        if experts.is_file() {
            let rows = columns(&experts, ["expert_id", "unit"])?;
            units.extend(rows.into_iter().map(|[expert, unit]| (expert, unit)));
        }
        Ok(Self { barred: barred.collect(), scores, nominations, units })
    }

    /// Counts everything anew; with `per_unit` above 0 no more than so many of a unit are right.
    fn judge(&self, pairs: &[[String; 2]], per_unit: usize) -> Judged {
        let mut judged = Judged::default();
        let (mut loads, mut filled) = (BTreeMap::new(), BTreeMap::new());
        let mut of_unit = BTreeMap::new();
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
            if let Some(unit) = self.units.get(expert) {
                *of_unit.entry((nomination, unit)).or_insert(0) += 1;
            }
        }
        judged.crowded =
            of_unit.values().filter(|experts| per_unit > 0 && **experts > per_unit).count();
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
    fn a_barred_pair_a_repeated_pair_a_short_nomination_and_a_crowded_unit_are_faults() {
        let pair = |nomination: &str, expert: &str| (nomination.to_owned(), expert.to_owned());
        let problem = Problem {
            scores: [(pair("p", "a"), 5), (pair("p", "b"), 7)].into(),
            barred: [pair("p", "b")].into(),
            nominations: ["p".to_owned()].into(),
            units: ["a", "b"].map(|expert| (expert.to_owned(), "u".to_owned())).into(),
        };
        let row = |expert: &str| ["p".to_owned(), expert.to_owned()];
        let judged = problem.judge(&[row("a"), row("a"), row("b")], 1);
        assert_eq!((judged.total, judged.bad_pairs, judged.unfilled), (5, 2, 1));
        assert_eq!(problem.greedy(), [row("a")]);
        let open = Problem { barred: BTreeSet::new(), ..problem };
        let crowded = |per_unit| open.judge(&[row("a"), row("b")], per_unit).crowded;
        assert_eq!([0, 1, 2].map(crowded), [0, 1, 0]);
    }
}
