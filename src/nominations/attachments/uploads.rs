//! How does a file come, part by part, over a line that drops? (tus 1.0.0)

use chrono::Duration;
use entity::ids::{AttachmentId, DossierId, UploadId};
use futures_util::Stream;

use super::{
    finish::finish,
    model::{Attachment, Outcome, Upload},
    parts, store,
    tus::Announced,
    verdicts::too_large,
};
use crate::{
    app::App,
    audit,
    authz::Actor,
    classified::kind_of,
    files::{FileStoreError, LIMITS, Refusal, megabytes},
    idempotency,
    nominations::dossier::{self, DossierError},
    persistence::WriteTx,
    shared::Bilingual,
};

/// Uploads that expired and are forgotten at once when another is begun.
const MOST_FORGOTTEN: u64 = 50;

/// Why nothing was done with an attachment or an upload.
#[derive(Debug, thiserror::Error)]
pub enum AttachmentError {
    /// The dossier.
    #[error(transparent)]
    Dossier(#[from] DossierError),
    /// No such attachment or upload, or it is not the actor's.
    #[error("未找到 / not found")]
    NotFound,
    /// The file is larger than allowed, or than what is left of the dossier.
    #[error("{0}")]
    TooLarge(Bilingual),
    /// So many uploads are under way.
    #[error("同时进行的上传过多 / too many uploads are under way")]
    TooMany,
    /// The part does not begin where the last one ended.
    #[error("上传位置不符，应为 {0} / the part must begin at {0}")]
    WrongOffset(i64),
    /// Another part of the same upload is just being taken.
    #[error("该上传正在接收另一部分 / another part of the upload is being received")]
    Busy,
    /// The file is not taken.
    #[error("{}", .0.what())]
    Refused(#[from] Refusal),
    /// Fields name the attachment.
    #[error("附件仍被引用 / fields name the attachment")]
    Named(Vec<String>),
    /// The society's publicity or the resolution of its council names the attachment.
    #[error("附件是公示或决议的证明材料 / a publicity or a resolution names the attachment")]
    Proof,
    /// The request was answered before.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The folder of parts, the store of files or the thread of the checks failing.
    #[error("{0}")]
    Inside(String),
}

impl From<sea_orm::DbErr> for AttachmentError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Dossier(error.into())
    }
}

impl From<FileStoreError> for AttachmentError {
    fn from(error: FileStoreError) -> Self {
        Self::Inside(error.to_string())
    }
}

impl From<std::io::Error> for AttachmentError {
    fn from(error: std::io::Error) -> Self {
        Self::Inside(error.to_string())
    }
}

/// An entry of the audit chain about `subject`.
pub(super) fn entry(actor: &Actor, action: &str, subject: String) -> audit::Entry {
    audit::Entry {
        actor: actor.username.clone(),
        action: format!("nominations.{action}"),
        subject,
        ..audit::Entry::default()
    }
}

/// Begins an upload into a dossier.
///
/// # Errors
/// The dossier is not the actor's or no draft, the file is too large, the dossier has no room.
pub async fn begin(
    app: &App,
    actor: &Actor,
    dossier: DossierId,
    announced: Announced,
    key: Option<&idempotency::Key>,
) -> Result<UploadId, AttachmentError> {
    if announced.length > LIMITS.file.most_bytes {
        return Err(AttachmentError::TooLarge(too_large(&LIMITS)));
    }
    if announced.length == 0 {
        return Err(Refusal::Empty.into());
    }
    if let Some(kind) = kind_of(&announced.name).or_else(|| kind_of(&announced.media_type)) {
        return Err(Refusal::Classified(kind).into());
    }
    let now = app.clock.now();
    let id: UploadId = app.ids.next();
    let tx = app.database.begin_write().await?;
    make_way(app, &tx, actor, (dossier, &announced)).await?;
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(AttachmentError::Repeated);
    }
    let forgotten = store::take_expired(&*tx, now, MOST_FORGOTTEN).await?;
    let files = store::list(&*tx, dossier).await?;
    let open = store::open_uploads(&*tx, dossier, now).await?;
    has_place(&files, &open, &announced)?;
    let upload = Upload {
        id,
        dossier,
        account: actor.account,
        announced,
        offset: 0,
        created_at: now,
        expires_at: now + Duration::hours(LIMITS.upload.kept_hours),
        outcome: Outcome::Open,
    };
    parts::make(app, id).await?;
    store::insert_upload(&*tx, &upload).await?;
    let subject = format!("dossier/{dossier}/upload/{id}");
    audit::record(&*tx, now, entry(actor, "begin_upload", subject)).await?;
    tx.commit().await?;
    for id in forgotten {
        parts::forget(app, id).await?;
    }
    Ok(id)
}

