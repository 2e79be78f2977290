//! How long does the PDF of a dossier of fifty pages take?

use std::process::Command;

use anyhow::Result;

use crate::process::run as run_program;
use crate::workspace::Workspace;

/// Prints the pages and seconds; true when they are as the program demands.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    Ok(run_program(&mut Command::new(workspace.example("fifty_pages")))?.success)
}
