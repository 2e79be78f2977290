//! Are near-duplicates found among past nominations, how fast, and how much faster than by comparing all with all?

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::run as run_program;
use crate::workspace::Workspace;

/// Prints recall, precision and seconds; true when all of them are as the program demands.
pub(crate) fn run(workspace: &Workspace, data: Option<&Path>) -> Result<bool> {
    let Some(data) = data else {
        return Ok(super::absent());
    };
    Ok(run_program(Command::new(workspace.example("reuse")).arg(data))?.success)
}
