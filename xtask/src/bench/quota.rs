//! How fast is the quota engine on 5,000 societies × 10 rounds, beside the naive policy of raw award
//! rates on the same file, and are its bytes the same on one thread and two?

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::measure::{Measured, measure};
use super::rows::columns;
use crate::workspace::Workspace;

const SOCIETIES: u32 = 5_000;
const ROUNDS: u32 = 10;
/// Just under what all hold, so that places are gained and lost.
const TOTAL: u32 = 12_000;
/// Read, scored, apportioned, explained and written within this.
const LIMIT: Duration = Duration::from_secs(1);

const HEADER: &str = "society_id,society,group,round,quota,submitted,form_passed,accepted,withdrawn,\
    first_review_passed,awarded,objections_upheld,form_passed_first,grade_kept,objections_due,\
    objections_in_time,publicity_complete,submitted_early,defences_due,defences_attended,\
    selection_complete,followups_due,followups_sound,abandoned,misconduct,complaints_upheld,\
    taskbook_due,taskbook_met,disclosures_due,disclosures_made,annual_checks_due,\
    annual_checks_passed";

/// Prints the figures; true when the engine keeps its limit and its bytes.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let scratch = workspace.scratch("quota")?;
    let history = scratch.join("history.csv");
    write_history(&history)?;
    println!("| program | threads | wall | processor | peak memory | of the baseline |");
    println!("|---|---|---|---|---|---|");
    let started = Instant::now();
    let ranked = raw_rates(&history)?;
    let baseline = started.elapsed();
    println!(
        "| raw award rates ({} ranked) | 1 | {:.2} s | | | 1 |",
        ranked,
        baseline.as_secs_f64()
    );
    let mut outputs = Vec::new();
    let mut is_quick = false;
    for threads in [1, 2] {
        let (out, measured) = ours(workspace, &scratch, threads)?;
        let ratio = measured.wall.as_secs_f64() / baseline.as_secs_f64();
        println!("| laurel engine quota | {threads} | {measured} | {ratio:.1} |");
        is_quick = measured.wall <= LIMIT;
        outputs.push(fs::read(out)?);
    }
    let is_same = outputs.first() == outputs.last();
    println!("\nsame bytes on one thread and two: {is_same}; within {LIMIT:?} on two: {is_quick}");
    Ok(is_same && is_quick)
}

fn ours(workspace: &Workspace, scratch: &Path, threads: u32) -> Result<(PathBuf, Measured)> {
    let out = scratch.join(format!("quotas-{threads}.csv"));
    let mut command = Command::new(workspace.laurel("release"));
    command.args(["engine", "quota", "--history"]).arg(scratch.join("history.csv"));
    command.arg("--policy").arg(workspace.root.join("rules/quota/default.toml"));
    command.args(["--total", &TOTAL.to_string(), "--out"]).arg(&out);
    command.env("RAYON_NUM_THREADS", threads.to_string());
    let measured = measure(&mut command, scratch)?;
    Ok((out, measured))
}

/// What a spreadsheet would do: award rates over all rounds, best first.
fn raw_rates(history: &Path) -> Result<usize> {
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for [society, awarded, accepted] in columns(history, ["society_id", "awarded", "accepted"])? {
        let sum = sums.entry(society).or_default();
        sum.0 += awarded.parse::<u64>().context("awarded is a number")?;
        sum.1 += accepted.parse::<u64>().context("accepted is a number")?;
    }
    let mut rates: Vec<(f64, &str)> = sums
        .iter()
        .map(|(society, (part, whole))| (*part as f64 / (*whole).max(1) as f64, society.as_str()))
        .collect();
    rates.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    Ok(rates.len())
}

fn write_history(path: &Path) -> Result<()> {
    let mut draw = Draw(2_027);
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{HEADER}")?;
    for society in 0..SOCIETIES {
        let talent = draw.below(1_000);
        for round in 0..ROUNDS {
            let quota = 1 + draw.below(4);
            let row = draw.row(quota, talent).map(|count| count.to_string()).join(",");
            let (group, year) = (society % 5, 2_007 + 2 * round);
            writeln!(out, "S{society:04},学会{society},G{group},{year},{quota},{row}")?;
        }
    }
    Ok(out.flush()?)
}

/// `SplitMix64`, so that every run measures the same.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap_or_default()
    }

    /// How many of `whole` cases succeed, each with a chance per mille.
    fn part(&mut self, whole: u32, permille: u32) -> u32 {
        (0..whole).map(|_| u32::from(self.below(1_000) < permille)).sum()
    }

    /// The counts behind `quota`, in the order of the header.
    fn row(&mut self, quota: u32, talent: u32) -> [u32; 27] {
        let good = 700 + talent * 3 / 10;
        let form = self.part(quota, 950 + talent / 20);
        let review = self.part(form, 100 + talent / 2);
        let awarded = self.part(review, 700);
        let due = self.part(quota, 100);
        let checks = 2;
        [
            quota,
            form,
            form,
            0,
            review,
            awarded,
            self.part(due, 1_000 - good),
            self.part(form, good),
            self.part(awarded, good),
            due,
            self.part(due, good),
            self.part(quota, good),
            self.part(quota, good),
            review,
            self.part(review, good),
            self.part(quota, good),
            awarded,
            self.part(awarded, good),
            u32::from(self.below(100) == 0),
            u32::from(self.below(300) == 0),
            0,
            4,
            self.part(4, good),
            6,
            self.part(6, good),
            checks,
            self.part(checks, good),
        ]
    }
}
