//! How does a taskbook come to be, and how is it changed?

use chrono::{DateTime, Utc};
use entity::{
    ids::TaskbookId,
    vocabulary::{TaskbookStage, TaskbookState},
};

use super::{
    council::CouncilRules,
    errors::SupervisionError,
    model::Draft,
    sides::{self, Side, Sight},
    states::{self, Move},
    store::{self, Stored},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit},
    idempotency,
    persistence::WriteTx,
};

/// Checks everything about a draft that can be known before it is signed.
pub(super) async fn check(
    tx: &WriteTx,
    draft: &Draft,
    except: Option<TaskbookId>,
) -> Result<(), SupervisionError> {
    let faults = draft.faults();
    if !faults.is_empty() {
        return Err(SupervisionError::Faults(faults));
    }
    if !CouncilRules::in_force()?.leader.posts.contains(&draft.leader_post) {
        return Err(SupervisionError::Post);
    }
    store::society_name(&**tx, &draft.society_id)
        .await?
        .ok_or_else(|| SupervisionError::NoSociety(draft.society_id.clone()))?;
    if store::number_is_taken(&**tx, &draft.number, except).await? {
        return Err(SupervisionError::NumberTaken);
    }
    Ok(())
}

/// Appends to the audit chain what was done to a taskbook.
pub(super) async fn note(
    tx: &WriteTx,
    now: DateTime<Utc>,
    by: &str,
    deed: &str,
    taskbook: TaskbookId,
    digests: (Option<String>, Option<String>, Option<String>),
) -> Result<(), SupervisionError> {
    let (before_digest, after_digest, reason) = digests;
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("supervision.{deed}"),
        subject: format!("taskbook/{taskbook}"),
        before_digest,
        after_digest,
        reason,
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    Ok(())
}

/// Makes a taskbook in state draft.
///
/// # Errors
/// The actor may not, the draft breaks a rule, the number is taken, a repeated request.
pub async fn create(
    app: &App,
    actor: &Actor,
    draft: Draft,
    key: Option<&idempotency::Key>,
) -> Result<TaskbookId, SupervisionError> {
    permit(actor, Action::ManageSupervision)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let id: TaskbookId = app.ids.next();
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    check(&tx, &draft, None).await?;
    keep(app, &tx, &actor.username, (id, draft), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// Keeps a draft, which was checked, as a new taskbook.
pub(super) async fn keep(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (id, draft): (TaskbookId, Draft),
    reason: Option<String>,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let digest = draft.digest();
    let taskbook = Stored {
        id,
        digest: digest.clone(),
        draft,
        state: TaskbookState::Draft,
        stage: TaskbookStage::Preparation,
        state_reason: None,
        version: 1,
        created_by: by.to_owned(),
        created_at: now,
        updated_at: now,
    };
    store::insert(&**tx, &taskbook).await?;
    note(tx, now, by, "create_taskbook", id, (None, Some(digest), reason)).await
}

/// A taskbook that `actor` works on, held until the transaction ends, with the actor's side.
pub(super) async fn held(
    tx: &WriteTx,
    actor: &Actor,
    id: TaskbookId,
    now: DateTime<Utc>,
) -> Result<(Stored, Side), SupervisionError> {
    let sight = Sight::of(actor)?;
    let taskbook = store::lock(&**tx, id, now).await?.ok_or(SupervisionError::NotFound)?;
    let society = taskbook.draft.society_id.as_str();
    let account = taskbook.draft.department_account.as_deref();
    if !sight.sees_taskbook(society, account) {
        return Err(SupervisionError::NotFound);
    }
    // The supervisor sees everything and has no part in it.
    let side = sides::side(actor, society, account).ok_or(SupervisionError::Denied)?;
    Ok((taskbook, side))
}

/// Changes what a taskbook says. Signatures given so far are void, as they stood under other words.
///
/// # Errors
/// The actor may not, the state does not allow it, the draft breaks a rule, somebody was faster.
pub async fn change(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    seen: i64,
    draft: Draft,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut taskbook, side) = held(&tx, actor, id, now).await?;
    if side == Side::Department {
        return Err(SupervisionError::Denied);
    }
    if taskbook.version != seen {
        return Err(SupervisionError::Stale);
    }
    // Whose taskbook it is and who signs for the department is CAST's to say.
    if side != Side::Cast
        && (draft.society_id != taskbook.draft.society_id
            || draft.department_account != taskbook.draft.department_account)
    {
        return Err(SupervisionError::Denied);
    }
    let state = states::after(taskbook.state, Move::Amend)
        .ok_or(SupervisionError::State(taskbook.state, Move::Amend))?;
    check(&tx, &draft, Some(id)).await?;
    let (before, after) = (taskbook.digest.clone(), draft.digest());
    if before != after {
        store::void_signatures(&*tx, id, now).await?;
        taskbook.state = state;
        taskbook.draft = draft;
        taskbook.digest.clone_from(&after);
        taskbook.updated_at = now;
        store::save(&*tx, taskbook).await?;
        let digests = (Some(before), Some(after), None);
        note(&tx, now, &actor.username, "change_taskbook", id, digests).await?;
    }
    tx.commit().await?;
    Ok(())
}
