//! Which checks and tests does the Rust code pass?

use std::process::Command;

use anyhow::Result;

use super::postgres;
use crate::process::{plain, run};
use crate::report::Ending;
use crate::tally;
use crate::workspace::{Workspace, program};

/// `cargo fmt --check`.
pub(crate) fn format(workspace: &Workspace) -> Result<Ending> {
    Ok(Ending::gate(&run(&mut workspace.cargo(&["fmt", "--all", "--check"]))?))
}

/// The program and every test binary compile under Clippy, warnings refused; later steps use what this
/// leaves behind.
pub(crate) fn build(workspace: &Workspace) -> Result<Ending> {
    let arguments = ["test", "--workspace", "--all-targets", "--no-run"];
    Ok(Ending::gate(&run(&mut workspace.checked_cargo(&arguments))?))
}

/// Every test on SQLite, and on the PostgreSQL server at this address where there is one.
pub(crate) fn tests(workspace: &Workspace, server: Option<&str>) -> Result<Ending> {
    let nextest = has_nextest(workspace);
    // One more than there are processors: the tests on PostgreSQL wait for it now and then.
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() + 1);
    let mut command = if nextest {
        let arguments = ["nextest", "run", "--workspace", "--no-fail-fast", "--test-threads"];
        let mut command = workspace.checked_cargo(&arguments);
        command.arg(threads.to_string());
        command
    } else {
        workspace.checked_cargo(&[
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ])
    };
    match (server, nextest) {
        (Some(address), _) => command.env(postgres::VARIABLE, address),
        (None, true) => command.env_remove(postgres::VARIABLE).args(["-E", "not test(postgres::)"]),
        (None, false) => {
            command.env_remove(postgres::VARIABLE).args(["--", "--skip", "postgres::"])
        }
    };
    let finished = run(command.env("INSTA_UPDATE", "no"))?;
    Ok(Ending::tests(&finished, if nextest { tally::nextest } else { tally::cargo_test }))
}

/// No dependency is listed that no code names.
pub(crate) fn unused_dependencies(workspace: &Workspace) -> Result<Ending> {
    // By itself: as `cargo machete` it takes its own name for a folder.
    optional(workspace, "cargo-machete", &[])
}

/// Every dependency has a licence that we accept, comes from crates.io, and has no known hole.
pub(crate) fn licences(workspace: &Workspace) -> Result<Ending> {
    optional(workspace, "cargo-deny", &["check"])
}

fn optional(workspace: &Workspace, tool: &str, arguments: &[&str]) -> Result<Ending> {
    if program(&[tool]).is_none() {
        let what = format!("{tool} is not installed (cargo install --locked {tool})");
        return Ok(Ending::Missing { what, required: false });
    }
    let mut command = Command::new(tool);
    Ok(Ending::gate(&run(command.args(arguments).current_dir(&workspace.root))?))
}

fn has_nextest(workspace: &Workspace) -> bool {
    plain(&mut workspace.cargo(&["nextest", "--version"]))
        .output()
        .is_ok_and(|output| output.status.success())
}
