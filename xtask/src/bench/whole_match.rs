//! How long do import and match of a whole round take, and does the result keep its promises?

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::measure::{Measured, measure};
use super::rows::columns;
use crate::workspace::Workspace;

const ROUND: &str = "2019";
const PER_NOMINATION: usize = 5;
const MAX_LOAD: usize = 8;
/// What the whole run may take, index included.
const WANTED_SECONDS: f64 = 20.0;
const WANTED_MIB: f64 = 1024.0;

/// The kind of conflict that says "this expert completed this work".
const COMPLETER: &str = "completer";

type Pair = (String, String);

/// Prints the cost of each stage and what the stored match comes to; true when all promises hold.
pub(crate) fn run(workspace: &Workspace, data: Option<&Path>) -> Result<bool> {
    let Some(data) = data else {
        return Ok(super::absent());
    };
    let scratch = workspace.scratch("match")?;
    let laurel = Laurel { program: workspace.laurel("release"), scratch };
    println!("| step | wall | processor | peak memory |");
    println!("|---|---|---|---|");
    let mut costs = Vec::new();
    for (kind, file) in [
        ("experts", "pool_zh/experts.csv"),
        ("publications", "pool_zh/publications.csv"),
        ("nominations", "round2019/nominations.csv"),
        ("people", "round2019/people.csv"),
    ] {
        let file = data.join(file).display().to_string();
        costs.push(laurel.line(&["import", kind, &file, "--round", ROUND])?);
    }
    let (each, load) = (PER_NOMINATION.to_string(), MAX_LOAD.to_string());
    let options = ["match", "--round", ROUND, "--per-nomination", &each, "--max-load", &load];
    costs.push(laurel.line(&options)?);
    let seconds: f64 = costs.iter().map(|cost| cost.wall.as_secs_f64()).sum();
    let peak = costs.iter().filter_map(|cost| cost.peak_mib).fold(0.0, f64::max);
    println!("| all | {seconds:.2} s | | {peak:.0} MiB |\n");
    for words in costs.last().iter().flat_map(|cost| cost.stdout.lines()) {
        println!("    {words}");
    }
    let promises = laurel.promises(data)?;
    Ok(promises && seconds <= WANTED_SECONDS && peak <= WANTED_MIB)
}

/// The program under test with a fresh data folder.
struct Laurel {
    program: PathBuf,
    scratch: PathBuf,
}

impl Laurel {
    fn measure(&self, arguments: &[&str]) -> Result<Measured> {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("LAUREL_DATA_DIR", self.scratch.join("data"));
        measure(&mut command, &self.scratch)
    }

    fn line(&self, arguments: &[&str]) -> Result<Measured> {
        let cost = self.measure(arguments)?;
        let words = arguments.iter().take_while(|word| !word.starts_with('-')).copied();
        println!("| {} | {cost} |", words.take(2).collect::<Vec<_>>().join(" "));
        Ok(cost)
    }

    fn exported<const N: usize>(&self, kind: &str, names: [&str; N]) -> Result<Vec<[String; N]>> {
        let file = self.scratch.join(format!("{kind}.csv"));
        self.measure(&["export", kind, "--round", ROUND, "--out", &file.display().to_string()])?;
        columns(&file, names)
    }

