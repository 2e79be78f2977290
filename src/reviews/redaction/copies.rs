//! How does a copy without names come to be? Drafted, changed, checked by another officer, released.

use entity::{ids::NominationId, vocabulary::RedactionState as State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    check,
    kept::{Redacted, span_faults},
    show::Ground,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor},
    idempotency,
    nominations::{self, Span},
    persistence::WriteTx,
    reviews::{ReviewError, noted::note},
};

/// What a copy leaves out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct NewRedactedCopy {
    /// The stretches of its texts that are left out.
    #[validate(length(max = 5_000))]
    pub spans: Vec<Span>,
}

/// A copy by its nomination and number.
pub(super) type CopyKey = (NominationId, i32);

/// What the actor may make a copy of.
pub(super) async fn ground(
    app: &App,
    actor: &Actor,
    id: NominationId,
) -> Result<Ground, ReviewError> {
    let tx = app.database.begin_read().await?;
    Ground::of(app, &tx, (actor, Action::ManageReviews), id).await
}

fn checked(spans: &[Span], ground: &Ground) -> Result<(), ReviewError> {
    let wrong = span_faults(spans, &ground.found.texts);
    if wrong.is_empty() { Ok(()) } else { Err(ReviewError::Invalid(wrong)) }
}

fn must_be_current(copy: &Redacted, ground: &Ground) -> Result<(), ReviewError> {
    if copy.base == ground.found.digest {
        return Ok(());
    }
    Err(ReviewError::refused(
        "材料已与编制时不同，请重新编制",
        "texts or attachments have changed since it was made; change it first",
    ))
}

/// The copy that was seen at a version, held.
pub(super) async fn hold(
    tx: &WriteTx,
    (key, seen): (CopyKey, i64),
) -> Result<Redacted, ReviewError> {
    let copy = store::hold(&**tx, key).await?.ok_or(ReviewError::NotFound)?;
    if copy.version == seen { Ok(copy) } else { Err(ReviewError::Stale) }
}

/// Keeps a copy as it stands now, and records what was done.
pub(super) async fn keep(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    copy: &mut Redacted,
) -> Result<(), ReviewError> {
    store::save(&**tx, copy).await?;
    recorded(app, tx, (by, action), copy).await
}

async fn recorded(
    app: &App,
    tx: &WriteTx,
    deed: (&str, &str),
    copy: &Redacted,
) -> Result<(), ReviewError> {
    let kept = serde_json::json!([copy.base, copy.spans, copy.files]).to_string();
    let subject = format!("redacted_copy/{}", copy.id);
    note(app, tx, deed, subject, (Some(&kept), None)).await
}

/// Drafts a copy; the files of the one before go with it.
///
/// # Errors
/// Not granted, no such nomination, one from which the actor is kept, spans that stand in no text, a copy that is not
/// released yet, a repeated request.
pub(super) async fn draft(
    app: &App,
    actor: &Actor,
    (id, new): (NominationId, NewRedactedCopy),
    key: &idempotency::Key,
) -> Result<i32, ReviewError> {
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        return Err(ReviewError::Repeated);
    }
    let ground = ground(app, actor, id).await?;
    checked(&new.spans, &ground)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    // Of two who draft at once one waits.
    nominations::held_place(&tx, id).await?.ok_or(ReviewError::NotFound)?;
    let before = store::newest(&*tx, id).await?;
    if before.as_ref().is_some_and(|copy| copy.state != State::Released) {
        return Err(ReviewError::refused(
            "已有未启用的匿名文本，请在其上修改",
            "there is a copy that is not released yet: change that one",
        ));
    }
    let number = before.as_ref().map_or(1, |copy| copy.number.saturating_add(1));
    let mut files = before.map(|copy| copy.files).unwrap_or_default();
    files.retain(|file| ground.found.files.iter().any(|one| one.number == file.number));
    if !idempotency::keep(&*tx, key, &number.to_string(), now).await? {
        return Err(ReviewError::Repeated);
    }
    let copy = Redacted {
        id: app.ids.next(),
        nomination: id,
        number,
        base: ground.found.digest,
        spans: new.spans,
        files,
        state: State::Draft,
        made_by: actor.username.clone(),
        made_at: now,
        checked_by: None,
        checked_at: None,
        version: 1,
    };
    store::insert(&*tx, &copy).await?;
    recorded(app, &tx, (&actor.username, "draft_copy"), &copy).await?;
    tx.commit().await?;
    Ok(number)
}

