//! How good and how fast are the engines and the whole match, beside other programs?

mod affinity;
mod assignment;
mod instance;
mod load;
mod measure;
mod quota;
mod quota_study;
mod reuse;
mod rows;
mod whole_match;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::process::run as run_program;
use crate::workspace::{Workspace, variable};

/// A part of the benchmark.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Do held-out papers find their own authors?
    Affinity,
    /// 3,000 nominations × 10,000 experts, against the optimum.
    Assignment,
    /// Import and match of the 2019 round.
    Match,
    /// 5,000 societies × 10 rounds, beside raw award rates.
    Quota,
    /// Does the quota engine see the truth behind seeded histories? Writes docs/engines/quota-study.md.
    QuotaStudy,
    /// Near-duplicates among 20,000 past nominations: found, and how fast?
    Reuse,
    /// 1,000 editors and 100 submissions a minute on PostgreSQL, without and with PDFs; only when it is named.
    Load,
    /// The public pages, read 2,000 times a second and as fast as they come while people save; only when it is
    /// named.
    PublicPages,
}

/// Builds the release program and prints the figures of each part.
pub(crate) fn run(
    workspace: &Workspace,
    parts: &[Part],
    instance: Option<&Path>,
) -> Result<ExitCode> {
    if cfg!(debug_assertions) {
        return again_in_release(workspace);
    }
    if !run_program(&mut workspace.cargo(&["build", "--release", "--bins", "--examples"]))?.success
    {
        bail!("the program does not build");
    }
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    let mut all_hold = true;
    let mut take = |part, title: &str, figures: &dyn Fn() -> Result<bool>| {
        if wanted(part) {
            println!("\n## {title}\n");
            all_hold &= figures().unwrap_or_else(|error| {
                println!("not measured: {error:#}");
                false
            });
        }
    };
    let data = real_data(workspace);
    take(Part::Affinity, "Affinity: held-out papers and their own authors", &|| {
        affinity::run(workspace, data.as_deref())
    });
    take(Part::Assignment, "Assignment: 3,000 nominations × 10,000 experts", &|| {
        assignment::run(workspace, instance)
    });
    take(Part::Match, "The 2019 round: import and match", &|| {
        whole_match::run(workspace, data.as_deref())
    });
    take(Part::Quota, "Quota: 5,000 societies × 10 rounds", &|| quota::run(workspace));
    take(Part::QuotaStudy, "Quotas: seeded histories and their truth", &|| {
        quota_study::run(workspace)
    });
    take(Part::Reuse, "Reuse: near-duplicates among 20,000 past nominations", &|| {
        reuse::run(workspace, data.as_deref())
    });
    // Half an hour, and a server that not everybody has.
    if parts.contains(&Part::Load) {
        take(Part::Load, "Load: editors, submissions and PDFs at once", &|| {
            load::run(workspace, false)
        });
    }
    if parts.contains(&Part::PublicPages) {
        take(Part::PublicPages, "Public pages while people save", &|| load::run(workspace, true));
    }
    Ok(if all_hold { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The peers that stand in this program are measured too, so it must be built like ours.
fn again_in_release(workspace: &Workspace) -> Result<ExitCode> {
    let mut command = workspace.cargo(&["run", "--quiet", "--release", "--package", "xtask", "--"]);
    let status = command.args(std::env::args_os().skip(1)).status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The folder of real data: `LAUREL_REAL_DATA`, or `../shared/data` beside the workspace.
fn real_data(workspace: &Workspace) -> Option<PathBuf> {
    let folder = variable("LAUREL_REAL_DATA")
        .map_or_else(|| workspace.root.join("../shared/data"), PathBuf::from);
    let found = folder.is_dir().then(|| folder.clone());
    if found.is_none() {
        println!("no real data at {}: name its folder in LAUREL_REAL_DATA", folder.display());
    }
    found
}

/// What a part says when the real data is absent; absence is no failure of the engines.
fn absent() -> bool {
    println!("skipped: the real data is absent");
    true
}
