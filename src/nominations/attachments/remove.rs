//! How does an attachment leave a dossier? It is marked, with who and when; its number is never given
//! again. One that a field names stays until the field lets it go; one that proves the society's publicity or the
//! resolution of its council stays.

use entity::ids::DossierId;

use super::{
    finish::subject,
    references, store,
    uploads::{AttachmentError, entry},
};
use crate::{app::App, audit, authz::Actor, nominations::dossier};

/// Removes the attachment `number`.
///
/// # Errors
/// The dossier is not the actor's or was handed in, there is no such attachment, fields name it, it proves
/// something.
pub async fn remove(
    app: &App,
    actor: &Actor,
    id: DossierId,
    number: u32,
) -> Result<(), AttachmentError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let held = dossier::hold_for_proofs(app, &tx, actor, id).await?;
    if store::proofs(&*tx, id).await?.contains(&number) {
        return Err(AttachmentError::Proof);
    }
    if !store::remove(&*tx, id, number, &actor.username, now).await? {
        return Err(AttachmentError::NotFound);
    }
    let content = dossier::content(app, &*tx, &held).await?;
    if let Some(fields) = references::references(held.form, &content).remove(&number) {
        let fields = fields.iter().map(ToString::to_string).collect();
        return Err(AttachmentError::Named(fields));
    }
    let entry = entry(actor, "remove_attachment", subject(id, number));
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