/// A copy that is not released, as a draft of who changes it now.
pub(super) fn reopened(
    copy: &mut Redacted,
    (by, now): (&str, chrono::DateTime<chrono::Utc>),
) -> Result<(), ReviewError> {
    if copy.state == State::Released {
        return Err(ReviewError::refused(
            "匿名文本已启用，不得修改；请新编一份",
            "the copy is released: draft another",
        ));
    }
    copy.state = State::Draft;
    by.clone_into(&mut copy.made_by);
    copy.made_at = now;
    (copy.checked_by, copy.checked_at) = (None, None);
    Ok(())
}

/// Changes what a copy leaves out; it has to be checked again.
///
/// # Errors
/// As [`draft`]; no such copy, another version, one that is released.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    (key, seen): (CopyKey, i64),
    new: NewRedactedCopy,
) -> Result<(), ReviewError> {
    let ground = ground(app, actor, key.0).await?;
    checked(&new.spans, &ground)?;
    let tx = app.database.begin_write().await?;
    let mut copy = hold(&tx, (key, seen)).await?;
    reopened(&mut copy, (&actor.username, app.clock.now()))?;
    copy.spans = new.spans;
    copy.base = ground.found.digest;
    keep(app, &tx, (&actor.username, "change_copy"), &mut copy).await?;
    Ok(tx.commit().await?)
}

/// A second officer finds that a copy names nobody.
///
/// # Errors
/// Not granted, no such copy, another version, no draft, the officer who made it, texts that have changed, a name that
/// is left.
pub(super) async fn check(
    app: &App,
    actor: &Actor,
    (key, seen): (CopyKey, i64),
) -> Result<(), ReviewError> {
    let ground = ground(app, actor, key.0).await?;
    let tx = app.database.begin_write().await?;
    let mut copy = hold(&tx, (key, seen)).await?;
    if copy.state != State::Draft {
        return Err(ReviewError::refused("匿名文本已复核", "the copy is checked already"));
    }
    if copy.made_by == actor.username {
        return Err(ReviewError::refused(
            "须由编制人以外的人员复核",
            "another officer than the one who made it checks it",
        ));
    }
    must_be_current(&copy, &ground)?;
    let left = check::of_texts(&ground.found.texts, &copy.spans, &ground.found.hidden);
    if !left.is_empty() {
        return Err(ReviewError::Invalid(left));
    }
    copy.state = State::Checked;
    copy.checked_by = Some(actor.username.clone());
    copy.checked_at = Some(app.clock.now());
    keep(app, &tx, (&actor.username, "check_copy"), &mut copy).await?;
    Ok(tx.commit().await?)
}

/// Gives readers the copy instead of the dossier.
///
/// # Errors
/// Not granted, no such copy, another version, one that is not checked, texts that have changed.
pub(super) async fn release(
    app: &App,
    actor: &Actor,
    (key, seen): (CopyKey, i64),
) -> Result<(), ReviewError> {
    let ground = ground(app, actor, key.0).await?;
    let tx = app.database.begin_write().await?;
    let mut copy = hold(&tx, (key, seen)).await?;
    if copy.state != State::Checked {
        return Err(ReviewError::refused(
            "须先由另一人复核",
            "another officer has to check it first",
        ));
    }
    must_be_current(&copy, &ground)?;
    copy.state = State::Released;
    keep(app, &tx, (&actor.username, "release_copy"), &mut copy).await?;
    Ok(tx.commit().await?)
}
