//! How is a phase drafted, and its draft changed?

use chrono::{DateTime, Utc};
use entity::{
    ids::{ReviewPhaseId, RoundId},
    vocabulary::{ReviewPhaseState, RoundState},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::store::{self, PhaseRow};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_in_round},
    awards, idempotency, nominations,
    persistence::WriteTx,
    reviews::{ReviewError, bind_book, book_of},
};

/// A phase to be drafted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReviewPhase)]
pub struct NewPhase {
    /// Code of the category.
    #[validate(length(min = 1, max = 20))]
    pub category: String,
    /// When sheets may be kept from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// Whether the severity of reviewers is taken off; as the book of the round says unless given. Fixed once the phase
    /// is opened.
    #[serde(default)]
    pub is_calibrated: Option<bool>,
}

/// A draft as it shall be.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewPhaseText)]
pub struct PhaseText {
    /// When sheets may be kept from.
    pub opens_at: DateTime<Utc>,
    /// The first instant that is too late.
    pub closes_at: DateTime<Utc>,
    /// Whether the severity of reviewers is taken off.
    pub is_calibrated: bool,
}

/// Demands that a phase has a time, and that it is not over.
pub(super) fn must_lie_ahead(
    (opens_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
    now: DateTime<Utc>,
) -> Result<(), ReviewError> {
    if closes_at <= opens_at || closes_at <= now {
        let (zh, en) = (
            "截止时间须晚于开始时间和现在",
            "the end must be behind the beginning and ahead of now",
        );
        return Err(ReviewError::field("/closes_at", "ahead", zh, en));
    }
    Ok(())
}

/// Lets the actor do something with a whole category.
///
/// # Errors
/// He declared an interest in a nomination of it.
pub(super) async fn must_be_free(
    tx: &WriteTx,
    actor: &Actor,
    (round, category): (RoundId, &str),
) -> Result<(), ReviewError> {
    let wall = wall_in_round(&**tx, actor, round).await?;
    let hidden: Vec<_> = wall.nominations().iter().copied().collect();
    let places = nominations::places(&**tx, &hidden).await?;
    if places.iter().any(|place| place.category == category) {
        return Err(ReviewError::Walled);
    }
    Ok(())
}

/// Records what was done with a phase.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    row: &PhaseRow,
    (digest, reason): (Option<String>, Option<String>),
) -> Result<(), ReviewError> {
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("reviews.{action}"),
        subject: format!("review_phase/{}", row.id),
        after_digest: digest,
        reason,
        ..audit::Entry::default()
    };
    Ok(audit::record(&**tx, app.clock.now(), entry).await?)
}

/// The times of a phase and its switch, for the record.
fn said(row: &PhaseRow) -> String {
    let (opens, closes) = (row.opens_at.to_rfc3339(), row.closes_at.to_rfc3339());
    format!("{} {opens} {closes} is_calibrated={}", row.category, row.is_calibrated)
}

/// Drafts the phase of a category; the round is bound to the book of reviews by its first one.
///
/// # Errors
/// Not the actor's to do, no such round or one that is closed, no category or one without a sheet, a time that does not
/// lie ahead, a category that has a phase, a repeated request.
pub async fn draft(
    app: &App,
    actor: &Actor,
    (year, new): (i32, &NewPhase),
    key: Option<&idempotency::Key>,
) -> Result<ReviewPhaseId, ReviewError> {
    permit(actor, Action::ManageReviews)?;
    if let Some(key) = key
        && idempotency::recall(app.database.reader(), key).await.is_ok()
    {
        return Err(ReviewError::Repeated);
    }
    let now = app.clock.now();
    must_lie_ahead((new.opens_at, new.closes_at), now)?;
    let tx = app.database.begin_write().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ReviewError::NotFound)?;
    if round.state == RoundState::Closed {
        return Err(ReviewError::refused("该年度已结束", "the round is closed"));
    }
    let categories = awards::categories(&*tx, round.id).await?;
    // Read before it is bound: a category that is none binds nobody.
    let has_sheet = book_of(&*tx, round.id).await?.sheet(&new.category).is_some();
    if !has_sheet || categories.iter().all(|one| one.code != new.category) {
        let (zh, en) =
            ("该年度没有该奖种，或者没有其评审表", "no such category, or no sheet for it");
        return Err(ReviewError::field("/category", "unknown", zh, en));
    }
    must_be_free(&tx, actor, (round.id, &new.category)).await?;
    let book = bind_book(app, &tx, round.id, &actor.username).await?;
    let row = PhaseRow {
        id: app.ids.next(),
        round_id: round.id,
        category: new.category.clone(),
        state: ReviewPhaseState::Draft,
        is_calibrated: new.is_calibrated.unwrap_or(book.aggregation.calibrate_default),
        opens_at: new.opens_at,
        closes_at: new.closes_at,
        seed: None,
        seed_digest: None,
        opened_by: None,
        opened_at: None,
        closed_by: None,
        closed_at: None,
        run_id: None,
        created_by: actor.username.clone(),
        created_at: now,
        version: 1,
    };
    keep(app, (&tx, actor), row.clone(), key).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// Writes a draft down, once.
async fn keep(
    app: &App,
    (tx, actor): (&WriteTx, &Actor),
    row: PhaseRow,
    key: Option<&idempotency::Key>,
) -> Result<(), ReviewError> {
    if let Some(key) = key
        && !idempotency::keep(&**tx, key, &row.id.to_string(), row.created_at).await?
    {
        return Err(ReviewError::Repeated);
    }
    if !store::insert(&**tx, row.clone()).await? {
        return Err(ReviewError::refused(
            "该奖种已有网络评审阶段",
            "the category has a phase already",
        ));
    }
    let reason = Some(said(&row));
    note(app, tx, (&actor.username, "draft_phase"), &row, (None, reason)).await
}

/// A phase that is held, seen at a version, for who may do something with it.
pub(super) async fn held(
    tx: &WriteTx,
    actor: &Actor,
    (id, seen): (ReviewPhaseId, i64),
) -> Result<PhaseRow, ReviewError> {
    let row = store::hold(&**tx, id).await?.ok_or(ReviewError::NotFound)?;
    if row.version != seen {
        return Err(ReviewError::Stale);
    }
    must_be_free(tx, actor, (row.round_id, &row.category)).await?;
    Ok(row)
}

/// Changes a draft.
///
/// # Errors
/// Not the actor's to do, no such phase or none in draft, a time that does not lie ahead, somebody was faster.
pub async fn change(
    app: &App,
    actor: &Actor,
    of: (ReviewPhaseId, i64),
    text: &PhaseText,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let tx = app.database.begin_write().await?;
    let mut row = held(&tx, actor, of).await?;
    if row.state != ReviewPhaseState::Draft {
        return Err(ReviewError::refused(
            "阶段已开启，不能再改；可以延长截止时间",
            "it was opened, and stays as it is; its end may be put off",
        ));
    }
    must_lie_ahead((text.opens_at, text.closes_at), app.clock.now())?;
    row.opens_at = text.opens_at;
    row.closes_at = text.closes_at;
    row.is_calibrated = text.is_calibrated;
    store::save(&*tx, &mut row).await?;
    let reason = Some(said(&row));
    note(app, &tx, (&actor.username, "change_phase"), &row, (None, reason)).await?;
    tx.commit().await?;
    Ok(())
}
