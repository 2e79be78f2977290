//! How many reviewers may save at once, and how long does each wait?

use std::process::Command;

use anyhow::Result;

use crate::process::run as run_program;
use crate::workspace::{Workspace, variable};

/// Where the PostgreSQL server is, and how long the first phase takes.
const SERVER: &str = "LAUREL_TEST_POSTGRES";
const SECONDS: &str = "LAUREL_LOAD_SECONDS";
/// How long it takes where nobody says.
const USUAL_SECONDS: &str = "60";

/// 500 reviewers who save at once, on the embedded database and on the PostgreSQL that `LAUREL_TEST_POSTGRES` names:
/// whether everything was answered as it must be, in time, and nothing was lost.
pub(crate) fn run(workspace: &Workspace) -> Result<bool> {
    let seconds = variable(SECONDS).unwrap_or_else(|| USUAL_SECONDS.to_owned());
    let mut all_hold = true;
    for server in std::iter::once(None).chain(variable(SERVER).map(Some)) {
        println!("{}:", if server.is_some() { "PostgreSQL" } else { "SQLite" });
        let mut command = Command::new(workspace.example("reviews_load"));
        // The server that it starts would take it for a setting.
        command.env_remove(SECONDS);
        command.arg(workspace.laurel("release")).arg(&seconds).args(server);
        all_hold &= run_program(&mut command)?.success;
    }
    Ok(all_hold)
}
