//! Which other programs can be measured beside ours, and what does it mean if they are not there?

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Error, Result, bail};

use crate::process::{output_of, run};
use crate::workspace::{Workspace, nothing_may_be_missing, program, variable};

/// The peers of a benchmark, and whether they must be there.
pub(crate) struct Peers<'w> {
    workspace: &'w Workspace,
    are_required: bool,
}

impl<'w> Peers<'w> {
    pub(crate) fn new(workspace: &'w Workspace, are_required: bool) -> Self {
        Self { workspace, are_required: are_required || nothing_may_be_missing() }
    }

    /// A Python that has OR-tools: the one named in `LAUREL_BENCH_PYTHON`, the one on the path, or one of
    /// our own under the build output, into which they are installed.
    pub(crate) fn or_tools(&self) -> Result<PathBuf> {
        let named = variable("LAUREL_BENCH_PYTHON").map(PathBuf::from);
        let python = named.clone().or_else(|| program(&["python3"])).context("no python3")?;
        if has_or_tools(&python) {
            return Ok(python);
        }
        if named.is_some() {
            bail!("the Python of LAUREL_BENCH_PYTHON has no ortools and numpy");
        }
        let folder = self.workspace.target.join("xtask-python");
        let own = folder.join("bin/python");
        if has_or_tools(&own) {
            return Ok(own);
        }
        let made = run(Command::new(&python).args(["-m", "venv"]).arg(&folder))?;
        let installed = made.success
            && run(
                Command::new(&own).args(["-m", "pip", "install", "--quiet", "ortools", "numpy"])
            )?
            .success;
        if !installed || !has_or_tools(&own) {
            bail!(
                "pip install ortools numpy fails; name a Python that has both in LAUREL_BENCH_PYTHON"
            );
        }
        Ok(own)
    }

    /// Says that nothing was compared with another program; whether that is no failure.
    pub(crate) fn absent(&self, whom: &str, why: &Error) -> bool {
        println!("**not compared with {whom}**: {why:#}");
        !self.are_required
    }
}

fn has_or_tools(python: &Path) -> bool {
    output_of(Command::new(python).args(["-c", "import numpy, ortools"])).is_ok()
}
