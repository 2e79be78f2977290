//! Is the worst-served nomination as well served as by `FairFlow`, and what does that cost?

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::super::assign;
use super::{LARGE, MIDDLE, Outcome, SMALL};
use crate::bench::instance::{self, Size};
use crate::bench::measure::Measured;
use crate::bench::peers::Peers;
use crate::bench::verdict;
use crate::process::output_of;
use crate::workspace::Workspace;

/// The least share of the optimum's total that a floor may leave.
const SHARE: f64 = 0.999;
/// By how much the optimum of an instance drawn anew may differ from the one measured, in millionths: scores
/// are rounded from numbers whose last bits are the machine's.
const TOLERANCE: i64 = 1_000;

/// An instance on which `OpenReview`'s `FairFlow` was measured in November 2026 on two cores, seed 1.
struct Fair {
    name: &'static str,
    size: Size,
    /// The largest total that there is, by which the instance is known again; millionths.
    optimum: i64,
    /// The least total of a nomination in `FairFlow`'s plan, rounded up from four decimals; millionths.
    worst: i64,
    /// The share of the optimum that it kept.
    share: f64,
}

const FAIRFLOW: [Fair; 3] = [
    Fair { name: "200x600", size: SMALL, optimum: 699_146_338, worst: 2_672_650, share: 0.967_05 },
    Fair {
        name: "1000x3000",
        size: MIDDLE,
        optimum: 3_959_923_259,
        worst: 2_929_550,
        share: 0.981_74,
    },
    Fair {
        name: "3000x10000",
        size: LARGE,
        optimum: 12_677_037_475,
        worst: 3_251_850,
        share: 0.986_39,
    },
];

/// What plain sums cost on each instance.
pub(super) type Sums = Vec<(&'static str, Measured)>;

/// The floor on `FairFlow`'s own instances, drawn again with its generator's draws; where no Python can draw
/// them, on instances like them, and then nothing is compared with it.
pub(super) fn floors(workspace: &Workspace, peers: &Peers<'_>) -> Result<(bool, Sums)> {
    println!("\n### Floor: the worst-served nomination, and what that costs\n");
    let (python, mut all_hold) = match peers.or_tools() {
        Ok(python) => (Some(python), true),
        Err(why) => (None, peers.absent("FairFlow", &why)),
    };
    println!("| instance | program | worst | of the optimum's total | wall | processor | memory |");
    println!("|---|---|---|---|---|---|---|");
    let (mut said, mut sums) = (Vec::new(), Vec::new());
    for fair in &FAIRFLOW {
        let folder = workspace.scratch("assignment-floor")?;
        match &python {
            Some(python) => drawn_again(workspace, python, &folder, &fair.size)?,
            None => instance::write(&folder, &fair.size, 1).map(drop)?,
        }
        let (sum, cost) = solved(workspace, &folder, &[])?;
        row(fair.name, "sum", &sum, &sum, &cost);
        sums.push((fair.name, cost));
        let (even, cost) = solved(workspace, &folder, &["--objective", "leximin"])?;
        row(fair.name, "leximin", &even, &sum, &cost);
        let (found, cost) = solved(workspace, &folder, &["--objective", "floor"])?;
        row(fair.name, "floor", &found, &sum, &cost);
        // FairFlow's worst is of its own instance alone.
        let theirs = if python.is_some() { fair.worst } else { 0 };
        said.push(as_high(fair.name, (&found, &sum), theirs.max(even.worst)));
        if python.is_some() {
            said.push(beside(workspace, &folder, fair, &sum)?);
        }
    }
    println!();
    for (line, holds) in said {
        all_hold &= verdict(&line, holds);
    }
    Ok((all_hold, sums))
}

/// Our floor as high as it was brought: who is served worst tells, not what all have together.
fn as_high(name: &str, (found, sum): (&Outcome, &Outcome), least: i64) -> (String, bool) {
    let share = share_of(found, sum);
    let line = format!(
        "{name}: the floor as high as it was brought has {:.6} at the worst, at least {:.6}, with \
         {:.3} % of the optimum's total",
        found.worst as f64 / 1e6,
        least as f64 / 1e6,
        share * 100.0
    );
    (line, found.worst >= least && share >= SHARE)
}

/// Our floor at `FairFlow`'s worst, on the instance on which that was measured.
fn beside(
    workspace: &Workspace,
    folder: &Path,
    fair: &Fair,
    sum: &Outcome,
) -> Result<(String, bool)> {
    let Fair { name, optimum, worst, share, .. } = fair;
    if (sum.total - optimum).abs() > TOLERANCE {
        let (found, known) = (sum.total as f64 / 1e6, *optimum as f64 / 1e6);
        let line = format!("{name}: optimum {found:.6} is not {known:.6}, so another instance");
        return Ok((line, false));
    }
    let wanted = format!("{:.6}", *worst as f64 / 1e6);
    let words = ["--objective", "floor", "--floor", &wanted];
    let (found, cost) = solved(workspace, folder, &words)?;
    row(name, "floor at FairFlow's", &found, sum, &cost);
    println!("| {name} | FairFlow, as measured in November 2026 | {wanted} | {share:.5} | | | |");
    let own = share_of(&found, sum);
    let line = format!(
        "{name}: worst {:.6} beside FairFlow's {wanted} with {:.3} % of the optimum's total, at \
         least {:.1} % (FairFlow {:.2} %)",
        found.worst as f64 / 1e6,
        own * 100.0,
        SHARE * 100.0,
        share * 100.0
    );
    Ok((line, found.worst >= *worst && own >= SHARE))
}

fn share_of(found: &Outcome, sum: &Outcome) -> f64 {
    found.total as f64 / sum.total as f64
}

fn solved(workspace: &Workspace, folder: &Path, objective: &[&str]) -> Result<(Outcome, Measured)> {
    let (out, cost): (PathBuf, Measured) = assign(workspace, (folder, folder), 0, objective)?;
    Ok((Outcome::read(&out)?, cost))
}

/// The instance as it was when `FairFlow` was measured.
fn drawn_again(workspace: &Workspace, python: &Path, folder: &Path, size: &Size) -> Result<()> {
    let mut command = Command::new(python);
    command.arg(workspace.root.join("benches/peers/openreview_instance.py")).arg(folder);
    command.args([size.nominations.to_string(), size.experts.to_string()]);
    output_of(&mut command).map(drop)
}

fn row(name: &str, program: &str, found: &Outcome, sum: &Outcome, cost: &Measured) {
    let (worst, share) = (found.worst as f64 / 1e6, share_of(found, sum));
    println!("| {name} | {program} | {worst:.6} | {share:.6} | {cost} |");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_judged_by_who_is_served_worst() {
        let sum = Outcome { total: 1_000_000, worst: 100 };
        let holds = |total, worst| as_high("n", (&Outcome { total, worst }, &sum), 200).1;
        assert!(holds(999_500, 200));
        assert!(!holds(999_500, 199), "whatever all have together");
        assert!(!holds(998_000, 300), "nor at any price");
    }
}
