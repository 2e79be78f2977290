//! How is a sheet kept? Whole, by the version that was seen.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{ExpertId, NominationId, ReviewAssignmentId, ReviewSheetId},
    vocabulary::{SheetSource, SheetState},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use validator::Validate;

use super::{
    law::{Draft, SheetFault, faults, may_write, total},
    queue::{Called, facts, rule_of},
    store::{self, SheetRecord},
    views::SheetView,
};
use crate::{
    app::App,
    assignments::Commitment,
    audit,
    authz::{Action, Actor, permit},
    nominations::{self, Place},
    persistence::WriteTx,
    reviews::{BadField, ReviewBook, ReviewError, SheetRule, book_of, model::Phase, phases},
};

/// A sheet as it shall be, whole: what it leaves out is not there any more.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewSheetText)]
pub struct SheetText {
    /// Points by criterion.
    #[serde(default)]
    pub points: BTreeMap<String, u32>,
    /// Chosen words by criterion.
    #[serde(default)]
    pub choices: BTreeMap<String, String>,
    /// Reasons by criterion.
    #[serde(default)]
    pub comments: BTreeMap<String, String>,
    /// Whether the reviewer puts it off.
    #[serde(default)]
    pub skipped: bool,
}

/// An assignment that its reviewer may judge now, held until the transaction ends.
#[derive(Clone, Debug)]
pub struct Held {
    /// The assignment.
    pub assignment: ReviewAssignmentId,
    /// Its nomination.
    pub nomination: NominationId,
    /// The reviewer.
    pub expert: ExpertId,
    /// The phase, which is open.
    pub phase: Phase,
}

/// The same with its nomination and the book that it is judged by.
pub(in crate::reviews) struct Hand {
    /// The assignment.
    pub(in crate::reviews) held: Held,
    /// Its nomination.
    pub(in crate::reviews) place: Place,
    /// The book of the round.
    pub(in crate::reviews) book: ReviewBook,
    /// The present.
    pub(in crate::reviews) now: DateTime<Utc>,
}

impl Hand {
    /// The sheet that is to be filled in.
    pub(in crate::reviews) fn rule(&self) -> Result<&SheetRule, ReviewError> {
        rule_of(&self.book, &self.place.category)
    }
}

/// The version of the commitment in force.
pub(super) fn commitment() -> Result<&'static str, ReviewError> {
    let text = Commitment::in_force().map_err(|error| ReviewError::Inside(error.to_owned()))?;
    Ok(&text.version)
}

