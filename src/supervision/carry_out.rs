//! How is a taskbook carried out: reports, ticks, stages, and the moves of its state?

use entity::{
    ids::TaskbookId,
    vocabulary::{TaskbookStage, TaskbookState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    draft::{held, note},
    errors::SupervisionError,
    sides::Side,
    stages::{self, Stages, TickedBy},
    states::{self, Move},
    store::{self, Report, Tick},
};
use crate::{app::App, authz::Actor, idempotency, shared::hex_sha256};

/// What is reported of an indicator or a task.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewTaskbookReport)]
pub struct NewReport {
    /// Whether it is a task; else an indicator.
    pub is_task: bool,
    /// The code of the indicator or the task.
    #[validate(length(min = 1, max = 16))]
    pub code: String,
    /// Of an indicator the actual value in its unit, of a task the per cent done.
    #[validate(range(min = -1_000_000_000, max = 1_000_000_000))]
    pub value: i64,
    /// What proves it.
    #[validate(length(min = 1, max = 2_000))]
    pub evidence: String,
}

/// Reports what became of an indicator or a task. Earlier reports stay; the last one counts.
///
/// # Errors
/// The actor is not of the society, the taskbook is not being carried out or has no such item.
pub async fn report(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    new: NewReport,
    key: Option<&idempotency::Key>,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (taskbook, side) = held(&tx, actor, id, now).await?;
    if !matches!(side, Side::Society { .. }) {
        return Err(SupervisionError::Denied);
    }
    if taskbook.state != TaskbookState::Executing {
        return Err(SupervisionError::NotExecuting);
    }
    let content = &taskbook.draft.content;
    let is_there = if new.is_task {
        (0..=100).contains(&new.value) && content.tasks.iter().any(|one| one.code == new.code)
    } else {
        content.indicators.iter().any(|one| one.code == new.code)
    };
    if !is_there {
        return Err(SupervisionError::NoItem(new.code));
    }
    if let Some(key) = key
        && !idempotency::keep(&*tx, key, &id.to_string(), now).await?
    {
        return Err(SupervisionError::Repeated);
    }
    let digest = hex_sha256(&serde_json::to_vec(&new).unwrap_or_default());
    let report = Report {
        taskbook: id,
        is_task: new.is_task,
        code: new.code,
        value: new.value,
        evidence: new.evidence,
        reported_by: actor.username.clone(),
        reported_at: now,
    };
    store::insert_report(&*tx, app.ids, report).await?;
    note(&tx, now, &actor.username, "report", id, (None, Some(digest), None)).await?;
    tx.commit().await?;
    Ok(())
}

/// How an item of a checklist is to stand.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = StageItemChange)]
pub struct TickChange {
    /// Done, or open again.
    pub is_done: bool,
    /// A remark.
    #[serde(default)]
    #[validate(length(max = 2_000))]
    pub note: String,
    /// What proves it.
    #[serde(default)]
    #[validate(length(max = 2_000))]
    pub evidence: String,
}

/// Ticks an item of a checklist, or opens it again, over the version of the taskbook that was seen; the program's own
/// steps name none. What was said stands in the audit chain.
///
/// # Errors
/// The item is the other side's to tick, or nobody's; there is none of that code; somebody was faster.
pub async fn tick(
    app: &App,
    actor: &Actor,
    (id, seen): (TaskbookId, Option<i64>),
    code: &str,
    change: TickChange,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (taskbook, side) = held(&tx, actor, id, now).await?;
    let stages = Stages::in_force()?;
    let (stage, item) = stages
        .find(code, taskbook.draft.kind)
        .ok_or_else(|| SupervisionError::NoItem(code.to_owned()))?;
    match (item.by, side) {
        (TickedBy::Record, _) => return Err(SupervisionError::ProvedByRecord),
        (TickedBy::Society, Side::Society { .. }) | (TickedBy::Cast, Side::Cast) => {}
        _ => return Err(SupervisionError::Denied),
    }
    if seen.is_some_and(|seen| taskbook.version != seen) {
        return Err(SupervisionError::Stale);
    }
    if taskbook.state == TaskbookState::Closed {
        return Err(SupervisionError::Halted);
    }
    let digest = hex_sha256(&serde_json::to_vec(&change).unwrap_or_default());
    let deed = if change.is_done { "tick" } else { "untick" };
    if change.is_done {
        if change.note.trim().is_empty() && change.evidence.trim().is_empty() {
            return Err(SupervisionError::NoReason);
        }
        let tick = Tick {
            code: code.to_owned(),
            stage,
            note: change.note,
            evidence: change.evidence,
            ticked_by: actor.username.clone(),
            ticked_at: now,
        };
        store::tick(&*tx, id, tick).await?;
    } else {
        store::untick(&*tx, id, code).await?;
    }
    store::save(&*tx, taskbook).await?;
    let digests = (None, Some(digest), Some(code.to_owned()));
    note(&tx, now, &actor.username, deed, id, digests).await?;
    tx.commit().await?;
    Ok(())
}

/// Opens the next stage, once nothing is open in this one.
///
/// # Errors
/// The actor is not CAST, items are open (their codes), there is no next stage.
pub async fn advance(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    seen: i64,
) -> Result<TaskbookStage, SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut taskbook, side) = held(&tx, actor, id, now).await?;
    if side != Side::Cast {
        return Err(SupervisionError::Denied);
    }
    if taskbook.version != seen {
        return Err(SupervisionError::Stale);
    }
    if matches!(taskbook.state, TaskbookState::Closed | TaskbookState::Suspended) {
        return Err(SupervisionError::Halted);
    }
    let next = stages::next(taskbook.stage).ok_or(SupervisionError::LastStage)?;
    let known = store::known(&*tx, &taskbook).await?;
    let open = Stages::in_force()?.open(taskbook.stage, taskbook.draft.kind, &known);
    if !open.is_empty() {
        return Err(SupervisionError::Open(open));
    }
    taskbook.stage = next;
    taskbook.updated_at = now;
    store::save(&*tx, taskbook).await?;
    let digests = (None, None, Some(next.as_str().to_owned()));
    note(&tx, now, &actor.username, "advance_stage", id, digests).await?;
    tx.commit().await?;
    Ok(next)
}

