//! Which questions does the office send on, and in which words? Which answers does it hand back?

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    ids::{NominationId, ReviewQuestionId},
    vocabulary::ReviewQuestionState as State,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::{
    kept::{Part, REASON, WORDS, hold, keep, must_stand, read, seal, subject, within},
    store::{self, QuestionRow},
    views::{OfficeView, QuestionMay},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round, wall_of},
    awards, identity,
    nominations::{self, Place},
    notifications::{self, Kind, Notice, Reminder, To},
    persistence::{ReadTx, WriteTx},
    reviews::{ReviewError, book_of, redaction, veil_of},
};

/// Where a society finds what it is asked.
const OF_SOCIETY: &str = "/society-questions";

/// Whether a question is sent on.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewQuestionScreening)]
pub(super) struct Screening {
    /// Whether.
    pub send: bool,
    /// What the society reads: the question in words that do not show who asked.
    #[serde(default)]
    pub text: Option<String>,
    /// The first instant that is too late for an answer; by the book of the round unless given.
    #[serde(default)]
    pub due_at: Option<DateTime<Utc>>,
    /// Why it is not sent on; the reviewer reads it.
    #[serde(default)]
    pub reason: Option<String>,
}

/// Where a nomination stands, in a transaction that writes; not held, as nothing of it changes.
async fn place(tx: &WriteTx, id: NominationId) -> Result<Place, ReviewError> {
    nominations::places(&**tx, &[id]).await?.pop().ok_or(ReviewError::NotFound)
}

/// A question for an officer to do something with, held, with its nomination.
async fn held(
    tx: &WriteTx,
    actor: &Actor,
    of: (ReviewQuestionId, i64),
) -> Result<(QuestionRow, Place), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let row = hold(tx, of).await?;
    if wall_of(&**tx, actor).await?.hides(row.nomination_id) {
        return Err(ReviewError::Walled);
    }
    let place = place(tx, row.nomination_id).await?;
    Ok((row, place))
}

/// Sends a question on to the society that nominated, or not.
///
/// # Errors
/// Not granted, no such question, another version, one that was screened, nobody who could answer, an end that is not
/// ahead, words that are missing or name somebody whom the round hides.
pub(super) async fn screen(
    app: &App,
    actor: &Actor,
    of: (ReviewQuestionId, i64),
    asked: &Screening,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    // Once it is answered, what is sent on is read by everybody who judges the nomination.
    let sent = ("/text", asked.text.as_deref().unwrap_or_default());
    let refused = ("/reason", asked.reason.as_deref().unwrap_or_default());
    let words = if asked.send { sent } else { refused };
    must_tell_nobody(app, actor, (of.0, words)).await?;
    let tx = app.database.begin_write().await?;
    let (mut row, place) = held(&tx, actor, of).await?;
    must_stand(&row, &[State::Asked])?;
    row.screened_by = Some(actor.username.clone());
    row.screened_at = Some(app.clock.now());
    let by = actor.username.as_str();
    if asked.send {
        send(app, &tx, by, (&mut row, &place), asked).await?;
    } else {
        let reason = asked.reason.as_deref().unwrap_or_default();
        within("/reason", reason, REASON)?;
        row.state = State::Refused;
        row.refusal = Some(reason.trim().to_owned());
        keep(app, &tx, (by, "refuse_question"), &mut row).await?;
    }
    Ok(tx.commit().await?)
}

