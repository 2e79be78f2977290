//! What else must the assignment show? Equality with OR-tools over seeds, the floor beside
//! `FairFlow`'s, the time beside `OpenReview`'s, repairs after a decline, matrices of thirty million
//! pairs, and panels.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{MAX_LOAD, PER_NOMINATION, assign, or_tools};
use crate::bench::instance::{self, CONFLICTS, Size};
use crate::bench::measure::{Measured, measure};
use crate::bench::peers::Peers;
use crate::bench::rows::columns;
use crate::bench::verdict;
use crate::process::shown;
use crate::workspace::Workspace;

#[path = "assignment_floor.rs"]
mod floor;

const SEEDS: u64 = 10;
/// The longest repair, in microseconds, and the dearest matrix: seconds of processor, MiB.
const REPAIR_MICROS: u64 = 100_000;
const DENSE_SECONDS: f64 = 5.0;
const DENSE_MIB: f64 = 400.0;
/// Declines that are mended, each in the plan as it was.
const DECLINES: u32 = 200;
/// Seed of every instance that is not one of many.
const SEED: u64 = 1;

const SMALL: Size = Size { nominations: 200, experts: 600, kept: 100, conflicts: CONFLICTS };
const MIDDLE: Size = Size { nominations: 1_000, experts: 3_000, kept: 100, conflicts: CONFLICTS };
const LARGE: Size = Size { nominations: 3_000, experts: 10_000, kept: 100, conflicts: CONFLICTS };

/// Prints the tables; true when every figure is as it must be.
pub(super) fn run(workspace: &Workspace, peers: &Peers<'_>) -> Result<bool> {
    let equal = equality(workspace, peers)?;
    let (fair, sparse) = floor::floors(workspace, peers)?;
    let drawn = draws(workspace)?;
    let quick = repairs(workspace)?;
    let (dense, of_matrix) = matrices(workspace, peers)?;
    let faster = beside_min_max(&sparse, of_matrix.as_ref());
    let seated = panels(workspace)?;
    Ok(equal && fair && drawn && quick && dense && faster && seated)
}

/// `OpenReview`'s `MinMax` (Python over OR-tools, scores cut to hundredths) on instances of the same model, as
/// measured in November 2026 on two cores: seconds of processor, MiB at the peak, and how many times as fast
/// ours must be (none where its own start counts).
const MIN_MAX: [(&str, f64, f64, Option<f64>); 3] = [
    ("200x600", 1.09, 90.0, None),
    ("1000x3000", 13.6, 328.0, None),
    ("3000x10000", 148.0, 2_299.0, Some(100.0)),
];
/// The same of 1,000 × 3,000 with every pair scored.
const MIN_MAX_DENSE: (f64, f64, f64) = (256.0, 965.0, 500.0);

/// How many times as fast as `MinMax` the sums were; its figures are of another day, so that a ratio is of
/// processor time alone.
fn beside_min_max(sparse: &[(&str, Measured)], dense: Option<&Measured>) -> bool {
    println!("\n### Beside OpenReview's MinMax, as measured in November 2026\n");
    println!("| instance | MinMax | ours, whole process | times as fast | memory | wanted |");
    println!("|---|---|---|---|---|---|");
    let mut said = Vec::new();
    let mut line = |name: &str, (seconds, mib): (f64, f64), ours: &Measured, least: Option<f64>| {
        let own = ours.processor_seconds;
        let ratio = own.filter(|own| *own > 0.0).map(|own| seconds / own);
        let shown = |value: Option<f64>, unit: &str| {
            value.map_or_else(|| "unknown".to_owned(), |value| format!("{value:.2}{unit}"))
        };
        let memory = ours.peak_mib.map(|own| mib / own);
        let wanted = least.map_or_else(|| "-".to_owned(), |least| format!("{least:.0}"));
        println!(
            "| {name} | {seconds:.2} s, {mib:.0} MiB | {} | {} | {} | {wanted} |",
            shown(own, " s"),
            shown(ratio, ""),
            shown(memory, " times as little"),
        );
        if let Some((least, ratio)) = least.zip(ratio) {
            said.push((format!("{name}: {least:.0} times as fast as MinMax"), ratio >= least));
        }
    };
    for (name, seconds, mib, least) in MIN_MAX {
        if let Some((_, ours)) = sparse.iter().find(|(known, _)| *known == name) {
            line(name, (seconds, mib), ours, least);
        }
    }
    if let Some(ours) = dense {
        let (seconds, mib, least) = MIN_MAX_DENSE;
        line("1000x3000, every pair", (seconds, mib), ours, Some(least));
    }
    println!();
    said.into_iter().fold(true, |all, (line, holds)| verdict(&line, holds) && all)
}

