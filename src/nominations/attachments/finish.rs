//! What becomes of a file once all of it has come? It is checked by what it holds, and kept under the
//! next number of its dossier, or refused and nothing of it kept.

use entity::ids::AttachmentId;

use super::{
    model::{Attachment, Upload},
    parts, references, store,
    uploads::{AttachmentError, entry},
    verdicts::{self, Told},
};
use crate::{
    app::App,
    audit,
    authz::Actor,
    files::{self, Content, Found, LIMITS, Refusal, look_into},
    nominations::dossier,
    persistence::WriteTx,
    shared::hex_sha256,
};

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
    let looked = if is_as_announced { look_into(bytes).await? } else { Err(Refusal::Digest) };
    match looked {
        Err(refusal) => {
            refuse(app, actor, upload, refusal, digest).await?;
            Err(refusal.into())
        }
        Ok((found, bytes)) => {
            let prepared = put(app, (digest, found, bytes)).await?;
            keep(app, actor, upload, &prepared).await
        }
    }
}

/// A file that was looked into and whose bytes are kept, though no row names them yet.
#[derive(Clone, Debug)]
pub struct Prepared {
    content: Content,
    found: Found,
}

impl Prepared {
    /// What it is, told by its bytes.
    pub fn media_type(&self) -> &'static str {
        self.content.media_type
    }
}

/// Looks into the bytes of a file that came some other way than by an upload, and keeps them.
///
/// # Errors
/// A file that is not taken, the store of files failing.
pub async fn prepare(app: &App, bytes: Vec<u8>) -> Result<Prepared, AttachmentError> {
    let digest = hex_sha256(&bytes);
    let (found, bytes) = look_into(bytes).await??;
    put(app, (digest, found, bytes)).await
}

/// Keeps the bytes, before any transaction: bytes that no row names do no harm, a row without bytes would.
async fn put(
    app: &App,
    (digest, found, bytes): (String, Found, Vec<u8>),
) -> Result<Prepared, AttachmentError> {
    let media_type = found.kind.media_type();
    let content = Content { digest, size_bytes: bytes.len(), media_type };
    app.files.put(&content, bytes).await?;
    Ok(Prepared { content, found })
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

/// How a file is called when it becomes an attachment.
#[derive(Clone, Copy, Debug)]
pub struct Named<'n> {
    /// Its number within the dossier, never given before.
    pub number: u32,
    /// Its name.
    pub name: &'n str,
    /// What it was said to be.
    pub media_type: &'n str,
    /// Where it came from, for the audit chain.
    pub reason: Option<&'n str>,
}

/// Makes a prepared file an attachment of a dossier that is held.
///
/// # Errors
/// The records failing.
pub async fn attach(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    held: &dossier::Reached,
    (named, prepared): (Named<'_>, &Prepared),
) -> Result<AttachmentId, AttachmentError> {
    let now = app.clock.now();
    let Prepared { content, found } = prepared;
    let is_elsewhere = store::is_elsewhere(&**tx, (held.round, held.id), &content.digest).await?;
    let told = Told { name: named.name, media_type: named.media_type, is_elsewhere };
    let attachment = Attachment {
        id: app.ids.next(),
        number: named.number,
        name: named.name.to_owned(),
        media_type: content.media_type.to_owned(),
        size_bytes: i64::try_from(content.size_bytes).unwrap_or(i64::MAX),
        pages: found.pages,
        digest: content.digest.clone(),
        verdicts: verdicts::judge(&LIMITS, told, found),
        uploaded_by: actor.username.clone(),
        uploaded_at: now,
        removed: None,
    };
    files::record(&**tx, content, now).await?;
    store::insert(&**tx, held.id, &attachment).await?;
    let entry = audit::Entry {
        reason: named.reason.map(str::to_owned),
        after_digest: Some(content.digest.clone()),
        ..entry(actor, "add_attachment", subject(held.id, named.number))
    };
    audit::record(&**tx, now, entry).await?;
    Ok(attachment.id)
}

/// Keeps a file under the next number; where it replaces another, the fields that named that one name it.
async fn keep(
    app: &App,
    actor: &Actor,
    upload: &Upload,
    prepared: &Prepared,
) -> Result<AttachmentId, AttachmentError> {
    let announced = &upload.announced;
    let tx = app.database.begin_write().await?;
    // Held: of two files that come at once, each gets a number of its own.
    let held = match announced.replaces {
        // What came while the text was locked changes nothing of it: no field names it.
        None => dossier::hold_for_proofs(app, &tx, actor, upload.dossier).await?,
        Some(_) => dossier::hold(app, &tx, actor, upload.dossier).await?,
    };
    let number = store::next_number(&*tx, upload.dossier).await?;
    let reason = announced.replaces.map(|old| format!("replaces attachment {old}"));
    let named = Named {
        number,
        name: &announced.name,
        media_type: &announced.media_type,
        reason: reason.as_deref(),
    };
    let id = attach(app, &tx, actor, &held, (named, prepared)).await?;
    store::set_kept(&*tx, upload.id, id, announced.length).await?;
    if let Some(old) = announced.replaces {
        replace(app, &tx, actor, &held, (old, number)).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// An attachment in the audit chain.
pub(super) fn subject(dossier: entity::ids::DossierId, number: u32) -> String {
    format!("dossier/{dossier}/attachment/{number}")
}

/// Removes the attachment `old` and lets the fields that name it name `new`.
async fn replace(
    app: &App,
    tx: &WriteTx,
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