/// A move of the state, as CAST asks for it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskbookMoveRequest)]
pub struct MoveRequest {
    /// `begin`, `suspend`, `resume`, `close` or `terminate`.
    #[serde(rename = "move")]
    pub happens: Move,
    /// Why; needed to suspend and to terminate.
    #[serde(default)]
    #[validate(length(max = 2_000))]
    pub reason: String,
}

/// Moves a taskbook's state.
///
/// # Errors
/// The actor is not CAST, the state does not allow it, a reason is missing, items are open.
pub async fn make_move(
    app: &App,
    actor: &Actor,
    id: TaskbookId,
    seen: i64,
    request: MoveRequest,
) -> Result<(), SupervisionError> {
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut taskbook, side) = held(&tx, actor, id, now).await?;
    if side != Side::Cast {
        return Err(SupervisionError::Denied);
    }
    if taskbook.version != seen {
        return Err(SupervisionError::Stale);
    }
    let refused = SupervisionError::State(taskbook.state, request.happens);
    // Signing and amending have ways of their own.
    if matches!(request.happens, Move::Sign | Move::Amend) {
        return Err(refused);
    }
    let state = states::after(taskbook.state, request.happens).ok_or(refused)?;
    let reason = request.reason.trim().to_owned();
    if request.happens.needs_reason() && reason.is_empty() {
        return Err(SupervisionError::NoReason);
    }
    if request.happens == Move::Close {
        let known = store::known(&*tx, &taskbook).await?;
        let open = Stages::in_force()?.open(taskbook.stage, taskbook.draft.kind, &known);
        if taskbook.stage != TaskbookStage::Summary || !open.is_empty() {
            return Err(SupervisionError::Open(open));
        }
    }
    taskbook.state = state;
    taskbook.state_reason = (!reason.is_empty()).then(|| reason.clone());
    taskbook.updated_at = now;
    store::save(&*tx, taskbook).await?;
    let deed = format!("{}_taskbook", request.happens.as_str());
    let digests = (None, None, (!reason.is_empty()).then_some(reason));
    note(&tx, now, &actor.username, &deed, id, digests).await?;
    tx.commit().await?;
    Ok(())
}
