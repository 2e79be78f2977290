//! How does the office rate a sheet?

use entity::ids::ReviewAssignmentId;

use super::{
    store::{self, RatingRow},
    views::RatingText,
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    reviews::ReviewError,
};

/// Where the words of a rating are sealed.
pub(super) fn place_of(id: ReviewAssignmentId) -> String {
    format!("reviewer_rating/{id}")
}

/// Rates the sheet of an assignment, whose rating was seen at `seen`; 0 where there was none.
///
/// # Errors
/// Not the actor's to do, no such assignment, its nomination is one from which he is kept, no sheet of a closed phase
/// stands on it, somebody was faster.
pub(super) async fn rate(
    app: &App,
    actor: &Actor,
    (id, seen): (ReviewAssignmentId, i64),
    text: &RatingText,
) -> Result<(), ReviewError> {
    permit(actor, Action::ManageReviews)?;
    let now = app.clock.now();
    let tx = app.database.begin_write().await?;
    let row = store::hold_review(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    wall.admit(row.nomination_id).map_err(|_| ReviewError::Walled)?;
    if !store::is_given(&*tx, id).await? {
        return Err(ReviewError::refused(
            "尚无已提交的评审表，或者评审阶段尚未结束",
            "no sheet was submitted, or its phase is not closed",
        ));
    }
    let words = text.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let sealed_words = words.map(|words| app.sealer.seal(&place_of(id), words)).transpose()?;
    let rating = RatingRow {
        assignment_id: id,
        grade: i32::try_from(text.grade).unwrap_or_default(),
        sealed_words,
        rated_by: actor.username.clone(),
        rated_at: now,
        version: seen.saturating_add(1),
    };
    if !store::save_rating(&*tx, rating, seen).await? {
        return Err(ReviewError::Stale);
    }
    store::follow_one(&tx, (row.expert_id, row.round_id), now).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "reviews.rate".to_owned(),
        subject: format!("review_assignment/{id}"),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
