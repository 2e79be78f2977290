//! What becomes of a file once all of it has come? It is checked by what it holds, and kept under the
//! next number of its dossier, or refused and nothing of it kept.

use std::time::Duration;

use entity::ids::AttachmentId;
use tokio::sync::Semaphore;

use super::{
    inspect::{Found, Refusal, inspect},
    model::{Attachment, Upload},
    parts, references,
    rules::LIMITS,
    store,
    uploads::{AttachmentError, entry},
    verdicts::{self, Told},
};
use crate::{
    app::App,
    audit,
    authz::Actor,
    files::{self, Content},
    nominations::dossier,
    shared::hex_sha256,
};

/// Files that are looked into at once: each may take the memory of a large picture.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// A file that takes longer than this to look into is none that anybody should open.
const LONGEST: Duration = Duration::from_secs(20);

/// Checks a file that has come whole.
pub(super) async fn finish(
    app: &App,
    actor: &Actor,
    upload: &Upload,
    bytes: Vec<u8>,
) -> Result<AttachmentId, AttachmentError> {
    let digest = hex_sha256(&bytes);
    let is_as_announced =
        upload.announced.sha256.as_ref().is_none_or(|announced| *announced == digest);
    let looked = if is_as_announced { look(bytes).await? } else { Err(Refusal::Digest) };
    match looked {
        Err(refusal) => {
            refuse(app, actor, upload, refusal, digest).await?;
            Err(refusal.into())
        }
        Ok((found, bytes)) => keep(app, actor, upload, (digest, found, bytes)).await,
    }
}

/// Looks into a file on a thread of its own, for as long as a file may take.
async fn look(bytes: Vec<u8>) -> Result<Result<(Found, Vec<u8>), Refusal>, AttachmentError> {
    let inside = |error: &dyn std::fmt::Display| AttachmentError::Inside(error.to_string());
    let permit = AT_ONCE.acquire().await.map_err(|error| inside(&error))?;
    let work = tokio::task::spawn_blocking(move || {
        // Held by the thread: one that is given up on still takes memory until it ends.
        let _permit = permit;
        inspect(&bytes, &LIMITS.file).map(|found| (found, bytes))
    });
    match tokio::time::timeout(LONGEST, work).await {
        Err(_) => Ok(Err(Refusal::Bomb)),
        // A parser that gives up by a panic was given something made to break it.
        Ok(Err(error)) if error.is_panic() => Ok(Err(Refusal::Damaged)),
        Ok(Err(error)) => Err(inside(&error)),
        Ok(Ok(looked)) => Ok(looked),
    }
}

/// Notes why a file was not taken; its bytes are forgotten.
async fn refuse(
    app: &App,
    actor: &Actor,
    upload: &Upload,
    refusal: Refusal,
    digest: String,
) -> Result<(), AttachmentError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    store::set_refusal(&*tx, upload.id, &refusal.what()).await?;
    let subject = format!("dossier/{}/upload/{}", upload.dossier, upload.id);
    let entry = audit::Entry {
        after_digest: Some(digest),
        reason: Some(refusal.code().to_owned()),
        ..entry(actor, "refuse_attachment", subject)
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    parts::forget(app, upload.id).await
}

/// Keeps a file under the next number; where it replaces another, the fields that named that one name it.
async fn keep(
    app: &App,
    actor: &Actor,
    upload: &Upload,
    (digest, found, bytes): (String, Found, Vec<u8>),
) -> Result<AttachmentId, AttachmentError> {
    let announced = &upload.announced;
    let media_type = found.kind.media_type();
    let content = Content { digest, size_bytes: bytes.len(), media_type };
    // Before the transaction: bytes that no row names do no harm, a row without bytes would.
    let put = app.files.put(&content, bytes).await;
    put.map_err(|error| AttachmentError::Inside(error.to_string()))?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    // Held: of two files that come at once, each gets a number of its own.
    let held = dossier::hold(app, &tx, actor, upload.dossier).await?;
    let place = (held.round, upload.dossier);
    let is_elsewhere = store::is_elsewhere(&*tx, place, &content.digest).await?;
    let told = Told { name: &announced.name, media_type: &announced.media_type, is_elsewhere };
    let attachment = Attachment {
        id: app.ids.next(),
        number: store::next_number(&*tx, upload.dossier).await?,
        name: announced.name.clone(),
        media_type: media_type.to_owned(),
        size_bytes: announced.length,
        pages: found.pages,
        digest: content.digest.clone(),
        verdicts: verdicts::judge(&LIMITS, told, &found),
        uploaded_by: actor.username.clone(),
        uploaded_at: now,
        removed: None,
    };
    files::record(&*tx, &content, now).await?;
    store::insert(&*tx, upload.dossier, &attachment).await?;
    store::set_kept(&*tx, upload.id, attachment.id, announced.length).await?;
    if let Some(old) = announced.replaces {
        replace(app, &tx, actor, &held, (old, attachment.number)).await?;
    }
    let entry = audit::Entry {
        reason: announced.replaces.map(|old| format!("replaces attachment {old}")),
        after_digest: Some(content.digest),
        ..entry(actor, "add_attachment", subject(upload.dossier, attachment.number))
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(attachment.id)
}

/// An attachment in the audit chain.
pub(super) fn subject(dossier: entity::ids::DossierId, number: u32) -> String {
    format!("dossier/{dossier}/attachment/{number}")
}

/// Removes the attachment `old` and lets the fields that name it name `new`.
async fn replace(
    app: &App,
    tx: &crate::persistence::WriteTx,
    actor: &Actor,
    held: &dossier::Reached,
    (old, new): (i32, u32),
) -> Result<(), AttachmentError> {
    let old = u32::try_from(old).unwrap_or_default();
    let now = app.clock.now();
    if !store::remove(&**tx, held.id, old, &actor.username, now).await? {
        // Somebody removed it meanwhile: the new file stands for itself.
        return Ok(());
    }
    let content = dossier::content(app, &**tx, held).await?;
    let edits = references::renamed(held.form, &content, old, new);
    dossier::write(app, tx, actor, held, &edits).await?;
    Ok(())
}
