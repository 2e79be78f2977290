//! Which files does a dossier hold, what was found in them, and what do its fields say of them?

use entity::ids::{DossierId, UploadId};

use super::{
    model::{Attachment, Outcome},
    references::references,
    rules::Totals,
    store,
    uploads::{AttachmentError, own},
    verdicts::with_duplicates,
    views::{AttachmentList, AttachmentView, Dangling, LimitsView, RemovedView, UploadView},
};
use crate::{app::App, authz::Actor, files::LIMITS, nominations::dossier};

/// Everything about the files of a dossier.
///
/// # Errors
/// The dossier is not the actor's to know, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<AttachmentList, AttachmentError> {
    let reached = dossier::reach(app, actor, id).await?;
    let content = dossier::content(app, app.database.reader(), &reached).await?;
    let mut named = references(reached.form, &content);
    let proofs = store::proofs(app.database.reader(), id).await?;
    let (removed, present): (Vec<_>, Vec<_>) = store::list(app.database.reader(), id)
        .await?
        .into_iter()
        .partition(|file| file.removed.is_some());
    let totals = Totals::of(present.iter().map(|file| (file.media_type.as_str(), file.size_bytes)));
    let files: Vec<AttachmentView> = with_duplicates(present)
        .into_iter()
        .map(|file| {
            let named = named.remove(&file.number).unwrap_or_default();
            let is_proof = proofs.contains(&file.number);
            AttachmentView::of(file, &named, is_proof)
        })
        .collect();
    Ok(AttachmentList {
        may_edit: reached.may_edit(actor),
        may_prove: reached.may_prove(actor),
        title: reached.title.clone(),
        form_id: reached.form.id.clone(),
        files,
        removed: removed.into_iter().filter_map(RemovedView::of).collect(),
        dangling: named.into_iter().map(|(number, at)| Dangling::of(number, &at)).collect(),
        verdicts: LIMITS.judge(totals),
        limits: LimitsView::of(&LIMITS, totals),
    })
}

/// An attachment that the actor may read, with its bytes; one that was removed too where `is_any`.
///
/// # Errors
/// No such dossier or attachment, the store of files failing.
pub(super) async fn file(
    app: &App,
    actor: &Actor,
    (id, number): (DossierId, u32),
    is_any: bool,
) -> Result<(Attachment, Vec<u8>), AttachmentError> {
    dossier::reach(app, actor, id).await?;
    let files = store::list(app.database.reader(), id).await?;
    let found = files
        .into_iter()
        .find(|file| file.number == number && (is_any || file.removed.is_none()))
        .ok_or(AttachmentError::NotFound)?;
    let bytes = app.files.get(&found.digest).await?;
    Ok((found, bytes))
}

/// How far an upload of the actor's is, and what became of it.
///
/// # Errors
/// No such upload of the actor's.
pub(super) async fn upload(
    app: &App,
    actor: &Actor,
    id: UploadId,
) -> Result<UploadView, AttachmentError> {
    let upload = own(app, actor, id).await?;
    let attachment = match upload.outcome {
        Outcome::Kept(kept) => {
            let files = store::list(app.database.reader(), upload.dossier).await?;
            files.into_iter().find(|file| file.id == kept).map(|file| file.number)
        }
        Outcome::Open | Outcome::Refused(_) => None,
    };
    Ok(UploadView::of(upload, attachment))
}
