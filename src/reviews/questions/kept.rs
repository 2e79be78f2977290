//! What is a question in the records, and where do its words lie?

use entity::{ids::ReviewQuestionId, vocabulary::ReviewQuestionState as State};

use super::store::{self, QuestionRow};
use crate::{
    app::App,
    persistence::WriteTx,
    reviews::{ReviewError, noted::note},
};

/// Least and most characters of what is asked, sent, answered or passed on.
pub(super) const WORDS: (usize, usize) = (4, 2_000);
/// Least and most characters of why a question is not sent on.
pub(super) const REASON: (usize, usize) = (2, 500);

/// One of the texts of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What was asked.
    Asked,
    /// What the society reads.
    Sent,
    /// What the society answered.
    Answer,
    /// What the reviewers read.
    Released,
}

impl Part {
    /// Where it is sealed.
    fn place(self, id: ReviewQuestionId) -> String {
        let word = match self {
            Self::Asked => "asked",
            Self::Sent => "sent",
            Self::Answer => "answer",
            Self::Released => "released",
        };
        format!("review_question/{id}/{word}")
    }
}

/// What the audit record and notices call a question.
pub(super) fn subject(id: ReviewQuestionId) -> String {
    format!("review_question/{id}")
}

/// A text as it is kept.
pub(super) fn seal(
    app: &App,
    (id, part): (ReviewQuestionId, Part),
    text: &str,
) -> Result<String, ReviewError> {
    Ok(app.sealer.seal(&part.place(id), text.trim())?)
}

/// A text as it was written; none where there is none yet.
pub(super) fn read(
    app: &App,
    row: &QuestionRow,
    part: Part,
) -> Result<Option<String>, ReviewError> {
    let sealed = match part {
        Part::Asked => Some(&row.sealed_text),
        Part::Sent => row.sealed_sent.as_ref(),
        Part::Answer => row.sealed_answer.as_ref(),
        Part::Released => row.sealed_released.as_ref(),
    };
    let open = |sealed: &String| app.sealer.open_sealed(&part.place(row.id), sealed);
    Ok(sealed.map(open).transpose()?)
}

/// Demands that a text has its length.
pub(super) fn within(
    pointer: &str,
    text: &str,
    (least, most): (usize, usize),
) -> Result<(), ReviewError> {
    let long = text.trim().chars().count();
    if (least..=most).contains(&long) {
        return Ok(());
    }
    let zh = format!("{least}–{most} 个字符");
    let en = format!("{least} to {most} characters");
    Err(ReviewError::field(pointer, "length", &zh, &en))
}

/// Demands that a question stands where a deed begins.
pub(super) fn must_stand(row: &QuestionRow, at: &[State]) -> Result<(), ReviewError> {
    if at.contains(&row.state) {
        return Ok(());
    }
    Err(ReviewError::refused(
        "问题所处的环节不允许此操作",
        "the question does not stand where this can be done",
    ))
}

/// A question that was seen at a version, held.
pub(super) async fn hold(
    tx: &WriteTx,
    (id, seen): (ReviewQuestionId, i64),
) -> Result<QuestionRow, ReviewError> {
    let row = store::hold(&**tx, id).await?.ok_or(ReviewError::NotFound)?;
    if row.version == seen { Ok(row) } else { Err(ReviewError::Stale) }
}

/// Keeps a question as it stands now, and records what was done; the words by their digest alone.
pub(super) async fn keep(
    app: &App,
    tx: &WriteTx,
    (by, action): (&str, &str),
    row: &mut QuestionRow,
) -> Result<(), ReviewError> {
    row.version += 1;
    store::save(&**tx, row).await?;
    let texts = [&row.sealed_sent, &row.sealed_answer, &row.sealed_released];
    let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    let kept = texts.join(" ");
    note(app, tx, (by, action), subject(row.id), (Some(&kept), None)).await
}