/// What an assignment file comes to, in millionths.
struct Outcome {
    total: i64,
    worst: i64,
}

impl Outcome {
    fn read(path: &Path) -> Result<Self> {
        let mut of_nomination = std::collections::BTreeMap::<String, i64>::new();
        for [nomination, score] in columns(path, ["nomination_id", "score"])? {
            let score: f64 = score.parse().with_context(|| format!("{score:?} is no score"))?;
            *of_nomination.entry(nomination).or_default() += super::millionths(score);
        }
        let worst = of_nomination.values().min().copied().unwrap_or(0);
        Ok(Self { total: of_nomination.values().sum(), worst })
    }
}

/// Ten seeds, sparse and dense, without and with the unit rule.
fn equality(workspace: &Workspace, peers: &Peers<'_>) -> Result<bool> {
    println!("\n### Equal to OR-tools: 200 × 600, {SEEDS} seeds\n");
    let python = match peers.or_tools() {
        Ok(python) => python,
        Err(why) => return Ok(peers.absent("OR-tools", &why)),
    };
    println!("seeds 1 to {SEEDS}, the first by `{}`\n", instance::command(&SMALL, false, 1));
    println!("| pairs | a unit | equal | largest difference |");
    println!("|---|---|---|---|");
    let mut all_equal = true;
    for (name, kept) in [("sparse", SMALL.kept), ("dense", SMALL.experts)] {
        for per_unit in [0, 1] {
            let (mut equal, mut largest) = (0, 0);
            for seed in 1..=SEEDS {
                let folder = workspace.scratch("assignment-equal")?;
                instance::write(&folder, &Size { kept, ..SMALL }, seed)?;
                let places = (folder.as_path(), folder.as_path());
                let peer = or_tools(workspace, &python, places, &[per_unit])?.0;
                let ours = Outcome::read(&assign(workspace, places, per_unit, &[])?.0)?.total;
                equal += u64::from(ours == peer);
                largest = (ours - peer).abs().max(largest);
            }
            let bound = if per_unit == 0 { "no bound" } else { "at most 1" };
            let largest = largest as f64 / 1e6;
            println!("| {name} | {bound} | {equal} of {SEEDS} | {largest:.6} |");
            all_equal &= equal == SEEDS;
        }
    }
    println!();
    Ok(verdict("every optimum equal to OR-tools' to 1e-6", all_equal))
}

/// A round of one discipline, small enough to be drawn two thousand times.
const DRAWN: Size = Size { nominations: 60, experts: 200, kept: 40, conflicts: CONFLICTS };
const DRAWS: u32 = 2_000;
/// No pair more likely than this, in per cent.
const PER_CENT: [u32; 2] = [50, 80];
/// How many of the pairs at the bound chance brings above it by three standard deviations or more, and how
/// far off its own chance it brings none of some hundreds, in standard deviations.
const ABOVE_BY_CHANCE: f64 = 0.001_35;
const FARTHEST: f64 = 5.0;

