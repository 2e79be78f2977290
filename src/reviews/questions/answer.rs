//! How does a society answer? Within the time, and knowing nothing of who asks.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ReviewQuestionId},
    vocabulary::ReviewQuestionState as State,
};

use super::{
    kept::{Part, WORDS, hold, keep, must_stand, read, seal, subject, within},
    store::{self, QuestionRow},
    views::SocietyView,
};
use crate::{
    app::App,
    authz::{Action, Actor, Permit, permit},
    identity,
    nominations::{self, Place},
    notifications,
    persistence::ReadTx,
    reviews::ReviewError,
};

/// What is said of a question whose time is over without an answer.
const LATE: &str = "late";

/// Whether a question is one that the actor's society is asked.
fn is_own(permit: &Permit, row: &QuestionRow, place: &Place) -> bool {
    let covers = place.society.as_deref().is_some_and(|code| permit.covers(code));
    covers && store::is_known_to_society(row)
}

/// Answers a question for the society that nominated.
///
/// # Errors
/// Not granted, no such question of the society's, another version, one that is answered, too late, a text that is too
/// short or too long.
pub(super) async fn answer(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewQuestionId, i64),
    text: &str,
) -> Result<(), ReviewError> {
    let permit = permit(actor, Action::AnswerQuestions)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let row = store::find(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    let place = nominations::places(&*tx, &[row.nomination_id]).await?.pop();
    let place = place.ok_or(ReviewError::NotFound)?;
    if !is_own(&permit, &row, &place) {
        return Err(ReviewError::NotFound);
    }
    within("/text", text, WORDS)?;
    let mut row = hold(&tx, (id, seen)).await?;
    must_stand(&row, &[State::Sent])?;
    if row.due_at.is_some_and(|due| due <= now) {
        return Err(ReviewError::refused("已过答复期限", "the time for an answer is over"));
    }
    row.sealed_answer = Some(seal(app, (id, Part::Answer), text)?);
    row.answered_by = Some(actor.username.clone());
    row.answered_at = Some(now);
    row.state = State::Answered;
    keep(app, &tx, (&actor.username, "answer_question"), &mut row).await?;
    notifications::stop_reminders(app, &tx, &subject(id)).await?;
    Ok(tx.commit().await?)
}

/// What the actor's society is asked, what waits for it first.
///
/// # Errors
/// Not granted.
pub(super) async fn list(app: &App, actor: &Actor) -> Result<Vec<SocietyView>, ReviewError> {
    let permit = permit(actor, Action::AnswerQuestions)?;
    let tx = app.database.begin_read().await?;
    let rows = store::of_societies(&*tx, &permit.scope).await?;
    let mut views = views(app, &tx, rows).await?;
    views.sort_by_key(|view| view.state != State::Sent.as_str());
    Ok(views)
}

/// One of them.
///
/// # Errors
/// Not granted, no such question of the society's.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: ReviewQuestionId,
) -> Result<SocietyView, ReviewError> {
    let permit = permit(actor, Action::AnswerQuestions)?;
    let tx = app.database.begin_read().await?;
    let row = store::find(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    let place = nominations::place(&tx, row.nomination_id).await?.ok_or(ReviewError::NotFound)?;
    if !is_own(&permit, &row, &place) {
        return Err(ReviewError::NotFound);
    }
    views(app, &tx, vec![row]).await?.pop().ok_or(ReviewError::NotFound)
}

async fn views(
    app: &App,
    tx: &ReadTx,
    rows: Vec<QuestionRow>,
) -> Result<Vec<SocietyView>, ReviewError> {
    let ids: Vec<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
    let places = nominations::places(&**tx, &ids).await?;
    let places: BTreeMap<NominationId, Place> =
        places.into_iter().map(|place| (place.id, place)).collect();
    let by = rows.iter().filter_map(|row| row.answered_by.as_deref());
    let names = identity::display_names(&**tx, by).await?;
    let now = app.clock.now();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(place) = places.get(&row.nomination_id) else { continue };
        views.push(view(app, row, place, (now, &names))?);
    }
    Ok(views)
}

fn view(
    app: &App,
    row: QuestionRow,
    place: &Place,
    (now, all): (DateTime<Utc>, &BTreeMap<String, String>),
) -> Result<SocietyView, ReviewError> {
    let is_answered = row.answered_at.is_some();
    let is_over = row.due_at.is_none_or(|due| due <= now);
    // What the office makes of an answer is nothing that the society is told.
    let state = match (is_answered, is_over || row.state == State::Released) {
        (true, _) => State::Answered.as_str(),
        (false, true) => LATE,
        (false, false) => State::Sent.as_str(),
    };
    let by = row.answered_by.iter();
    let names = by.filter_map(|by| Some((by.clone(), all.get(by)?.clone()))).collect();
    Ok(SocietyView {
        id: row.id.0,
        nomination_id: place.number.clone(),
        title: place.title.clone(),
        text: read(app, &row, Part::Sent)?.unwrap_or_default(),
        due_at: row.due_at,
        state: state.to_owned(),
        answer: read(app, &row, Part::Answer)?,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        version: row.version,
        names,
    })
}
