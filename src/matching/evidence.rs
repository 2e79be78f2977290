//! What proves the plan of a run, and what would have changed it for one pair?

use entity::ids::{ExpertId, MatchRunId, NominationId};

use super::{
    assignment::{Proof, ProofError, Score},
    counterfactual::{Asked, EntryScoreView, entry_score},
    packing::unpack,
    store,
};
use crate::app::App;

/// Why there is no evidence.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// There is no such run, it is not done, or it is of before certificates were kept.
    #[error("没有该次匹配的证书 / there is no certificate of such a run")]
    Absent,
    /// The certificate does not state what it should.
    #[error("{0}")]
    Wrong(String),
    /// The records could not be read.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

impl From<ProofError> for EvidenceError {
    fn from(error: ProofError) -> Self {
        Self::Wrong(error.to_string())
    }
}

/// Does work beside the server's other work.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, EvidenceError> + Send + 'static,
) -> Result<T, EvidenceError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| EvidenceError::Wrong(error.to_string()))?
}

fn wrong(error: impl std::fmt::Display) -> EvidenceError {
    EvidenceError::Wrong(error.to_string())
}

/// The certificate of a run, as `laurel verify` checks it: its plan with the prices that prove it for the
/// run's own objective, and of a draw the chances and the seed, by which anybody can draw again.
///
/// # Errors
/// There is none, the records fail.
pub(super) async fn certificate(app: &App, run: MatchRunId) -> Result<Vec<u8>, EvidenceError> {
    let packed = store::certificate(app.database.reader(), run).await?;
    let packed = packed.ok_or(EvidenceError::Absent)?;
    beside(move || unpack(&packed).map_err(wrong)).await
}

/// The certificate of a run, read.
///
/// # Errors
/// As [`certificate`], or what is kept is none.
pub async fn proof(app: &App, run: MatchRunId) -> Result<Proof, EvidenceError> {
    let bytes = certificate(app, run).await?;
    beside(move || serde_json::from_slice(&bytes).map_err(wrong)).await
}

/// From which affinity on an expert would have been assigned to a nomination.
///
/// # Errors
/// There is no such run, nomination or expert in it, the records fail.
pub(super) async fn entry(
    app: &App,
    run: MatchRunId,
    pair: (NominationId, ExpertId),
) -> Result<EntryScoreView, EvidenceError> {
    let known = store::pair_of(app.database.reader(), run, pair).await?;
    let known = known.ok_or(EvidenceError::Absent)?;
    let proof = proof(app, run).await?;
    let work = move || {
        let score = known.score.and_then(|micro| Score::from_micro(micro.into()).ok());
        let asked = Asked {
            pair: (&known.nomination, &known.expert),
            score,
            is_barred: known.is_barred,
            is_outside: known.is_outside,
            least: known.least,
        };
        entry_score(proof, asked)?.ok_or(EvidenceError::Absent)
    };
    beside(work).await
}