    /// Reads the stored match back through the exports and holds it against the input.
    fn promises(&self, data: &Path) -> Result<bool> {
        let assigned = self.exported("assignments", ["nomination_id", "expert_id"])?;
        let reasons = self.exported("affinity", ["nomination_id", "expert_id", "reasons"])?;
        let conflicts =
            self.exported("conflicts", ["nomination_id", "expert_id", "kind", "severity"])?;
        let nominations =
            columns(&data.join("round2019/nominations.csv"), ["nomination_id"])?.len();

        let mut loads = BTreeMap::new();
        for [_, expert] in &assigned {
            *loads.entry(expert).or_insert(0) += 1;
        }
        let highest = loads.values().copied().max().unwrap_or(0);
        let explained: BTreeSet<_> = reasons
            .iter()
            .filter(|[_, _, reasons]| !reasons.is_empty())
            .map(|[nomination, expert, _]| (nomination, expert))
            .collect();
        let unexplained = assigned.iter().filter(|[n, e]| !explained.contains(&(n, e))).count();
        let barred: BTreeSet<Pair> = conflicts
            .iter()
            .filter(|[_, _, _, severity]| severity == "bar")
            .map(|[nomination, expert, ..]| (nomination.clone(), expert.clone()))
            .collect();
        let assigned_barred =
            assigned.iter().filter(|[n, e]| barred.contains(&(n.clone(), e.clone()))).count();

        let demand = nominations * PER_NOMINATION;
        println!("\nassigned {} of {demand} places, highest load {highest}", assigned.len());
        println!(
            "assigned pairs without a reason: {unexplained}; barred and assigned: {assigned_barred}"
        );
        let found_all = completers(data, &conflicts)?;
        Ok(unexplained == 0 && assigned_barred == 0 && highest <= MAX_LOAD && found_all)
    }
}

/// Are the experts who are completers themselves kept out of their own nomination?
fn completers(data: &Path, conflicts: &[[String; 4]]) -> Result<bool> {
    let truth = known_completers(data)?;
    let barred = |wanted: Option<&str>| -> BTreeSet<Pair> {
        conflicts
            .iter()
            .filter(|[.., kind, severity]| severity == "bar" && wanted.is_none_or(|w| w == kind))
            .map(|[nomination, expert, ..]| (nomination.clone(), expert.clone()))
            .collect()
    };
    let (all, as_completer) = (barred(None), barred(Some(COMPLETER)));
    let found = truth.intersection(&all).count();
    let right = truth.intersection(&as_completer).count();
    println!(
        "experts who are completers at a matching unit: {} pairs, barred {found} (recall {:.3}); \
         barred as {COMPLETER:?}: {}, of them known {right} (precision {:.3})",
        truth.len(),
        found as f64 / truth.len() as f64,
        as_completer.len(),
        right as f64 / as_completer.len() as f64
    );
    for (nomination, expert) in truth.difference(&all) {
        println!("    missed: {nomination} {expert}");
    }
    for (nomination, expert) in as_completer.difference(&truth) {
        println!("    not known: {nomination} {expert}");
    }
    Ok(found == truth.len())
}

/// Pairs of one name at one unit: equal, or one written inside the other, now or formerly.
fn known_completers(data: &Path) -> Result<BTreeSet<Pair>> {
    let units = |cells: &[&String]| -> Vec<String> {
        let plain = |unit: &str| unit.replace([' ', '（', '）', '(', ')'], "");
        let units = cells.iter().flat_map(|cell| cell.split(';')).map(plain);
        units.filter(|unit| !unit.is_empty()).collect()
    };
    let mut people: BTreeMap<String, Vec<(String, Vec<String>)>> = BTreeMap::new();
    let file = data.join("round2019/people.csv");
    for [nomination, name, role, unit, work_unit] in
        columns(&file, ["nomination_id", "name", "role", "unit", "work_unit"])?
    {
        if role == "completer" {
            people.entry(name).or_default().push((nomination, units(&[&unit, &work_unit])));
        }
    }
    let mut pairs = BTreeSet::new();
    let file = data.join("pool_zh/experts.csv");
    for [expert, name, unit, former] in
        columns(&file, ["expert_id", "name", "unit", "former_units"])?
    {
        let own = units(&[&unit, &former]);
        for (nomination, theirs) in people.get(&name).into_iter().flatten() {
            let is_same = |a: &String, b: &String| a.contains(b) || b.contains(a);
            if own.iter().any(|a| theirs.iter().any(|b| is_same(a, b))) {
                pairs.insert((nomination.clone(), expert.clone()));
            }
        }
    }
    Ok(pairs)
}
