//! How good and how fast are the engines and the whole match, beside other programs?

mod affinity;
mod assignment;
mod conflicts;
mod instance;
mod load;
mod measure;
mod pdf;
mod peers;
mod quota;
mod quota_study;
mod reuse;
mod reviews_load;
mod rows;
mod scale;
mod whole_match;
mod whole_round;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;

pub(crate) use instance::Order;
pub(crate) use peers::Peers;

use crate::process::run as run_program;
use crate::workspace::{Workspace, variable};

/// A part of the benchmark.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Do held-out papers find their own authors?
    Affinity,
    /// 3,000 nominations × 10,000 experts, against the optimum.
    Assignment,
    /// Planted and real conflicts: found, told apart, and how fast?
    Conflicts,
    /// Import and match of the 2019 round.
    Match,
    /// 5,000 societies × 10 rounds, beside raw award rates.
    Quota,
    /// Does the quota engine see the truth behind seeded histories? Writes docs/engines/quota-study.md.
    QuotaStudy,
    /// Near-duplicates among 20,000 past nominations: found, and how fast?
    Reuse,
    /// The nomination form of a dossier of fifty pages as PDF, within two seconds.
    Pdf,
    /// 1,534 nominations against 10,000, 100,000 and a million experts, and a whole match of the middle one;
    /// only when it is named.
    Scale,
    /// 1,000 editors and 100 submissions a minute on PostgreSQL, without and with PDFs; only when it is named.
    Load,
    /// The second of its phases alone, as long as the first: the same with 20 PDFs a second; only when it is named.
    LoadBesidePdfs,
    /// 500 reviewers who save at once; only when it is named.
    Reviews,
    /// A round from the ballots to the published result; only when it is named.
    Round,
    /// The public pages, read 2,000 times a second and as fast as they come while people save; only when it is
    /// named.
    PublicPages,
}

/// What of the benchmark is wanted.
pub(crate) struct Wanted {
    /// Which parts; all that need nothing else when none is named.
    pub(crate) parts: Vec<Part>,
    /// A folder with an instance to assign instead of a generated one.
    pub(crate) instance: Option<PathBuf>,
    /// The largest pool of the growth.
    pub(crate) most_experts: usize,
}
/// A part that is measured only when it is named, with its title.
type Further = (Part, &'static str, fn(&Workspace) -> Result<bool>);

/// What takes long, or a server that not everybody has.
const FURTHER: [Further; 5] = [
    (Part::Load, "Load: editors, submissions and PDFs at once", |place| load::run(place, None)),
    (Part::LoadBesidePdfs, "Load beside PDFs", |place| load::run(place, Some("documents"))),
    (Part::PublicPages, "Public pages while people save", |place| load::run(place, Some("public"))),
    (Part::Reviews, "Reviews: 500 reviewers who save at once", reviews_load::run),
    (Part::Round, "A whole round: from the ballots to the published result", whole_round::run),
];

/// Builds the release program and prints the figures of each part.
pub(crate) fn run(workspace: &Workspace, peers: &Peers<'_>, wanted: &Wanted) -> Result<ExitCode> {
    if cfg!(debug_assertions) {
        return again_in_release(workspace);
    }
    if !run_program(&mut workspace.cargo(&["build", "--release", "--bins", "--examples"]))?.success
    {
        bail!("the program does not build");
    }
    let parts = &wanted.parts;
    let is_wanted = |part| parts.is_empty() || parts.contains(&part);
    let mut all_hold = true;
    let mut take = |part, title: &str, figures: &dyn Fn() -> Result<bool>| {
        if is_wanted(part) {
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
        assignment::run(workspace, peers, wanted.instance.as_deref())
    });
    take(Part::Conflicts, "Conflicts: planted, real, told apart, and time", &|| {
        conflicts::run(workspace, data.as_deref())
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
    take(Part::Pdf, "PDF: a dossier of fifty pages", &|| pdf::run(workspace));
    if parts.contains(&Part::Scale) {
        take(
            Part::Scale,
            "Scale: 10,000, 100,000 and a million experts, and a whole match",
            &|| scale::run(workspace, data.as_deref(), wanted.most_experts),
        );
    }
    for (part, title, figures) in FURTHER.into_iter().filter(|one| parts.contains(&one.0)) {
        take(part, title, &|| figures(workspace));
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

/// Prints whether a figure is as the program demands; returns it.
fn verdict(what: &str, is_reached: bool) -> bool {
    println!("{what}: {}", if is_reached { "REACHED" } else { "NOT REACHED" });
    is_reached
}

/// What a part says when the real data is absent; absence is no failure of the engines.
fn absent() -> bool {
    println!("skipped: the real data is absent");
    true
}
