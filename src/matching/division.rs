//! How are the nominations of a round divided into panels? Proposed, applied as a unit by whoever saw just
//! that, and taken back as long as nothing newer stands on it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::ids::{NominationId, PanelDivisionId, RoundId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    assignment::PanelError,
    panels::{Bounds, Division, Ground, PanelView, divided},
    store,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, Denied, Wall, Walled, permit, wall_in_round},
    idempotency,
    identity::{self, Acted},
    jobs, nominations,
    persistence::WriteTx,
    search,
};

/// The fewest characters of a reason.
const LEAST_REASON: usize = 4;

/// Why panels are not formed, applied or taken back.
#[derive(Debug, thiserror::Error)]
pub enum DivisionError {
    /// There is no such round or division.
    #[error("未找到 / not found")]
    NotFound,
    /// Not the actor's to do.
    #[error("没有权限 / not granted")]
    Denied,
    /// The sizes contradict each other.
    #[error(transparent)]
    Sizes(#[from] PanelError),
    /// The round has no nomination to be reviewed.
    #[error("没有待评审的提名 / no nomination is to be reviewed")]
    Nothing,
    /// What was agreed to is not what would be done now.
    #[error("情况已变，请重看分组 / things have changed since the proposal")]
    Other,
    /// A newer division stands, or it was taken back already.
    #[error("已有更新的分组或已撤回 / a newer division stands, or it was taken back")]
    Spent,
    /// A reason is needed.
    #[error("须说明理由 / a reason is needed")]
    NoReason,
    /// The actor has an interest in a nomination of the round: somebody else divides it.
    #[error(transparent)]
    Walled(#[from] Walled),
    /// The same request was answered already.
    #[error("重复的请求 / a repeated request")]
    Repeated,
    /// The computation broke off.
    #[error("{0}")]
    Broken(String),
    /// The records could not be read or written.
    #[error(transparent)]
    Store(#[from] sea_orm::DbErr),
}

impl From<Denied> for DivisionError {
    fn from(_: Denied) -> Self {
        Self::Denied
    }
}

/// A division that somebody agrees to.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPanelDivision)]
pub(super) struct NewDivision {
    /// What the panels shall be like.
    #[validate(nested)]
    pub bounds: Bounds,
    /// The digest of what was proposed.
    #[validate(length(equal = 64))]
    pub digest: String,
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub reason: String,
}

/// Why a division is taken back.
#[derive(Clone, Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PanelDivisionReason)]
pub(super) struct DivisionReason {
    /// Why.
    #[validate(length(min = 2, max = 500))]
    pub reason: String,
}

/// A division that was applied.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PanelDivision)]
pub(super) struct DivisionView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// What the panels were to be like.
    pub bounds: Bounds,
    /// The panels as they were applied.
    pub panels: Vec<PanelView>,
    /// Why.
    pub reason: String,
    /// Who.
    pub applied_by: String,
    /// When.
    pub applied_at: DateTime<Utc>,
    /// Who took it back.
    pub undone_by: Option<String>,
    /// When.
    pub undone_at: Option<DateTime<Utc>>,
    /// Why.
    pub undo_reason: Option<String>,
    /// Whether it can be taken back.
    pub may_undo: bool,
    /// What those who acted are called, by user name.
    pub names: BTreeMap<String, String>,
}

impl Acted for DivisionView {
    fn actors(&self) -> Vec<&str> {
        std::iter::once(self.applied_by.as_str()).chain(self.undone_by.as_deref()).collect()
    }

    fn names(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.names
    }
}

impl DivisionView {
    fn of(row: store::DivisionRow, may_undo: bool) -> Self {
        let bounds = Bounds { min_nominations: 0, max_nominations: 0, experts: 0 };
        Self {
            id: row.id.0,
            bounds: serde_json::from_value(row.bounds).unwrap_or(bounds),
            panels: serde_json::from_value(row.panels).unwrap_or_default(),
            reason: row.reason,
            applied_by: row.applied_by,
            applied_at: row.applied_at,
            undone_by: row.undone_by,
            undone_at: row.undone_at,
            undo_reason: row.undo_reason,
            may_undo,
            names: BTreeMap::new(),
        }
    }

    /// As somebody sees it who is kept from some nominations: without them, and without who sits on the panels, for
    /// the nomination itself says in which it is.
    fn behind(mut self, wall: &Wall) -> Self {
        for panel in self.panels.iter_mut().filter(|_| !wall.is_none()) {
            panel.nominations.retain(|one| !wall.hides(NominationId(one.id)));
            panel.experts.clear();
        }
        self
    }
}

/// Computes beside the server's other work.
async fn formed(ground: Ground, bounds: Bounds) -> Result<Division, DivisionError> {
    if ground.nominations.is_empty() {
        return Err(DivisionError::Nothing);
    }
    let found = tokio::task::spawn_blocking(move || divided(&ground, bounds))
        .await
        .map_err(|error| DivisionError::Broken(error.to_string()))?;
    Ok(found?)
}

/// The panels that would be formed; writes nothing.
///
/// # Errors
/// Not the actor's to do, no such round, an interest of his own in it, nothing to divide, sizes that contradict
/// each other.
pub(super) async fn preview(
    app: &App,
    actor: &Actor,
    year: i32,
    bounds: Bounds,
) -> Result<Division, DivisionError> {
    permit(actor, Action::RunMatch)?;
    let (_, ground) = seen(app, actor, year).await?;
    formed(ground, bounds).await
}

/// The round of a year and its pool, as one state of the records shows them to whoever may divide it.
async fn seen(app: &App, actor: &Actor, year: i32) -> Result<(RoundId, Ground), DivisionError> {
    let tx = app.database.begin_read().await?;
    let round = store::round_of(&*tx, year).await?.ok_or(DivisionError::NotFound)?;
    wall_in_round(&*tx, actor, round).await?.admit_to_all()?;
    let ground = store::panel_ground(&*tx, round).await?;
    Ok((round, ground))
}

/// The divisions of a round, the newest first.
///
/// # Errors
/// Not the actor's to know, no such round.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<DivisionView>, DivisionError> {
    permit(actor, Action::ReadMatches)?;
    let database = app.database.reader();
    let round = store::round_of(database, year).await?.ok_or(DivisionError::NotFound)?;
    let rows = store::divisions(database, round).await?;
    let newest = store::newest_standing(database, round).await?;
    let wall = wall_in_round(database, actor, round).await?;
    let view = |row: store::DivisionRow| {
        let may_undo = Some(row.id) == newest;
        DivisionView::of(row, may_undo).behind(&wall)
    };
    let mut told: Vec<DivisionView> = rows.into_iter().map(view).collect();
    identity::name_actors(database, &mut told).await?;
    Ok(told)
}

/// A reason that says something.
fn said(reason: &str) -> Result<&str, DivisionError> {
    let reason = reason.trim();
    let is_long_enough = reason.chars().count() >= LEAST_REASON;
    is_long_enough.then_some(reason).ok_or(DivisionError::NoReason)
}

/// Records a deed, and lets the search follow it.
async fn note(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    (id, digest, reason): (PanelDivisionId, Option<String>, &str),
) -> Result<(), DivisionError> {
    let now = app.clock.now();
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("matching.{action}"),
        subject: format!("panel_division/{id}"),
        after_digest: digest,
        reason: Some(reason.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&**tx, now, entry).await?;
    jobs::enqueue(&**tx, app.ids, now, search::FOLLOW, json!({ "kind": "nomination" })).await?;
    Ok(())
}

/// Puts the nominations of a round into panels, as was proposed.
///
/// # Errors
/// As [`preview`], no reason, things have changed since the proposal, a repeated request.
pub(super) async fn apply(
    app: &App,
    actor: &Actor,
    year: i32,
    (new, key): (&NewDivision, &idempotency::Key),
) -> Result<PanelDivisionId, DivisionError> {
    permit(actor, Action::RunMatch)?;
    let reason = said(&new.reason)?;
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        return Err(DivisionError::Repeated);
    }
    let (round, ground) = seen(app, actor, year).await?;
    let found = formed(ground.clone(), new.bounds).await?;
    if found.digest != new.digest {
        return Err(DivisionError::Other);
    }
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    wall_in_round(&*tx, actor, round).await?.admit_to_all()?;
    store::lock_round(&*tx, round).await?;
    let id: PanelDivisionId = app.ids.next();
    if !idempotency::keep(&*tx, key, &id.to_string(), now).await? {
        return Err(DivisionError::Repeated);
    }
    // Nobody waits for the computation; what it was made from must still be there.
    if store::panel_ground(&*tx, round).await? != ground {
        return Err(DivisionError::Other);
    }
    let mut panel_of: BTreeMap<NominationId, Option<String>> =
        found.panel_of().into_iter().map(|(id, panel)| (id, Some(panel))).collect();
    let mut before = nominations::panels(&*tx, round).await?;
    before.retain(|id, _| panel_of.contains_key(id));
    panel_of.retain(|id, panel| before.get(id) != Some(panel));
    nominations::set_panels(&*tx, now, &panel_of).await?;
    let row = store::DivisionRow {
        id,
        round_id: round,
        bounds: serde_json::to_value(new.bounds).unwrap_or_default(),
        panels: serde_json::to_value(&found.panels).unwrap_or_default(),
        before: serde_json::to_value(&before).unwrap_or_default(),
        reason: reason.to_owned(),
        applied_by: actor.username.clone(),
        applied_at: now,
        undone_by: None,
        undone_at: None,
        undo_reason: None,
    };
    store::insert_division(&*tx, row).await?;
    note(app, &tx, (&actor.username, "divide_panels"), (id, Some(found.digest), reason)).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(id)
}

