//! What does the award office see of the record of its reviewers?
//!
//! An officer who is kept from a nomination (R14) sees every record as if nobody had been asked for that one.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use entity::ids::{ExpertId, NominationId, ReviewAssignmentId};

use super::{
    rate::place_of,
    standing::{Deed, Standing, tally},
    store::{self, Of, RatingRow},
    views::{
        ReviewerDeed, ReviewerRating, ReviewerRecord, ReviewerRecordRow, ReviewerRound,
        ReviewerStanding,
    },
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round, wall_of},
    awards, identity,
    nominations::{self, Place},
    reviews::{ReviewError, aggregate::named_nomination},
    web::Paging,
};

/// The reviewers of a round, those first with whom something is amiss, and how many they are.
///
/// # Errors
/// Not the actor's to know, no such round.
pub(super) async fn of_round(
    app: &App,
    actor: &Actor,
    (year, paging): (i32, Paging),
) -> Result<(Vec<ReviewerRecordRow>, u64), ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_in_round(&*tx, actor, round.id).await?;
    let mut deeds = store::deeds(&*tx, Of::Round(round.id)).await?;
    deeds.retain(|deed| !wall.hides(deed.nomination));
    let mut standings = tally(&deeds);
    standings.sort_by_key(|one| (Reverse(amiss(one, wall.is_none())), one.expert));
    let from = usize::try_from(paging.offset).unwrap_or(usize::MAX);
    let most = usize::try_from(paging.limit).unwrap_or(usize::MAX);
    let page: Vec<&Standing> = standings.iter().skip(from).take(most).collect();
    let ids: Vec<ExpertId> = page.iter().map(|one| one.expert).collect();
    let experts = store::named(&*tx, &ids).await?;
    let row = |one: &&Standing| {
        let expert = experts.get(&one.expert)?.clone();
        Some(ReviewerRecordRow { expert, standing: ReviewerStanding::of(one, wall.is_none()) })
    };
    Ok((page.iter().filter_map(row).collect(), standings.len() as u64))
}

/// How much is amiss: what was accepted and did not come in time, what nobody answered, what lies far from the others.
const fn amiss(one: &Standing, tells_outliers: bool) -> u32 {
    let outliers = if tells_outliers { one.outliers } else { 0 };
    one.accepted.saturating_sub(one.on_time) + one.expired + outliers
}

/// The record of an expert.
///
/// # Errors
/// Not the actor's to know, no such expert.
pub(super) async fn of_expert(
    app: &App,
    actor: &Actor,
    id: ExpertId,
) -> Result<ReviewerRecord, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let mut experts = store::named(&*tx, &[id]).await?;
    let expert = experts.remove(&id).ok_or(ReviewError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    let mut deeds = store::deeds(&*tx, Of::Expert(id)).await?;
    deeds.retain(|deed| !wall.hides(deed.nomination));
    let nominations: BTreeSet<NominationId> = deeds.iter().map(|deed| deed.nomination).collect();
    let nominations: Vec<NominationId> = nominations.into_iter().collect();
    let places = nominations::places(&*tx, &nominations).await?;
    let places: BTreeMap<NominationId, Place> =
        places.into_iter().map(|place| (place.id, place)).collect();
    let years = store::years(&*tx).await?;
    let assignments: Vec<ReviewAssignmentId> = deeds.iter().map(|deed| deed.assignment).collect();
    let ratings = store::ratings(&*tx, &assignments).await?;
    let mut told: Vec<ReviewerRating> = deeds
        .iter()
        .map(|deed| rating(app, actor, (deed.assignment, ratings.get(&deed.assignment))))
        .collect();
    identity::name_actors(&*tx, &mut told).await?;
    let year_of = |deed: &Deed| years.get(&deed.round).copied().unwrap_or_default();
    let may_rate = permit(actor, Action::ManageReviews).is_ok();
    let view = |(deed, rating): (&Deed, ReviewerRating)| ReviewerDeed {
        assignment: deed.assignment.0,
        year: year_of(deed),
        nomination: named_nomination(deed.nomination, places.get(&deed.nomination)),
        state: deed.state.as_str().to_owned(),
        invited_at: deed.invited_at,
        submitted_at: deed.submitted_at,
        is_on_time: deed.is_on_time(),
        may_rate: may_rate && deed.is_closed && deed.submitted_at.is_some(),
        rating,
    };
    let mut reviews: Vec<ReviewerDeed> = deeds.iter().zip(told).map(view).collect();
    reviews.sort_by_key(|one| (Reverse(one.year), Reverse(one.invited_at), one.assignment));
    let mut rounds = Vec::new();
    for (round, year) in &years {
        let of_round = tally(deeds.iter().filter(|deed| deed.round == *round));
        rounds.extend(of_round.iter().map(|one| ReviewerRound {
            year: *year,
            standing: ReviewerStanding::of(one, wall.is_none()),
        }));
    }
    rounds.sort_by_key(|one| Reverse(one.year));
    Ok(ReviewerRecord { expert, rounds, reviews })
}

/// A rating as the actor may know it.
fn rating(
    app: &App,
    actor: &Actor,
    (id, row): (ReviewAssignmentId, Option<&RatingRow>),
) -> ReviewerRating {
    let Some(row) = row else { return ReviewerRating::none(id.0) };
    let words = row.sealed_words.as_ref().filter(|_| permit(actor, Action::ManageReviews).is_ok());
    ReviewerRating {
        grade: u32::try_from(row.grade).ok(),
        // What cannot be opened is not shown; the rest of the rating is.
        words: words.and_then(|words| app.sealer.open_sealed(&place_of(id), words).ok()),
        rated_by: Some(row.rated_by.clone()),
        rated_at: Some(row.rated_at),
        version: row.version,
        ..ReviewerRating::none(id.0)
    }
}

/// How the sheet of an assignment is rated now.
///
/// # Errors
/// Not the actor's to know, no such assignment, its nomination is one from which he is kept.
pub(super) async fn rating_of(
    app: &App,
    actor: &Actor,
    id: ReviewAssignmentId,
) -> Result<ReviewerRating, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let tx = app.database.begin_read().await?;
    let row = store::find_review(&*tx, id).await?.ok_or(ReviewError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    wall.admit(row.nomination_id).map_err(|_| ReviewError::Walled)?;
    let ratings = store::ratings(&*tx, &[id]).await?;
    let mut told = rating(app, actor, (id, ratings.get(&id)));
    identity::name_actors(&*tx, std::slice::from_mut(&mut told)).await?;
    Ok(told)
}