/// The assignment that the actor may judge now: his own, accepted, signed for, without an interest, not frozen, in a
/// phase that is open by the clock.
///
/// # Errors
/// Not his is not found; a phase that is not open is refused; the records failing.
pub async fn scoreable(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Held, ReviewError> {
    Ok(hand(app, tx, actor, id).await?.held)
}

/// As [`scoreable`], with what the sheet is made of.
pub(in crate::reviews) async fn hand(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Hand, ReviewError> {
    permit(actor, Action::ReviewDossiers)?;
    let now = app.clock.now();
    let expert = store::expert_of(&**tx, actor.account).await?.ok_or(ReviewError::NotFound)?;
    let row = store::hold_assignment(&**tx, id).await?;
    let row = row.filter(|row| row.expert_id == expert && row.invited_at.is_some());
    let row = row.ok_or(ReviewError::NotFound)?;
    let place = nominations::places(&**tx, &[row.nomination_id]).await?.pop();
    let place = place.ok_or(ReviewError::NotFound)?;
    let phase = phases::share(&**tx, row.round_id, &place.category).await?;
    let whose = (row.round_id, actor.account);
    let facts = facts(&row, &place, store::is_signed(&**tx, whose, commitment()?).await?);
    may_write(phase.as_ref(), facts, now)
        .map_err(|closed| ReviewError::Refused(closed.words(), Vec::new()))?;
    let phase = phase.ok_or(ReviewError::NotFound)?;
    let book = book_of(&**tx, row.round_id).await?;
    let held = Held { assignment: id, nomination: place.id, expert, phase };
    Ok(Hand { held, place, book, now })
}

/// Where the reasons of a sheet are sealed.
fn place_of(id: ReviewSheetId) -> String {
    format!("review_sheet/{id}")
}

/// What a sheet says, with its reasons.
///
/// # Errors
/// What is kept cannot be opened or read.
pub(in crate::reviews) fn said(app: &App, row: &SheetRecord) -> Result<Draft, ReviewError> {
    let inside = |error: serde_json::Error| ReviewError::Inside(error.to_string());
    let comments = match &row.sealed_comments {
        None => BTreeMap::new(),
        Some(sealed) => {
            let text = app.sealer.open_sealed(&place_of(row.id), sealed)?;
            serde_json::from_str(&text).map_err(inside)?
        }
    };
    Ok(Draft {
        points: serde_json::from_value(row.points.clone()).map_err(inside)?,
        choices: serde_json::from_value(row.choices.clone()).map_err(inside)?,
        comments,
    })
}

/// Puts what a draft says into a row.
fn write(
    app: &App,
    row: &mut SheetRecord,
    rule: &SheetRule,
    draft: &Draft,
) -> Result<(), ReviewError> {
    row.points = json!(draft.points);
    row.choices = json!(draft.choices);
    row.total = total(rule, &draft.points);
    row.sealed_comments = if draft.comments.is_empty() {
        None
    } else {
        let text = json!(draft.comments).to_string();
        Some(app.sealer.seal(&place_of(row.id), &text)?)
    };
    Ok(())
}

/// Records what was done with a sheet. Of a sheet a plain digest would tell its points to who tries them all.
pub(super) async fn note(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    (row, draft): (&SheetRecord, &Draft),
) -> Result<(), ReviewError> {
    let kept = json!({ "state": row.state.as_str(), "skipped": row.is_skipped, "sheet": draft });
    let entry = audit::Entry {
        actor: by.to_owned(),
        action: format!("reviews.{action}"),
        subject: format!("review_sheet/{}", row.id),
        after_digest: Some(app.sealer.fingerprint(kept.to_string().as_bytes())),
        ..audit::Entry::default()
    };
    Ok(audit::record(&**tx, app.clock.now(), entry).await?)
}

/// A sheet that is to be kept.
pub(in crate::reviews) struct NewSheet {
    /// The version that was seen; 0 where there was none.
    pub(in crate::reviews) seen: i64,
    /// What it shall say.
    pub(in crate::reviews) draft: Draft,
    /// Whether it is put off.
    pub(in crate::reviews) is_skipped: bool,
    /// By which way it came.
    pub(in crate::reviews) source: SheetSource,
}

/// The sheet of an assignment that is held, at the version that was seen and not submitted; none before the first.
async fn seen_at(tx: &WriteTx, hand: &Hand, seen: i64) -> Result<Option<SheetRecord>, ReviewError> {
    let found = store::sheet_of(&**tx, hand.held.assignment).await?;
    if found.as_ref().map_or(0, |row| row.version) != seen {
        return Err(ReviewError::Stale);
    }
    match found.as_ref().map(|row| row.state) {
        Some(SheetState::Void) => Err(ReviewError::NotFound),
        Some(SheetState::Submitted) => Err(ReviewError::refused(
            "评审表已提交；需要修改的，请先重新打开",
            "the sheet is submitted; open it again to change it",
        )),
        Some(SheetState::Draft) | None => Ok(found),
    }
}

/// Keeps a sheet of an assignment that is held. What says the same as what stands is left alone. The caller commits.
///
/// # Errors
/// What no form sends, a sheet that is submitted, somebody was faster.
pub(in crate::reviews) async fn keep(
    app: &App,
    tx: &WriteTx,
    (by, hand): (&str, &Hand),
    new: NewSheet,
) -> Result<SheetRecord, ReviewError> {
    let rule = hand.rule()?;
    let draft = new.draft.trimmed();
    let wrong: Vec<BadField> = faults(rule, &draft)
        .iter()
        .filter(|fault| fault.is_of_form())
        .map(SheetFault::told)
        .collect();
    if !wrong.is_empty() {
        return Err(ReviewError::Invalid(wrong));
    }
    let found = seen_at(tx, hand, new.seen).await?;
    let Some(mut row) = found else {
        let mut row = first(app, hand, new.source);
        row.is_skipped = new.is_skipped;
        write(app, &mut row, rule, &draft)?;
        store::insert(&**tx, row.clone()).await?;
        note(app, tx, (by, "save_sheet"), (&row, &draft)).await?;
        return Ok(row);
    };
    if row.is_skipped == new.is_skipped && said(app, &row)? == draft {
        return Ok(row);
    }
    row.is_skipped = new.is_skipped;
    row.source = new.source;
    row.saved_at = hand.now;
    write(app, &mut row, rule, &draft)?;
    if !store::save(&**tx, &mut row).await? {
        return Err(ReviewError::Stale);
    }
    note(app, tx, (by, "save_sheet"), (&row, &draft)).await?;
    Ok(row)
}

/// A sheet with nothing in it.
fn first(app: &App, hand: &Hand, source: SheetSource) -> SheetRecord {
    SheetRecord {
        id: app.ids.next(),
        assignment_id: hand.held.assignment,
        phase_id: hand.held.phase.id,
        nomination_id: hand.held.nomination,
        expert_id: hand.held.expert,
        state: SheetState::Draft,
        is_skipped: false,
        points: json!({}),
        choices: json!({}),
        sealed_comments: None,
        total: None,
        source,
        first_saved_at: hand.now,
        saved_at: hand.now,
        submitted_at: None,
        void_reason: None,
        version: 1,
    }
}

/// A sheet as its reviewer sees it.
pub(super) fn shown(app: &App, hand: &Hand, row: &SheetRecord) -> Result<SheetView, ReviewError> {
    let called = Called::of(app, hand.book.blind, &hand.place);
    let of = (hand.held.assignment, hand.held.phase.id);
    Ok(SheetView::of(of, called, hand.rule()?, Some((row, &said(app, row)?))))
}

/// Keeps the sheet of an assignment whole.
///
/// # Errors
/// Not the actor's, nothing that may be judged now, what no form sends, a sheet that is submitted, somebody was faster.
pub async fn save_sheet(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
    text: &SheetText,
) -> Result<SheetView, ReviewError> {
    permit(actor, Action::ReviewDossiers)?;
    let tx = app.database.begin_write().await?;
    let hand = hand(app, &tx, actor, id).await?;
    let SheetText { points, choices, comments, skipped } = text.clone();
    let draft = Draft { points, choices, comments };
    let new = NewSheet { seen, draft, is_skipped: skipped, source: SheetSource::Online };
    let row = keep(app, &tx, (&actor.username, &hand), new).await?;
    tx.commit().await?;
    shown(app, &hand, &row)
}