/// Takes the newest division back: every nomination that still is in the panel that it was put into gets the
/// one that it had before.
///
/// # Errors
/// Not the actor's to do, no reason, no such division, an interest of his own in the round, a newer one stands, it
/// was taken back already.
pub(super) async fn undo(
    app: &App,
    actor: &Actor,
    id: PanelDivisionId,
    why: &DivisionReason,
) -> Result<i32, DivisionError> {
    permit(actor, Action::RunMatch)?;
    let reason = said(&why.reason)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let mut row = store::find_division(&*tx, id).await?.ok_or(DivisionError::NotFound)?;
    let round = row.round_id;
    wall_in_round(&*tx, actor, round).await?.admit_to_all()?;
    store::lock_round(&*tx, round).await?;
    if store::newest_standing(&*tx, round).await? != Some(id) {
        return Err(DivisionError::Spent);
    }
    let panels: Vec<PanelView> = serde_json::from_value(row.panels.clone()).unwrap_or_default();
    let set = panels.iter().flat_map(|panel| {
        panel.nominations.iter().map(|one| (NominationId(one.id), panel.name.as_str()))
    });
    let set: BTreeMap<NominationId, &str> = set.collect();
    let mut back: BTreeMap<NominationId, Option<String>> =
        serde_json::from_value(row.before.clone()).unwrap_or_default();
    let now_in = nominations::panels(&*tx, round).await?;
    back.retain(|id, _| {
        let is_in = now_in.get(id).and_then(Option::as_deref);
        is_in.is_some() && is_in == set.get(id).copied()
    });
    nominations::set_panels(&*tx, now, &back).await?;
    row.undone_by = Some(actor.username.clone());
    row.undone_at = Some(now);
    row.undo_reason = Some(reason.to_owned());
    if !store::keep_undone(&*tx, row).await? {
        return Err(DivisionError::Spent);
    }
    note(app, &tx, (&actor.username, "undo_panels"), (id, None, reason)).await?;
    let year = store::year_of(&*tx, round).await?;
    tx.commit().await?;
    app.wake.ring();
    Ok(year)
}