async fn send(
    app: &App,
    tx: &WriteTx,
    by: &str,
    (row, place): (&mut QuestionRow, &Place),
    asked: &Screening,
) -> Result<(), ReviewError> {
    let Some(society) = place.society.clone() else {
        let zh = "该提名不由学会提名，没有可答复的账号";
        let en = "no society nominated it, so that nobody here could answer";
        return Err(ReviewError::refused(zh, en));
    };
    let text = asked.text.as_deref().unwrap_or_default();
    within("/text", text, WORDS)?;
    let now = app.clock.now();
    let days = i64::from(book_of(&**tx, place.round).await?.questions.days);
    let due_at = asked.due_at.unwrap_or(now + TimeDelta::days(days));
    if due_at <= now {
        let (zh, en) = ("须晚于现在", "must be ahead");
        return Err(ReviewError::field("/due_at", "ahead", zh, en));
    }
    row.sealed_sent = Some(seal(app, (row.id, Part::Sent), text)?);
    row.due_at = Some(due_at);
    row.state = State::Sent;
    keep(app, tx, (by, "send_question"), row).await?;
    let to = To::Society(society);
    let facts: BTreeMap<String, String> = [
        ("number".to_owned(), place.number.clone()),
        ("title".to_owned(), place.title.clone()),
        ("until".to_owned(), due_at.to_rfc3339()),
    ]
    .into();
    let notice = Notice {
        kind: Kind::QuestionAsked,
        subject: subject(row.id),
        facts: facts.clone(),
        link: Some(OF_SOCIETY.to_owned()),
    };
    notifications::tell(app, tx, &to, &notice).await?;
    let reminder = Reminder {
        kind: Kind::QuestionDue,
        to,
        subject: notice.subject,
        due_at,
        facts,
        link: notice.link,
    };
    Ok(notifications::remind(app, tx, &reminder).await?)
}

/// What words for reviewers would tell of whom the round hides, read before anything is held.
async fn must_tell_nobody(
    app: &App,
    actor: &Actor,
    (id, (pointer, text)): (ReviewQuestionId, (&str, &str)),
) -> Result<(), ReviewError> {
    let tx = app.database.begin_read().await?;
    let row = store::find(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    if wall_of(&*tx, actor).await?.hides(row.nomination_id) {
        return Err(ReviewError::Walled);
    }
    let place = nominations::place(&tx, row.nomination_id).await?.ok_or(ReviewError::NotFound)?;
    if !veil_of(&tx, place.round).await?.hides() {
        return Ok(());
    }
    let hidden = redaction::hidden_of(app, &tx, &place).await?;
    let left = redaction::leaks(pointer, text, &hidden);
    if left.is_empty() { Ok(()) } else { Err(ReviewError::Invalid(left)) }
}

/// Passes an answer on to those who judge the nomination; or, once the time for it is over, that there is none.
///
/// # Errors
/// Not granted, no such question, another version, nothing that could be passed on yet, words that name somebody whom
/// the round hides.
pub(super) async fn release(
    app: &App,
    actor: &Actor,
    of: (ReviewQuestionId, i64),
    text: &str,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    within("/text", text, WORDS)?;
    must_tell_nobody(app, actor, (of.0, ("/text", text))).await?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let (mut row, place) = held(&tx, actor, of).await?;
    let is_over = row.due_at.is_some_and(|due| due <= now);
    let from: &[State] = if is_over { &[State::Answered, State::Sent] } else { &[State::Answered] };
    must_stand(&row, from)?;
    row.sealed_released = Some(seal(app, (row.id, Part::Released), text)?);
    row.released_by = Some(actor.username.clone());
    row.released_at = Some(now);
    row.state = State::Released;
    keep(app, &tx, (&actor.username, "release_answer"), &mut row).await?;
    notifications::stop_reminders(app, &tx, &subject(row.id)).await?;
    tell_readers(app, &tx, &row, &place).await?;
    Ok(tx.commit().await?)
}

/// Tells everybody who judges the nomination, so that who asked is not known by who was told.
async fn tell_readers(
    app: &App,
    tx: &WriteTx,
    row: &QuestionRow,
    place: &Place,
) -> Result<(), ReviewError> {
    let rounds = awards::list_rounds(&**tx).await?;
    let year = rounds.iter().find(|one| one.id == place.round).map(|one| one.year);
    let round = year.unwrap_or_default().to_string();
    for (assignment, account) in store::readers(&**tx, row.nomination_id).await? {
        let notice = Notice {
            kind: Kind::QuestionAnswered,
            subject: subject(row.id),
            facts: [("round".to_owned(), round.clone())].into(),
            link: Some(format!("/my-sheets/{assignment}")),
        };
        notifications::tell(app, tx, &To::Account(account), &notice).await?;
    }
    Ok(())
}

/// The questions of a round, those first that wait for the office.
///
/// # Errors
/// Not granted, no such round.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<OfficeView>, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_in_round(&*tx, actor, round.id).await?;
    let rows = store::of_round(&*tx, round.id, &wall).await?;
    let mut views = views(app, actor, &tx, rows).await?;
    views.sort_by_key(|view| !(view.may.screen || view.may.release));
    Ok(views)
}

