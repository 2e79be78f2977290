//! How does a reviewer ask, and what does he read of what was asked about his nomination?

use entity::{
    ids::{ReviewAssignmentId, ReviewQuestionId},
    vocabulary::ReviewQuestionState as State,
};

use super::{
    kept::{Part, WORDS, read, seal, subject, within},
    store::{self, QuestionRow},
    views::ReviewerView,
};
use crate::{
    app::App,
    assignments,
    authz::Actor,
    awards::QuestionWay,
    idempotency, nominations,
    reviews::{ReviewError, book_of, noted::note, scoreable},
};

/// Asks something about a nomination that the actor judges now.
///
/// # Errors
/// Not his to judge now, a round without questions, too many questions on the nomination, a text that is too short or
/// too long, a repeated request.
pub(super) async fn ask(
    app: &App,
    actor: &Actor,
    (id, text): (ReviewAssignmentId, &str),
    key: &idempotency::Key,
) -> Result<ReviewQuestionId, ReviewError> {
    if idempotency::recall(app.database.reader(), key).await.is_ok() {
        // It was asked: that the phase has closed since does not change the answer.
        return Err(ReviewError::Repeated);
    }
    within("/text", text, WORDS)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let held = scoreable(app, &tx, actor, id).await?;
    let book = book_of(&*tx, held.phase.round).await?;
    if book.blind.questions != QuestionWay::ThroughOffice {
        return Err(ReviewError::refused("本届评审不设质询", "the round knows no questions"));
    }
    // Of two who ask at once one waits, so that both count.
    nominations::held_place(&tx, held.nomination).await?.ok_or(ReviewError::NotFound)?;
    let most = book.questions.most_per_nomination;
    if store::count(&*tx, held.nomination).await? >= u64::from(most) {
        return Err(ReviewError::refused(
            format!("该提名的质询已达 {most} 个"),
            format!("{most} questions were asked about the nomination already"),
        ));
    }
    let question: ReviewQuestionId = app.ids.next();
    if !idempotency::keep(&*tx, key, &question.to_string(), now).await? {
        return Err(ReviewError::Repeated);
    }
    let sealed_text = seal(app, (question, Part::Asked), text)?;
    let kept = sealed_text.clone();
    let row = QuestionRow {
        id: question,
        phase_id: held.phase.id,
        nomination_id: held.nomination,
        assignment_id: held.assignment,
        state: State::Asked,
        sealed_text,
        sealed_sent: None,
        sealed_answer: None,
        sealed_released: None,
        screened_by: None,
        screened_at: None,
        due_at: None,
        answered_by: None,
        answered_at: None,
        released_by: None,
        released_at: None,
        refusal: None,
        version: 1,
    };
    store::insert(&*tx, row).await?;
    note(app, &tx, (&actor.username, "ask"), subject(question), (Some(&kept), None)).await?;
    tx.commit().await?;
    Ok(question)
}

/// What the actor may read of the questions on a nomination that he reviews: his own, and of the others what was
/// passed on, without a word of who asked.
///
/// # Errors
/// Not his to read now.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Vec<ReviewerView>, ReviewError> {
    let tx = app.database.begin_read().await?;
    let nomination = assignments::readable(app, &tx, actor, id).await?;
    let rows = store::for_reviewer(&*tx, (nomination, id)).await?;
    rows.iter().map(|row| view(app, row, row.assignment_id == id)).collect()
}

fn view(app: &App, row: &QuestionRow, is_own: bool) -> Result<ReviewerView, ReviewError> {
    let part = if is_own { Part::Asked } else { Part::Sent };
    // That the society has answered is nothing to know before the office has read it.
    let state = if row.state == State::Answered { State::Sent } else { row.state };
    let is_there = row.state == State::Released;
    Ok(ReviewerView {
        id: is_own.then_some(row.id.0),
        is_own,
        text: read(app, row, part)?.unwrap_or_default(),
        state: state.as_str().to_owned(),
        refusal: row.refusal.clone().filter(|_| is_own),
        answer: if is_there { read(app, row, Part::Released)? } else { None },
        answered_at: row.released_at.filter(|_| is_there),
    })
}
