//! `laurel check` and `laurel audit verify`: is everything as it must be?

use std::process::ExitCode;

use super::terminal;
use crate::{app::App, audit, invariants};

/// Checks every law and says which hold.
pub(super) async fn check(app: &App) -> anyhow::Result<ExitCode> {
    let findings = invariants::check(app).await?;
    let mut is_whole = true;
    for finding in findings {
        if finding.breaches.is_empty() {
            terminal::say(&format!("✓ {}", finding.law));
            continue;
        }
        is_whole = false;
        terminal::say(&format!("✗ {}", finding.law));
        for breach in finding.breaches {
            terminal::say(&format!("    {breach}"));
        }
    }
    Ok(ExitCode::from(u8::from(!is_whole)))
}

/// Verifies the audit chain and says its length and head.
pub(super) async fn verify_audit(app: &App) -> anyhow::Result<ExitCode> {
    let chain = audit::read_all(app.database.reader()).await?;
    match audit::verify(chain.iter().map(|(link, hash)| (link, hash.as_str()))) {
        Ok((length, head)) => {
            terminal::say(&format!(
                "审计链完整 / the chain is whole: {length} records, head {head}"
            ));
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            terminal::complain(&format!("审计链断裂 / the chain is broken: {broken}"));
            Ok(ExitCode::from(1))
        }
    }
}
