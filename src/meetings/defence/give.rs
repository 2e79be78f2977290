//! How does a society hand in what it shows at its defence, and who reads it?

use entity::{
    ids::{AgendaItemId, DefenceFileId, ReviewMeetingId},
    vocabulary::{AgendaState, DefenceState, ReviewMeetingState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    store::{self, FileRow, Slot},
    views::{DefenceFile, SocietyDefence},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit, wall_of},
    files::{self, Attachment, Content, LIMITS, Refusal},
    idempotency,
    meetings::{
        MeetingError,
        sitting::{self, held_item, reach, record, store as meeting_store, with_item},
    },
    shared::hex_sha256,
};

/// The most files of a defence.
const MOST_FILES: usize = 20;

/// Whether somebody came to his defence.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::meetings) struct DefenceOutcome {
    /// Whether.
    pub(in crate::meetings) attended: bool,
}

/// Why a file is not taken.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// It is none that is taken.
    File(Refusal),
    /// It is too large.
    TooLarge,
    /// Everything else.
    Other(MeetingError),
}

impl<E: Into<MeetingError>> From<E> for NotTaken {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

/// The societies for whose defences the reader acts.
fn societies(actor: &Actor) -> Result<Vec<String>, MeetingError> {
    match permit(actor, Action::WriteNominations)?.scope {
        // Nobody writes for all societies.
        Scope::All => Ok(Vec::new()),
        Scope::Societies(codes) => Ok(codes),
    }
}

fn may_give(slot: &Slot) -> bool {
    let is_on = matches!(slot.meeting.state, ReviewMeetingState::Called | ReviewMeetingState::Open);
    let is_heard = matches!(slot.item.state, AgendaState::Done | AgendaState::Voting);
    is_on && !is_heard && slot.item.defence == DefenceState::Due
}

fn shown(slot: &Slot, files: &[FileRow]) -> SocietyDefence {
    SocietyDefence {
        id: slot.item.id.0,
        nomination: slot.item.nomination_id.0,
        number: slot.number.clone(),
        title: slot.title.clone(),
        stage: slot.meeting.stage.as_str().to_owned(),
        begins: slot.item.slot_begins,
        minutes: u32::try_from(slot.item.slot_minutes).unwrap_or_default(),
        place: slot.meeting.place.clone(),
        is_cancelled: slot.meeting.state == ReviewMeetingState::Cancelled,
        defence: slot.item.defence.as_str().to_owned(),
        files: files.iter().map(DefenceFile::of).collect(),
        may_give: may_give(slot),
    }
}

/// The defences of the reader's society, the latest first.
///
/// # Errors
/// Not granted, the records failing.
pub(super) async fn list(app: &App, actor: &Actor) -> Result<Vec<SocietyDefence>, MeetingError> {
    let societies = societies(actor)?;
    let tx = app.database.begin_read().await?;
    let slots = store::slots(&*tx, &societies, None).await?;
    let files = store::files_of(&*tx, slots.iter().map(|slot| slot.item.id)).await?;
    let own = |slot: &Slot| files.get(&slot.item.id).map_or(&[][..], Vec::as_slice);
    Ok(slots.iter().map(|slot| shown(slot, own(slot))).collect())
}

/// One of them.
///
/// # Errors
/// Not granted, none of his society's is not found, the records failing.
pub(super) async fn of_society(
    app: &App,
    actor: &Actor,
    id: AgendaItemId,
) -> Result<SocietyDefence, MeetingError> {
    let all = list(app, actor).await?;
    all.into_iter().find(|one| one.id == id.0).ok_or(MeetingError::NotFound)
}

/// A society hands a file in; one that comes when the meeting has begun is marked as late.
///
/// # Errors
/// Not granted, no defence of his society's, one for which nothing is taken any more, a file that is none that is taken,
/// too many, the same request before, the records or the store of files failing.
pub(super) async fn give(
    app: &App,
    actor: &Actor,
    (id, key): (AgendaItemId, &idempotency::Key),
    (name, bytes): (&str, Vec<u8>),
) -> Result<DefenceFileId, NotTaken> {
    let societies = societies(actor)?;
    let found = store::slots(app.database.reader(), &societies, Some(id)).await?;
    if found.is_empty() {
        return Err(MeetingError::NotFound.into());
    }
    let content = looked_at(app, bytes).await?;
    let now = app.clock.now();
    let file: DefenceFileId = app.ids.next();
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &file.to_string(), now).await? {
        return Err(MeetingError::Repeated.into());
    }
    let whole = with_item(&tx, id).await?;
    let slot = store::slots(&*tx, &societies, Some(id)).await?.pop();
    let slot = slot.ok_or(MeetingError::NotFound)?;
    if !may_give(&slot) {
        let words = ("答辩材料现已停止接收", "nothing is taken for the defence any more");
        return Err(MeetingError::refused(words.0, words.1).into());
    }
    let before = store::files_of(&*tx, [id]).await?.remove(&id).unwrap_or_default();
    if before.len() >= MOST_FILES {
        let words = (format!("最多 {MOST_FILES} 个文件"), format!("{MOST_FILES} files at most"));
        return Err(MeetingError::refused(words.0, words.1).into());
    }
    files::record(&*tx, &content, now).await?;
    let row = FileRow {
        id: file,
        item_id: id,
        number: before.last().map_or(0, |last| last.number) + 1,
        file_digest: content.digest.clone(),
        name: files::plain_name(name),
        size_bytes: i64::try_from(content.size_bytes).unwrap_or(i64::MAX),
        given_by: actor.username.clone(),
        given_at: now,
        is_late: now >= whole.row.starts_at,
    };
    store::insert(&*tx, row).await?;
    meeting_store::touch(&tx, whole.row.id).await?;
    let about = (format!("defence_file/{file}"), None);
    record(app, &tx, (&actor.username, "give_file"), about, Some(content.digest)).await?;
    tx.commit().await?;
    Ok(file)
}