/// One of them.
///
/// # Errors
/// Not granted, no such question, one on a nomination from which the reader is kept.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: ReviewQuestionId,
) -> Result<OfficeView, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let row = store::find(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    if wall_of(&*tx, actor).await?.hides(row.nomination_id) {
        return Err(ReviewError::Walled);
    }
    views(app, actor, &tx, vec![row]).await?.pop().ok_or(ReviewError::NotFound)
}

async fn views(
    app: &App,
    actor: &Actor,
    tx: &ReadTx,
    rows: Vec<QuestionRow>,
) -> Result<Vec<OfficeView>, ReviewError> {
    let ids: Vec<NominationId> = rows.iter().map(|row| row.nomination_id).collect();
    let places = nominations::places(&**tx, &ids).await?;
    let places: BTreeMap<NominationId, Place> =
        places.into_iter().map(|place| (place.id, place)).collect();
    let by = rows.iter().flat_map(|row| [&row.screened_by, &row.answered_by, &row.released_by]);
    let by: Vec<&str> = by.flatten().map(String::as_str).collect();
    let names = identity::display_names(&**tx, by).await?;
    let may_manage = permit(actor, Action::ManageReviews).is_ok();
    let now = app.clock.now();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(place) = places.get(&row.nomination_id) else { continue };
        let may = if may_manage { may(&row, now) } else { QuestionMay::default() };
        views.push(view(app, row, place, (may, &names))?);
    }
    Ok(views)
}

/// What can be done with a question now.
fn may(row: &QuestionRow, now: DateTime<Utc>) -> QuestionMay {
    let is_over = row.due_at.is_some_and(|due| due <= now);
    QuestionMay {
        screen: row.state == State::Asked,
        release: row.state == State::Answered || row.state == State::Sent && is_over,
    }
}

fn view(
    app: &App,
    row: QuestionRow,
    place: &Place,
    (may, all): (QuestionMay, &BTreeMap<String, String>),
) -> Result<OfficeView, ReviewError> {
    let by = [&row.screened_by, &row.answered_by, &row.released_by];
    let people = by.into_iter().flatten();
    let names = people.filter_map(|by| Some((by.clone(), all.get(by)?.clone()))).collect();
    Ok(OfficeView {
        id: row.id.0,
        nomination: row.nomination_id.0,
        nomination_id: place.number.clone(),
        title: place.title.clone(),
        category: place.category.clone(),
        has_society: place.society.is_some(),
        state: row.state.as_str().to_owned(),
        text: read(app, &row, Part::Asked)?.unwrap_or_default(),
        sent: read(app, &row, Part::Sent)?,
        answer: read(app, &row, Part::Answer)?,
        released: read(app, &row, Part::Released)?,
        refusal: row.refusal,
        due_at: row.due_at,
        screened_by: row.screened_by,
        screened_at: row.screened_at,
        answered_by: row.answered_by,
        answered_at: row.answered_at,
        released_by: row.released_by,
        released_at: row.released_at,
        may,
        version: row.version,
        names,
    })
}
