//! What does a reviewer note in a document? His own, sealed, and nobody else's to read.

use chrono::{DateTime, Utc};
use entity::ids::{ReviewAssignmentId, ReviewMarkId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    documents::of_review,
    store::{self, MarkRow},
};
use crate::{
    app::App,
    assignments,
    authz::Actor,
    idempotency,
    reviews::{ReviewError, noted::note},
};

/// Most marks of one assignment.
const MOST_MARKS: u64 = 500;

/// The colour of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReviewMarkColor)]
pub(super) enum MarkColor {
    /// 黄
    Yellow,
    /// 绿
    Green,
    /// 蓝
    Blue,
    /// 红
    Red,
}

impl MarkColor {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }

    fn of_word(word: &str) -> Self {
        let all = [Self::Green, Self::Blue, Self::Red];
        all.into_iter().find(|one| one.as_str() == word).unwrap_or(Self::Yellow)
    }
}

/// A mark as it is written.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReviewMark)]
pub(super) struct MarkText {
    /// Key of the document.
    #[validate(length(min = 1, max = 40))]
    pub document: String,
    /// The page, from 1.
    #[validate(range(min = 1, max = 5_000))]
    pub page: u32,
    /// What is noted; may be empty, as a mark is.
    #[validate(length(max = 2_000))]
    pub text: String,
    /// Its colour.
    pub color: MarkColor,
}

/// A mark of the reader's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ReviewMark)]
pub(super) struct MarkView {
    /// Key.
    #[schema(value_type = String)]
    pub id: Uuid,
    /// Key of the document.
    pub document: String,
    /// The page, from 1.
    pub page: i32,
    /// What is noted.
    pub text: String,
    /// Its colour.
    pub color: MarkColor,
    /// When it was kept.
    pub saved_at: DateTime<Utc>,
    /// Version, for the entity tag.
    pub version: i64,
}

/// A mark by its assignment and key.
pub(super) type MarkKey = (ReviewAssignmentId, ReviewMarkId);

/// Where the words of a mark are sealed, and what the audit record calls it.
fn place(id: ReviewMarkId) -> String {
    format!("review_mark/{id}")
}

fn view(app: &App, row: MarkRow) -> Result<MarkView, ReviewError> {
    Ok(MarkView {
        id: row.id.0,
        text: app.sealer.open_sealed(&place(row.id), &row.sealed_text)?,
        document: row.document,
        page: row.page,
        color: MarkColor::of_word(&row.color),
        saved_at: row.saved_at,
        version: row.version,
    })
}

/// Lets the actor to the marks of an assignment that he may read now. They are his alone: one who ceases to be let in
/// this very instant writes at most where nobody reads any more.
async fn admit(app: &App, actor: &Actor, id: ReviewAssignmentId) -> Result<(), ReviewError> {
    let tx = app.database.begin_read().await?;
    assignments::readable(app, &tx, actor, id).await?;
    Ok(())
}

/// The marks of an assignment of the actor.
///
/// # Errors
/// Not his to read now.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<Vec<MarkView>, ReviewError> {
    let tx = app.database.begin_read().await?;
    assignments::readable(app, &tx, actor, id).await?;
    let rows = store::of_assignment(&*tx, id).await?;
    rows.into_iter().map(|row| view(app, row)).collect()
}

/// One of them.
///
/// # Errors
/// Not his to read now, no such mark.
pub(super) async fn one(app: &App, actor: &Actor, key: MarkKey) -> Result<MarkView, ReviewError> {
    let tx = app.database.begin_read().await?;
    assignments::readable(app, &tx, actor, key.0).await?;
    let row = store::find(&*tx, key).await?.ok_or(ReviewError::NotFound)?;
    view(app, row)
}

/// The actor may read the document in which he marks something.
async fn must_be_there(
    app: &App,
    actor: &Actor,
    (id, document): (ReviewAssignmentId, &str),
) -> Result<(), ReviewError> {
    let copy = of_review(app, actor, id).await?;
    if copy.documents().any(|one| one.key == document) {
        return Ok(());
    }
    let (zh, en) = ("没有该文件", "there is no such document");
    Err(ReviewError::field("/document", "unknown", zh, en))
}

fn row(
    app: &App,
    (assignment_id, id): MarkKey,
    new: &MarkText,
    version: i64,
) -> Result<MarkRow, ReviewError> {
    Ok(MarkRow {
        id,
        assignment_id,
        document: new.document.clone(),
        page: i32::try_from(new.page).unwrap_or(i32::MAX),
        sealed_text: app.sealer.seal(&place(id), &new.text)?,
        color: new.color.as_str().to_owned(),
        saved_at: app.clock.now(),
        version,
    })
}

/// Marks something.
///
/// # Errors
/// Not his to read now, no such document, too many marks, a repeated request.
pub(super) async fn add(
    app: &App,
    actor: &Actor,
    (id, new): (ReviewAssignmentId, &MarkText),
    key: &idempotency::Key,
) -> Result<ReviewMarkId, ReviewError> {
    must_be_there(app, actor, (id, &new.document)).await?;
    let mark: ReviewMarkId = app.ids.next();
    let row = row(app, (id, mark), new, 1)?;
    let tx = app.database.begin_write().await?;
    if !idempotency::keep(&*tx, key, &mark.to_string(), row.saved_at).await? {
        return Err(ReviewError::Repeated);
    }
    if store::count(&*tx, id).await? >= MOST_MARKS {
        return Err(ReviewError::refused(
            format!("一份材料最多 {MOST_MARKS} 处批注"),
            format!("a dossier has {MOST_MARKS} marks at most"),
        ));
    }
    let kept = row.sealed_text.clone();
    store::insert(&*tx, row).await?;
    note(app, &tx, (&actor.username, "mark"), place(mark), (Some(&kept), None)).await?;
    tx.commit().await?;
    Ok(mark)
}

/// Changes a mark.
///
/// # Errors
/// Not his to read now, no such mark or document, another version.
pub(super) async fn change(
    app: &App,
    actor: &Actor,
    (key, seen): (MarkKey, i64),
    new: &MarkText,
) -> Result<(), ReviewError> {
    must_be_there(app, actor, (key.0, &new.document)).await?;
    let row = row(app, key, new, seen.saturating_add(1))?;
    let tx = app.database.begin_write().await?;
    store::find(&*tx, key).await?.ok_or(ReviewError::NotFound)?;
    if !store::save(&*tx, &row, seen).await? {
        return Err(ReviewError::Stale);
    }
    let kept = (Some(row.sealed_text.as_str()), None);
    note(app, &tx, (&actor.username, "change_mark"), place(key.1), kept).await?;
    Ok(tx.commit().await?)
}

/// Takes a mark out.
///
/// # Errors
/// Not his to read now, no such mark, another version.
pub(super) async fn remove(
    app: &App,
    actor: &Actor,
    (key, seen): (MarkKey, i64),
) -> Result<(), ReviewError> {
    admit(app, actor, key.0).await?;
    let tx = app.database.begin_write().await?;
    store::find(&*tx, key).await?.ok_or(ReviewError::NotFound)?;
    if !store::remove(&*tx, (key.1, seen)).await? {
        return Err(ReviewError::Stale);
    }
    note(app, &tx, (&actor.username, "remove_mark"), place(key.1), (None, None)).await?;
    Ok(tx.commit().await?)
}
