//! How does CAST take what this portal itself knows of a round into the track record?

use serde_json::json;

use super::{
    collection_view::CollectionView,
    definitions::Definitions,
    file_dispute::RecordError,
    outcomes::KnownNomination,
    store::{self, NewFact, Recording},
};
use crate::{
    app::App,
    audit,
    persistence::{ReadTx, WriteTx},
    shared::hex_sha256,
};

/// Why a collected fact was corrected.
const REASON: &str = "本系统记录有变，重新归集 / collected anew: the records of the portal changed";

/// What collecting the facts of `round` would change, by what is `known` of its nominations.
///
/// # Errors
/// The records failing.
pub async fn preview(
    app: &App,
    tx: &ReadTx,
    (round, known): (i32, &[KnownNomination]),
) -> Result<CollectionView, RecordError> {
    let definitions = Definitions::shipped()?;
    let now = app.clock.now();
    let found = store::of_round(&**tx, &definitions, (round, known, now)).await?;
    CollectionView::of(app, found).await
}

/// Takes what this portal knows of `round` into the track record: what is new is added, what changed
/// is corrected with a reason, what a file or the answer to a dispute settled is left alone. Doing it
/// again changes nothing. What is `known` of the nominations was read in `tx`, which is committed.
///
/// # Errors
/// The records failing.
pub async fn collect(
    app: &App,
    tx: WriteTx,
    by: &str,
    (round, known): (i32, &[KnownNomination]),
) -> Result<CollectionView, RecordError> {
    let definitions = Definitions::shipped()?;
    let now = app.clock.now();
    let found = store::of_round(&*tx, &definitions, (round, known, now)).await?;
    if found.changes.is_empty() {
        drop(tx);
        return CollectionView::of(app, found).await;
    }
    let facts = found.changes.iter().map(|change| {
        let after = change.before.as_ref().map(|before| (before.id, before.revision));
        let mut fact = change.fact.clone();
        fact.reason = after.map(|_| REASON.to_owned());
        NewFact { fact, after }
    });
    let recording = Recording { by, now, ids: app.ids };
    store::insert_facts(&*tx, recording, facts.collect()).await?;
    let content: Vec<_> = found
        .changes
        .iter()
        .map(|change| (change.fact.key(), change.fact.value))
        .map(|(key, value)| json!([key.society_id, key.case_ref, key.measure, value]))
        .collect();
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: "track_record.collect".to_owned(),
        subject: format!("round/{round}"),
        after_digest: Some(hex_sha256(json!(content).to_string().as_bytes())),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    CollectionView::of(app, found).await
}