/// Draws of a whole plan, each proved: no pair more often than the bound says.
fn draws(workspace: &Workspace) -> Result<bool> {
    let Size { nominations, experts, .. } = DRAWN;
    println!("\n### Draws: {nominations} × {experts}, at most 1 a unit, {DRAWS} seeds\n");
    let folder = workspace.scratch("assignment-draws")?;
    instance::write(&folder, &DRAWN, SEED)?;
    println!(
        "| q | pairs that may be drawn | at the bound | more often than q + 3σ | of them by chance \
         | most frequent | farthest off its own chance |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut said = Vec::new();
    for percent in PER_CENT {
        let mut command = Command::new(workspace.example("assignment"));
        command.arg("draws").arg(&folder);
        command.args([PER_NOMINATION, MAX_LOAD, 1].map(|number| number.to_string()));
        command.args([percent, DRAWS].map(|number| number.to_string()));
        let measured = measure(&mut command, &folder)?;
        let [pairs, at_bound, above, most, farthest] = words(&measured.stdout)?;
        let expected = at_bound.parse::<f64>()? * ABOVE_BY_CHANCE;
        println!(
            "| 0.{percent} | {pairs} | {at_bound} | {above} | {expected:.1} | q + {most} σ \
             | {farthest} σ |"
        );
        // So many come of some hundreds of pairs, each within 3σ for itself; three deviations above that do not.
        let is_kept = above.parse::<f64>()? <= expected + 3.0 * expected.sqrt().max(1.0)
            && farthest.parse::<f64>()? <= FARTHEST;
        let line = format!(
            "q = 0.{percent}: {above} of {at_bound} pairs more often than q + 3σ, no more than \
             chance has"
        );
        said.push((line, is_kept));
    }
    println!();
    Ok(said.into_iter().fold(true, |all, (line, is_kept)| verdict(&line, is_kept) && all))
}

/// Declines mended one by one at 3,000 × 10,000.
fn repairs(workspace: &Workspace) -> Result<bool> {
    println!("\n### Repair after a decline: 3,000 × 10,000, {DECLINES} declines\n");
    let folder = workspace.scratch("assignment-repair")?;
    instance::write(&folder, &LARGE, SEED)?;
    let mut command = Command::new(workspace.example("assignment"));
    command.arg("repair").arg(&folder);
    command.args([PER_NOMINATION.to_string(), MAX_LOAD.to_string(), DECLINES.to_string()]);
    let measured = measure(&mut command, &folder)?;
    let [slowest, mean, changes, lost] = words(&measured.stdout)?;
    println!("| slowest | mean | pairs changed, mean | total given up a decline |");
    println!("|---|---|---|---|");
    println!("| {slowest} µs | {mean} µs | {changes} | {lost} millionths |\n");
    let is_quick = slowest.parse::<u64>()? <= REPAIR_MICROS;
    Ok(verdict(&format!("the slowest repair within {REPAIR_MICROS} µs"), is_quick))
}

/// Matrices in which every pair is scored, beside OR-tools where they fit its memory.
fn matrices(workspace: &Workspace, peers: &Peers<'_>) -> Result<(bool, Option<Measured>)> {
    println!("\n### Every pair scored, {} % of the pairs in conflict\n", CONFLICTS * 100.0);
    println!("| instance | program | wall | processor | memory | total | rounds | pairs entered |");
    println!("|---|---|---|---|---|---|---|---|");
    let python = peers.or_tools().ok();
    let (mut of_middle, mut said, mut commands) = (None, Vec::new(), Vec::new());
    for (name, size) in [("1,000 × 3,000", &MIDDLE), ("3,000 × 10,000", &LARGE)] {
        let folder = workspace.scratch(&format!("assignment-dense-{}", size.nominations))?;
        instance::write_matrix(&folder, size, SEED)?;
        commands.push(instance::command(size, true, SEED));
        for per_unit in [0, 1] {
            let mut command = Command::new(workspace.example("assignment"));
            command.arg("dense").arg(&folder);
            let numbers = [size.nominations, size.experts, PER_NOMINATION, MAX_LOAD, per_unit];
            command.args(numbers.iter().map(usize::to_string));
            commands.push(shown(&command));
            let cost = measure(&mut command, &folder)?;
            let [total, rounds, entered, places] = words(&cost.stdout)?;
            let of = if per_unit == 0 { "ours" } else { "ours, at most 1 a unit" };
            println!("| {name} | {of} | {cost} | {total} | {rounds} | {entered} |");
            let is_full = places.parse::<usize>()? == size.nominations * PER_NOMINATION;
            let is_quick = cost.processor_seconds.is_none_or(|seconds| seconds <= DENSE_SECONDS)
                && cost.peak_mib.is_none_or(|mib| mib <= DENSE_MIB);
            let line = format!("{name}, {of}: all places filled");
            said.push((line, is_full));
            let line = format!("{name}, {of}: within {DENSE_SECONDS} s and {DENSE_MIB} MiB");
            said.push((line, is_quick));
            // Thirty million arcs want four gigabytes there.
            if let Some(python) = python.as_deref().filter(|_| size.nominations < LARGE.nominations)
            {
                let numbers = [per_unit, size.nominations, size.experts];
                let (peer, theirs) = or_tools(workspace, python, (&folder, &folder), &numbers)?;
                println!("| {name} | OR-tools | {theirs} | {peer} | | |");
                let line = format!("{name}, {of}: equal to OR-tools' optimum");
                said.push((line, total.parse::<i64>()? == peer));
            }
            of_middle = of_middle.or(Some(cost));
        }
    }
    println!("\nTo have these rows again (FOLDER as in the lines that follow it):\n");
    for command in &commands {
        println!("    {command}");
    }
    println!();
    let all_hold = said.into_iter().fold(true, |all, (line, holds)| verdict(&line, holds) && all);
    Ok((all_hold, of_middle))
}

/// As many nominations as a round has, and a pool, divided into panels.
const PANELS: (usize, usize) = (1_534, 10_000);
const PANEL_SECONDS: f64 = 2.0;

/// Panels by discipline and size, with experts by coverage.
fn panels(workspace: &Workspace) -> Result<bool> {
    let (nominations, experts) = PANELS;
    println!(
        "\n### Panels: {nominations} nominations, {experts} experts, 10 to 30 each, 9 seats\n"
    );
    let folder = workspace.scratch("assignment-panels")?;
    instance::write_subjects(&folder, nominations, experts, SEED)?;
    let (out, seats) = (folder.join("panels.csv"), folder.join("seats.csv"));
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "panels", "--nominations"]).arg(folder.join("nominations.csv"));
    command.arg("--experts").arg(folder.join("experts.csv"));
    command.args(["--min-nominations", "10", "--max-nominations", "30", "--per-panel", "9"]);
    command.arg("--out").arg(&out).arg("--seats").arg(&seats);
    let cost = measure(&mut command, &folder)?;
    let mut sizes = std::collections::BTreeMap::<String, usize>::new();
    let mut of_subject =
        std::collections::BTreeMap::<String, std::collections::BTreeSet<String>>::new();
    let mut uncovered = 0;
    for [panel, discipline, is_covered] in columns(&out, ["panel", "discipline", "is_covered"])? {
        *sizes.entry(panel.clone()).or_default() += 1;
        let subject = discipline.get(..3).unwrap_or_default().to_owned();
        of_subject.entry(subject).or_default().insert(panel);
        uncovered += usize::from(is_covered != "1");
    }
    let seated = columns(&seats, ["expert_id"])?.len();
    let placed: usize = sizes.values().sum();
    let (least, most) = (sizes.values().min(), sizes.values().max());
    let (least, most) = (least.copied().unwrap_or(0), most.copied().unwrap_or(0));
    let torn = of_subject.values().filter(|panels| panels.len() > 1).count();
    println!(
        "| panels | smallest | largest | disciplines in several | uncovered | empty seats | wall | processor | memory |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let empty = (sizes.len() * 9).saturating_sub(seated);
    println!("| {} | {least} | {most} | {torn} | {uncovered} | {empty} | {cost} |", sizes.len());
    let is_quick = cost.processor_seconds.is_none_or(|seconds| seconds <= PANEL_SECONDS);
    println!();
    let is_divided = placed == nominations && least >= 10 && most <= 30;
    let line = format!("every nomination in a panel of its size, within {PANEL_SECONDS} s");
    Ok(verdict(&line, is_divided && is_quick))
}

/// The words of a line.
fn words<const N: usize>(line: &str) -> Result<[&str; N]> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.try_into() {
        Ok(words) => Ok(words),
        Err(words) => bail!("{} words where {N} were expected", words.len()),
    }
}
