//! Are planted conflicts found and nobody accused, what of real data is found, and how fast? And is who is one person
//! proposed as such?

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::process::run as run_program;
use crate::workspace::Workspace;

/// Prints recall, precision and seconds; true when all of them are as the programs demand. Without
/// the real data the planted part runs on invented units, and who is one person on our own tables of names.
pub(crate) fn run(workspace: &Workspace, data: Option<&Path>) -> Result<bool> {
    let example = |name: &str| -> Result<bool> {
        let mut command = Command::new(workspace.example(name));
        command.args(data);
        Ok(run_program(&mut command)?.success)
    };
    let are_found = example("conflicts")?;
    println!("\n### Who is one person\n");
    Ok(example("persons")? && are_found)
}
