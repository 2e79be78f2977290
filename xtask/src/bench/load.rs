//! How many people may write and submit at once, and how many read the public pages beside them?

use std::process::Command;

use anyhow::{Result, bail};

use crate::process::run as run_program;
use crate::workspace::{Workspace, variable};

/// Where the PostgreSQL server is, and how long a phase takes.
const SERVER: &str = "LAUREL_TEST_POSTGRES";
const SECONDS: &str = "LAUREL_LOAD_SECONDS";

/// Loads a server on the PostgreSQL that `LAUREL_TEST_POSTGRES` names, in every phase or in one `alone`. Says whether
/// nothing failed and nothing was lost.
pub(crate) fn run(workspace: &Workspace, alone: Option<&str>) -> Result<bool> {
    let Some(server) = variable(SERVER) else { bail!("name a PostgreSQL server in {SERVER}") };
    let mut command = Command::new(workspace.example("load"));
    // The server that it starts would take it for a setting.
    command.env_remove(SECONDS);
    let seconds = variable(SECONDS)
        .unwrap_or_else(|| if alone == Some("public") { "60" } else { "300" }.to_owned());
    command.arg(workspace.laurel("release")).arg(server).arg(seconds).args(alone);
    Ok(run_program(&mut command)?.success)
}