/// Looks into a file and keeps its bytes: bytes that no row names do no harm, a row without bytes would.
async fn looked_at(app: &App, bytes: Vec<u8>) -> Result<Content, NotTaken> {
    let is_large = i64::try_from(bytes.len()).is_ok_and(|size| size > LIMITS.file.most_bytes);
    if is_large {
        return Err(NotTaken::TooLarge);
    }
    let inside = |error: files::FileStoreError| MeetingError::Inside(error.to_string());
    let looked = files::look_into(bytes).await.map_err(inside)?;
    let (found, bytes) = looked.map_err(NotTaken::File)?;
    let media_type = found.kind.media_type();
    let content = Content { digest: hex_sha256(&bytes), size_bytes: bytes.len(), media_type };
    app.files.put(&content, bytes).await.map_err(inside)?;
    Ok(content)
}

/// The office says whether somebody came to his defence.
///
/// # Errors
/// Not granted, no such item, one from which the officer is kept, another version, no defence, a meeting that does not go
/// on, the records failing.
pub(super) async fn say(
    app: &App,
    actor: &Actor,
    (id, seen): (AgendaItemId, i64),
    said: DefenceOutcome,
) -> Result<(), MeetingError> {
    permit(actor, Action::ManageMeetings)?;
    let tx = app.database.begin_write().await?;
    reach(&tx, actor, id).await?;
    let (whole, item) = held_item(&tx, id, seen).await?;
    if whole.row.state != ReviewMeetingState::Open || item.defence == DefenceState::NotHeld {
        return Err(MeetingError::refused(
            "会议不在进行中，或者该项目不答辩",
            "the meeting does not go on, or the item has no defence",
        ));
    }
    let defence = if said.attended { DefenceState::Attended } else { DefenceState::Absent };
    let version = item.version + 1;
    meeting_store::save_item(&*tx, meeting_store::ItemRow { defence, version, ..item }).await?;
    meeting_store::touch(&tx, whole.row.id).await?;
    let about = (format!("agenda_item/{id}"), Some(defence.as_str()));
    record(app, &tx, (&actor.username, "note_defence"), about, None).await?;
    tx.commit().await?;
    Ok(())
}

/// From where a file is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asker {
    /// By the office or a supervisor.
    Office,
    /// By the society that handed it in.
    Society,
    /// By who has a seat in the meeting.
    Seat(ReviewMeetingId),
}

/// A file of a defence with its bytes.
///
/// # Errors
/// Not granted; what is not the reader's to know is not found; the records or the store of files failing.
pub(super) async fn file(
    app: &App,
    actor: &Actor,
    from: Asker,
    (item, number): (AgendaItemId, i32),
) -> Result<(Attachment, Vec<u8>), MeetingError> {
    let tx = app.database.begin_read().await?;
    match from {
        Asker::Office => {
            permit(actor, Action::ReadMeetings)?;
            let found = meeting_store::find_item(&*tx, item).await?;
            let found = found.ok_or(MeetingError::NotFound)?;
            if wall_of(&*tx, actor).await?.hides(found.nomination_id) {
                return Err(MeetingError::Walled);
            }
        }
        Asker::Society => {
            let own = store::slots(&*tx, &societies(actor)?, Some(item)).await?;
            if own.is_empty() {
                return Err(MeetingError::NotFound);
            }
        }
        Asker::Seat(meeting) => {
            sitting::own_item(&tx, actor, (meeting, item)).await?;
        }
    }
    let row = store::file(&*tx, item, number).await?.ok_or(MeetingError::NotFound)?;
    let kept = files::find(&*tx, &row.file_digest).await?.ok_or(MeetingError::NotFound)?;
    drop(tx);
    let bytes = app.files.get(&row.file_digest).await;
    let bytes = bytes.map_err(|error| MeetingError::Inside(error.to_string()))?;
    Ok((Attachment { media_type: kept.1, name: row.name }, bytes))
}
