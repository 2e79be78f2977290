//! How long does a round take, from the ballots to the published result?

use std::process::Command;

use anyhow::Result;

use crate::process::run as run_program;
use crate::workspace::{Workspace, variable};

/// Where the PostgreSQL server is, where there is one.
const SERVER: &str = "LAUREL_TEST_POSTGRES";

/// A round from the ballots to the published result: whether everything was answered as it must be, in time.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let mut command = Command::new(workspace.example("whole_round"));
    command.arg(workspace.laurel("release")).args(variable(SERVER));
    Ok(run_program(&mut command)?.success)
}
