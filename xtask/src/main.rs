//! Laurel's chores: which can a contributor ask for, and who does each?
#![expect(clippy::print_stdout, reason = "a chore speaks to a person at a terminal")]

mod bench;
mod check_rules;
mod generate;
mod process;
mod report;
mod tally;
mod test;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Laurel's chores.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything a change must pass: format, lints, tests on both databases, front end, browser.
    Test,
    /// Writes what is derived from the code: docs/openapi.json, the front end's types, docs/api.md.
    Generate,
    /// Measures the engines and the whole match on real data, beside other programs.
    Bench {
        /// Which part; all of them when none is named.
        #[arg(value_enum)]
        parts: Vec<bench::Part>,
        /// A folder with affinity.csv and conflicts.csv to assign instead of a generated instance.
        #[arg(long)]
        instance: Option<PathBuf>,
        /// The largest pool of the growth, for a machine that a million experts do not fit (scale only).
        #[arg(long, value_name = "EXPERTS", default_value_t = 1_000_000)]
        most_experts: usize,
        /// Fail where a program to be measured beside ours is not there; so does `CI=true`.
        #[arg(long)]
        require_peers: bool,
    },
    /// Draws one of the bench's assignment instances into a folder.
    Instance(bench::Order),
}

fn main() -> Result<ExitCode> {
    if let Some(folder) = test::rustdoc::stands_in() {
        return test::rustdoc::stand_in(&folder);
    }
    let workspace = Workspace::find()?;
    match Arguments::parse().chore {
        Chore::Test => Ok(test::run(&workspace)),
        Chore::Generate => generate::run(&workspace).map(|()| ExitCode::SUCCESS),
        Chore::Bench { parts, instance, most_experts, require_peers } => {
            let peers = bench::Peers::new(&workspace, require_peers);
            let wanted = bench::Wanted { parts, instance, most_experts };
            bench::run(&workspace, &peers, &wanted)
        }
        Chore::Instance(order) => order.write().map(|()| ExitCode::SUCCESS),
    }
}
