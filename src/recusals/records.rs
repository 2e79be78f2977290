//! What does the engine know of a round, at this moment? The records that a match run reads, with what was
//! declared and decided.

use std::sync::Arc;

use super::errors::RecusalError;
use crate::{app::App, awards::Round, conflicts::Finding, matching::RoundRecords};

/// Reads one state of the records.
pub(super) async fn load(app: &App, round: &Round) -> Result<Arc<RoundRecords>, RecusalError> {
    Ok(RoundRecords::load(app, (round.id, round.year)).await?)
}

/// Everything that is found now.
pub(super) async fn findings(records: &Arc<RoundRecords>) -> Result<Vec<Finding>, RecusalError> {
    records.findings().await.map_err(|error| RecusalError::Other(error.to_string()))
}

/// Does what takes long beside the requests.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, RecusalError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| RecusalError::Other(error.to_string()))
}
