//! Which checks and tests does the front end pass?

use anyhow::{Context, Result};

use crate::process::run;
use crate::report::Ending;
use crate::tally;
use crate::workspace::{Workspace, program};

/// Installs the locked npm packages, unless those installed are the locked ones already.
pub(crate) fn packages(workspace: &Workspace) -> Result<Ending> {
    if program(&["npm"]).is_none() {
        return Ok(Ending::Broken("no npm: install Node.js 20.19 or newer".to_owned()));
    }
    let locked = std::fs::read(workspace.front_end().join("package-lock.json"))
        .context("cannot read frontend/package-lock.json")?;
    let stamp = workspace.front_end().join("node_modules/.lock-copy");
    if std::fs::read(&stamp).is_ok_and(|installed| installed == locked) {
        println!("the installed packages are the locked ones");
        return Ok(Ending::Gate(true));
    }
    let finished = run(&mut workspace.npm(&["ci"]))?;
    if finished.success {
        std::fs::write(&stamp, locked).context("cannot note which packages are installed")?;
    }
    Ok(Ending::gate(&finished))
}

/// The linter's rules.
pub(crate) fn lint(workspace: &Workspace) -> Result<Ending> {
    script(workspace, "lint")
}

/// The TypeScript compiler.
pub(crate) fn types(workspace: &Workspace) -> Result<Ending> {
    script(workspace, "typecheck")
}

/// Tests of components and plain functions.
pub(crate) fn unit_tests(workspace: &Workspace) -> Result<Ending> {
    let finished = run(&mut workspace.npm(&["run", "--silent", "test"]))?;
    Ok(Ending::tests(&finished, tally::vitest))
}

/// The bundle that the program embeds.
pub(crate) fn build(workspace: &Workspace) -> Result<Ending> {
    script(workspace, "build")
}

fn script(workspace: &Workspace, name: &str) -> Result<Ending> {
    Ok(Ending::gate(&run(&mut workspace.npm(&["run", "--silent", name]))?))
}