/// Holds a dossier that takes such a file. Where its text is locked, that is what proves its way through the
/// society, and no file that takes the place of one.
async fn make_way(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (dossier, announced): (DossierId, &Announced),
) -> Result<(), AttachmentError> {
    match announced.replaces {
        None if announced.proves.is_some() => {
            dossier::hold_for_proofs(app, tx, actor, dossier).await?;
        }
        None => {
            dossier::hold(app, tx, actor, dossier).await?;
        }
        Some(old) => {
            dossier::hold(app, tx, actor, dossier).await?;
            let proofs = store::proofs(&**tx, dossier).await?;
            if proofs.iter().any(|number| i32::try_from(*number) == Ok(old)) {
                return Err(AttachmentError::Proof);
            }
        }
    }
    Ok(())
}

/// Whether a dossier with these `files` takes another one beside those whose lengths are `open`, bytes.
fn has_place(
    files: &[Attachment],
    open: &[i64],
    announced: &Announced,
) -> Result<(), AttachmentError> {
    let replaced = announced.replaces.and_then(|number| u32::try_from(number).ok());
    let files = || files.iter().filter(|file| file.removed.is_none());
    if replaced.is_some_and(|number| !files().any(|file| file.number == number)) {
        return Err(AttachmentError::NotFound);
    }
    if open.len() >= LIMITS.upload.most_open {
        return Err(AttachmentError::TooMany);
    }
    let kept = files().filter(|file| Some(file.number) != replaced);
    let kept: i64 = kept.map(|file| file.size_bytes).sum();
    let left = LIMITS.dossier.most_bytes - kept - open.iter().sum::<i64>();
    if announced.length <= left {
        return Ok(());
    }
    let (most, left) = (megabytes(LIMITS.dossier.most_bytes), megabytes(left));
    Err(AttachmentError::TooLarge(Bilingual::new(
        format!("附件合计不得超过 {most} MB，只余 {left} MB"),
        format!("all files together may have {most} MB; {left} MB are left"),
    )))
}

/// An upload of the actor's own that has not expired.
///
/// # Errors
/// There is none, or its dossier is out of the actor's reach.
pub(super) async fn own(app: &App, actor: &Actor, id: UploadId) -> Result<Upload, AttachmentError> {
    let now = app.clock.now();
    let upload = store::find_upload(app.database.reader(), id)
        .await?
        .filter(|upload| upload.account == actor.account && upload.expires_at > now)
        .ok_or(AttachmentError::NotFound)?;
    dossier::reach(app, actor, upload.dossier).await?;
    Ok(upload)
}

/// Takes a part in. What arrived before the line was cut is kept; with the last byte the file is checked
/// and becomes an attachment, or is refused.
///
/// # Errors
/// No such upload of the actor's, a part that begins elsewhere or is too long, a file that is not taken.
pub async fn receive<B: AsRef<[u8]>, E>(
    app: &App,
    actor: &Actor,
    id: UploadId,
    at: i64,
    body: impl Stream<Item = Result<B, E>>,
) -> Result<Progress, AttachmentError> {
    own(app, actor, id).await?;
    let mut part = parts::take(app, id).await?;
    // Asked again while the file is held: another part may just have been written.
    let upload = own(app, actor, id).await?;
    let length = upload.announced.length;
    if upload.outcome != Outcome::Open {
        return Err(AttachmentError::NotFound);
    }
    if upload.offset != at {
        return Err(AttachmentError::WrongOffset(upload.offset));
    }
    let known = dossier::reach(app, actor, upload.dossier).await?;
    let may_prove = upload.announced.replaces.is_none() && known.may_prove(actor);
    if !known.may_edit(actor) && !may_prove {
        return Err(DossierError::Closed.into());
    }
    let arrived = part.append(at, length - at, body).await?;
    if arrived.is_over {
        return Err(AttachmentError::TooLarge(Bilingual::new(
            format!("收到的内容超过声明的 {length} 字节"),
            format!("more arrived than the {length} bytes that were announced"),
        )));
    }
    let offset = at + arrived.bytes;
    let expires_at = upload.expires_at;
    if offset < length {
        // No record in the chain: how far a file has come is told by the file, not by anybody's deed.
        store::advance(app.database.reader(), id, offset).await?;
        return Ok(Progress { offset, length, expires_at, attachment: None });
    }
    let attachment = finish(app, actor, &upload, part.read(length).await?).await?;
    parts::forget(app, id).await?;
    Ok(Progress { offset, length, expires_at, attachment: Some(attachment) })
}

/// How far an upload is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are kept.
    pub offset: i64,
    /// Bytes of the whole file.
    pub length: i64,
    /// When it is forgotten unless it is finished.
    pub expires_at: chrono::DateTime<chrono::Utc>,
    /// What it became.
    pub attachment: Option<AttachmentId>,
}

/// Ends an upload before it is finished, and forgets its bytes.
///
/// # Errors
/// No such upload of the actor's.
pub async fn cancel(app: &App, actor: &Actor, id: UploadId) -> Result<(), AttachmentError> {
    let upload = own(app, actor, id).await?;
    let tx = app.database.begin_write().await?;
    store::delete_upload(&*tx, id).await?;
    let subject = format!("dossier/{}/upload/{id}", upload.dossier);
    audit::record(&*tx, app.clock.now(), entry(actor, "cancel_upload", subject)).await?;
    tx.commit().await?;
    parts::forget(app, id).await
}
