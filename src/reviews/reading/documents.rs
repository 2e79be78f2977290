//! Which documents may a reviewer open, and as which bytes?

use entity::ids::{NominationId, ReviewAssignmentId, RoundId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    assignments,
    authz::Actor,
    nominations::{self, CopyDocument, CopyError, ReviewCopy, VeiledFiles},
    persistence::ReadTx,
    reviews::{ReviewError, redaction, veil_of},
};

/// A document that a reviewer may open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReviewDocument)]
pub(super) struct DocumentView {
    /// The word by which it is asked for, the same whenever it is asked for.
    pub key: String,
    /// What it is called; without a name of anybody where something is hidden.
    pub name: String,
    /// Pages, where they are known before it is made.
    pub pages: Option<u32>,
    /// What it is.
    pub media_type: String,
}

/// The documents of a nomination as the book of its round lets them be read.
#[derive(Clone, Debug)]
pub struct ReadingCopy {
    /// None where names are hidden and no copy without them was released of the texts as they are.
    copy: Option<ReviewCopy>,
    /// Files that an officer made without names.
    made: Vec<CopyDocument>,
}

impl ReadingCopy {
    /// Every document, the main one first; none where names are hidden and nobody made a copy without them.
    pub fn documents(&self) -> impl Iterator<Item = &CopyDocument> {
        self.copy.iter().flat_map(|copy| &copy.documents).chain(&self.made)
    }

    /// The bytes of a document; across the pages of the main one `seat` is written, a word that is no name. None where
    /// there is no such document.
    ///
    /// # Errors
    /// The press or the store of files failing.
    pub async fn bytes(
        &self,
        app: &App,
        key: &str,
        seat: &str,
    ) -> Result<Option<Vec<u8>>, CopyError> {
        if let Some(made) = self.made.iter().find(|one| one.key == key) {
            return Ok(Some(app.files.get(&made.digest).await?));
        }
        match &self.copy {
            Some(copy) => copy.bytes(app, key, seat).await,
            None => Ok(None),
        }
    }
}

/// The documents of a nomination as who judges it may read them. Who may ask is the caller's to know.
///
/// # Errors
/// No such nomination, the records failing.
pub async fn reading_copy(
    app: &App,
    tx: &ReadTx,
    (round, id): (RoundId, NominationId),
) -> Result<ReadingCopy, ReviewError> {
    let veil = veil_of(tx, round).await?;
    let is_made = veil.nominee || veil.files == VeiledFiles::Redacted;
    let mut released = if is_made { redaction::released(&**tx, id).await? } else { None };
    if veil.nominee && released.is_some() {
        // What is left out is told by its places: in a text that has changed since they would leave names.
        let base = nominations::copy_texts(app, tx, id).await?.map(|found| found.digest);
        released = released.filter(|copy| Some(&copy.base) == base.as_ref());
    }
    if veil.nominee && released.is_none() {
        return Ok(ReadingCopy { copy: None, made: Vec::new() });
    }
    let spans = released.as_ref().filter(|_| veil.nominee).map(|copy| copy.spans.as_slice());
    let copy = nominations::review_copy(app, tx, id, &veil, spans).await?;
    let copy = copy.ok_or(ReviewError::NotFound)?;
    let made = released.filter(|_| veil.files == VeiledFiles::Redacted);
    let made = made.map(|copy| copy.documents()).unwrap_or_default();
    Ok(ReadingCopy { copy: Some(copy), made })
}

/// The documents of an assignment of the actor, which he may read now.
///
/// # Errors
/// Anything less is not found.
pub(super) async fn of_review(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<ReadingCopy, ReviewError> {
    let tx = app.database.begin_read().await?;
    let nomination = assignments::readable(app, &tx, actor, id).await?;
    let place = nominations::place(&tx, nomination).await?.ok_or(ReviewError::NotFound)?;
    reading_copy(app, &tx, (place.round, nomination)).await
}

/// What a reviewer is shown of his documents.
pub(super) fn shown(copy: &ReadingCopy) -> Vec<DocumentView> {
    let view = |one: &CopyDocument| DocumentView {
        key: one.key.clone(),
        name: one.name.clone(),
        pages: one.pages,
        media_type: one.media_type.clone(),
    };
    copy.documents().map(view).collect()
}

/// What is written across the pages of a reviewer's copy: by it the office finds whose it was, and nobody else does.
pub(super) fn seat(app: &App, id: ReviewAssignmentId) -> String {
    const LETTERS: usize = 8;
    let word = app.sealer.fingerprint(format!("review_assignment/{id}/seat").as_bytes());
    let word: String = word.chars().take(LETTERS).collect();
    format!("评审用 {}", word.to_uppercase())
}
