//! How is the bundle of a round made?

use entity::ids::{ResultBundleId, ResultReleaseId};

use super::{
    gather,
    seal::sealed,
    store::{self, Wanted},
};
use crate::{
    app::App,
    audit,
    files::{self, Content},
    jobs::Claimed,
    results::ResultError,
    shared::hex_sha256,
};

/// The kind of job that makes the bundle of a round.
pub const JOB: &str = "results.bundle";

/// Who makes what nobody asked for by himself.
const CLOCK: &str = "laurel";

fn inside(error: &dyn std::fmt::Display) -> ResultError {
    ResultError::Inside(error.to_string())
}

/// Makes the bundle that a job asks for: none where it is made already, unless it is asked for again because an award
/// was taken back, whose winners are named no more.
///
/// # Errors
/// The records or the store of files failing.
pub async fn handle_job(app: &App, job: &Claimed) -> Result<(), ResultError> {
    let named = job.payload.get("release").cloned().unwrap_or_default();
    let id: ResultReleaseId = serde_json::from_value(named).map_err(|error| inside(&error))?;
    let is_again = job.payload.get("again").and_then(serde_json::Value::as_bool) == Some(true);
    let tx = app.database.begin_read().await?;
    let Some(wanted) = store::wanted(&*tx, (id, is_again)).await? else { return Ok(()) };
    let (body, inputs) = Box::pin(gather::body(app, &tx, &wanted)).await?;
    let digests = store::phases(&*tx, wanted.round).await?;
    drop(tx);
    let signer = app.signer.clone();
    let work = move || {
        let mut body = body;
        body.phases = gather::phases(inputs, &digests);
        sealed(&body, &signer)
    };
    let bytes = tokio::task::spawn_blocking(work).await.map_err(|error| inside(&error))?;
    keep(app, (&wanted, is_again), bytes).await
}

/// Keeps a bundle: the file first, so that no row names one that is not there.
async fn keep(
    app: &App,
    (wanted, is_again): (&Wanted, bool),
    bytes: Vec<u8>,
) -> Result<(), ResultError> {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let body_digest = hex_sha256(line);
    let content = Content {
        digest: hex_sha256(&bytes),
        size_bytes: bytes.len(),
        media_type: "application/json",
    };
    app.files.put(&content, bytes).await.map_err(|error| inside(&error))?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    if store::wanted(&*tx, (wanted.release, is_again)).await?.is_none() {
        // Another node was faster.
        return Ok(());
    }
    files::record(&*tx, &content, now).await?;
    let id: ResultBundleId = app.ids.next();
    let digests = (body_digest, content.digest.clone());
    store::insert(&*tx, id, wanted, digests, now).await?;
    let entry = audit::Entry {
        actor: CLOCK.to_owned(),
        action: "results.make_bundle".to_owned(),
        subject: format!("result_bundle/{id}"),
        after_digest: Some(content.digest),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    app.edition.turn();
    Ok(())
}
