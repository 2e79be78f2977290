//! Does the documentation build, and does every link in it lead somewhere?
//!
//! Cargo compiles every dependency a second time for `cargo doc`. For the examples in the documentation it
//! calls rustdoc with what is built already. So this program takes rustdoc's place in that call
//! ([`VARIABLE`] tells it so), and has the real one write the documentation before it runs the examples.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::process::run;
use crate::report::Ending;
use crate::tally;
use crate::workspace::{Workspace, variable};

/// Set where this program stands in for rustdoc: the folder that the documentation is written to.
const VARIABLE: &str = "LAUREL_XTASK_DOCUMENTATION";

/// Options of the documentation alone.
const STRICT: [&str; 4] =
    ["--document-private-items", "-Dwarnings", "-Arustdoc::private-intra-doc-links", "--out-dir"];

/// The documentation of the workspace's libraries, and the examples in it.
pub(crate) fn documentation(workspace: &Workspace) -> Result<Ending> {
    let mut command = workspace.checked_cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]);
    command.env("RUSTDOC", std::env::current_exe()?);
    command.env(VARIABLE, workspace.target.join("doc"));
    let finished = run(&mut command)?;
    let counts = tally::cargo_test(&finished.text);
    if finished.success && counts.is_some_and(|counts| counts.passed == 0) {
        return Ok(Ending::Gate(true));
    }
    Ok(Ending::Tests { success: finished.success, counts })
}

/// The folder to write to, where this program stands in for rustdoc.
pub(crate) fn stands_in() -> Option<String> {
    variable(VARIABLE)
}

/// Writes the documentation to `folder`, then does what rustdoc was called for.
pub(crate) fn stand_in(folder: &str) -> Result<ExitCode> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.iter().any(|one| one == "--test") {
        let mut documents = Command::new("rustdoc");
        documents.args(without_tests(&arguments)?).args(STRICT).arg(folder);
        if !documents.status().context("cannot run rustdoc")?.success() {
            return Ok(ExitCode::FAILURE);
        }
    }
    let asked = Command::new("rustdoc").args(arguments).status().context("cannot run rustdoc")?;
    Ok(if asked.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The arguments but those that are about running examples.
fn without_tests(arguments: &[OsString]) -> Result<Vec<OsString>> {
    let mut kept = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.to_string_lossy().as_ref() {
            "--test" => {}
            "--test-args" | "--test-run-directory" | "--test-runtool" | "--test-runtool-arg" => {
                let Some(_value) = rest.next() else {
                    bail!("{} has no value", argument.display())
                };
            }
            one if one.starts_with("--test-") && one.contains('=') => {}
            _ => kept.push(argument.clone()),
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_examples_is_left_out() {
        let words = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let called = "--edition=2024 --test src/lib.rs --test-run-directory . --extern a=a.rlib";
        let kept = without_tests(&words(called)).unwrap();
        assert_eq!(kept, words("--edition=2024 src/lib.rs --extern a=a.rlib"));
    }
}
