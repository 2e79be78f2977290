//! How do conflicts and assignment grow with the pool, stage by stage and each by itself?

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use super::{BOUNDED, NOMINATIONS, SIZES, TOP};
use crate::bench::instance::{self, CONFLICTS, Size};
use crate::bench::measure::measure;
use crate::bench::verdict;
use crate::workspace::Workspace;

const MOST_CONFLICT_SECONDS: f64 = 5.0;
const MOST_ASSIGNMENT_SECONDS: f64 = 2.0;
/// Experts that a nomination meets, of whom its best are its candidates.
const MET: usize = 2_000;
/// Experts a nomination, nominations an expert, experts of a unit.
const RULES: [usize; 3] = [5, 8, 1];

/// Prints both tables for pools of so many experts at most; true when the bounds of the largest round hold.
pub(super) fn run(workspace: &Workspace, data: &Path, most: usize) -> Result<bool> {
    let conflicts = conflicts(workspace, data, most)?;
    let assignment = assignment(workspace, most)?;
    Ok(conflicts && assignment)
}

/// The planted round of `cargo xtask bench conflicts` with pools of every size.
fn conflicts(workspace: &Workspace, data: &Path, most: usize) -> Result<bool> {
    println!("\n### Conflicts: {NOMINATIONS} nominations\n");
    println!(
        "| experts | publications | experts at completers' units | findings | the search alone \
         | with making the round: processor | peak memory |"
    );
    println!("|---|---|---|---|---|---|---|");
    let scratch = workspace.scratch("scale-conflicts")?;
    let mut bounded = None;
    for (experts, each) in SIZES.into_iter().filter(|size| size.0 <= most) {
        let mut command = Command::new(workspace.example("conflicts"));
        command.args(["growth", &experts.to_string(), &each.to_string()]).arg(data);
        let cost = measure(&mut command, &scratch)?;
        let mut words = cost.stdout.split_whitespace();
        let mut word = || words.next().context("the search tells too little");
        let (findings, among, seconds) = (word()?, word()?, word()?);
        let publications = experts * each;
        let processor = cost.processor_seconds.unwrap_or_default();
        let peak = cost.peak_mib.unwrap_or_default();
        println!(
            "| {experts} | {publications} | {among} | {findings} | {seconds} s | {processor:.2} s \
             | {peak:.0} MiB |"
        );
        if (experts, each) == BOUNDED {
            bounded = Some(seconds.parse::<f64>()?);
        }
    }
    println!();
    Ok(bounded.is_none_or(|seconds| {
        let line = format!("conflicts of {} experts within {MOST_CONFLICT_SECONDS} s", BOUNDED.0);
        verdict(&line, seconds <= MOST_CONFLICT_SECONDS)
    }))
}

/// Candidates as a run keeps them, every expert of the pool in the network.
fn assignment(workspace: &Workspace, most: usize) -> Result<bool> {
    let [each, load, per_unit] = RULES;
    println!(
        "\n### Assignment: {NOMINATIONS} nominations, the best {TOP} of {MET} experts met, {each} \
         each, load {load}, at most {per_unit} a unit\n"
    );
    println!(
        "| experts | candidates | places filled | building, solving, proving \
         | with reading: processor | peak memory |"
    );
    println!("|---|---|---|---|---|---|");
    let mut bounded = None;
    for (experts, publications) in SIZES.into_iter().filter(|size| size.0 <= most) {
        let scratch = workspace.scratch("scale-assignment")?;
        let size = Size { nominations: NOMINATIONS, experts, kept: TOP, conflicts: CONFLICTS };
        instance::write_met(&scratch, &size, MET, 1)?;
        let mut command = Command::new(workspace.example("assignment"));
        command.arg("pool").arg(&scratch).args(RULES.map(|number| number.to_string()));
        let cost = measure(&mut command, &scratch)?;
        let mut words = cost.stdout.split_whitespace();
        let mut word = || words.next().context("the solver tells too little");
        let (milliseconds, pairs, places) = (word()?, word()?, word()?);
        let processor = cost.processor_seconds.unwrap_or_default();
        let peak = cost.peak_mib.unwrap_or_default();
        println!(
            "| {experts} | {pairs} | {places} | {milliseconds} ms | {processor:.2} s \
             | {peak:.0} MiB |"
        );
        if (experts, publications) == BOUNDED {
            bounded = Some(milliseconds.parse::<f64>()? / 1e3);
        }
    }
    println!();
    Ok(bounded.is_none_or(|seconds| {
        let line =
            format!("assignment of {} experts within {MOST_ASSIGNMENT_SECONDS} s", BOUNDED.0);
        verdict(&line, seconds <= MOST_ASSIGNMENT_SECONDS)
    }))
}
