//! What did societies recommend to CAST in a round, and what became of it?

use std::cmp::Reverse;

use entity::{
    ids::DossierId,
    vocabulary::{CounterKind, NominationState},
};

use super::{
    super::{errors::SubmissionError, gather::Ground, store::newest_receipts, views::PlacesView},
    views::{RecommendationQueue, RecommendationView, RecommendedDossier},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards, identity,
    nominations::{
        dossier::{self, Reached},
        process,
    },
    persistence::ReadTx,
    quotas::{PROCEDURE, free_of_cast},
};

/// What was recommended in the round of `year`, in a fixed number of queries, however much that is.
///
/// # Errors
/// No such round, the role, the records failing.
pub(super) async fn queue(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<RecommendationQueue, SubmissionError> {
    permit(actor, Action::AnswerRecommendations)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(SubmissionError::NOT_FOUND)?;
    let ground = Ground::of(app, &*tx, round.id).await?;
    let ways = process::steps_through(&*tx, round.id, NominationState::Recommended).await?;
    let all = dossier::of_round(&*tx, round.id, &Scope::All).await?;
    let recommended = all.into_iter().filter_map(|known| {
        let recommendation = RecommendationView::of(ways.get(&known.id)?)?;
        Some((known, recommendation))
    });
    let dossiers = shown(&tx, (&ground, actor), recommended.collect()).await?;
    let (mut open, mut answered): (Vec<_>, Vec<_>) =
        dossiers.into_iter().partition(|one: &RecommendedDossier| one.recommendation.is_open());
    open.sort_by_key(|one| one.recommendation.recommended_at);
    answered.sort_by_key(|one| Reverse(one.recommendation.answered_at));
    open.append(&mut answered);
    let actors: Vec<&str> = open.iter().flat_map(|one| one.recommendation.actors()).collect();
    Ok(RecommendationQueue {
        round: year,
        now: app.clock.now(),
        places: places(&ground),
        names: identity::display_names(&*tx, actors).await?,
        dossiers: open,
    })
}

/// One that was recommended.
///
/// # Errors
/// It was not, the role, the records failing.
pub(super) async fn row(
    app: &App,
    actor: &Actor,
    id: DossierId,
) -> Result<RecommendedDossier, SubmissionError> {
    permit(actor, Action::AnswerRecommendations)?;
    let tx = app.database.begin_read().await?;
    let known = dossier::find(&*tx, id).await?.ok_or(SubmissionError::NOT_FOUND)?;
    let ground = Ground::of(app, &*tx, known.round).await?;
    let steps = process::steps_of(&*tx, id).await?;
    let recommendation = RecommendationView::of(&steps).ok_or(SubmissionError::NOT_FOUND)?;
    let mut rows = shown(&tx, (&ground, actor), vec![(known, recommendation)]).await?;
    rows.pop().ok_or(SubmissionError::NOT_FOUND)
}

async fn shown(
    tx: &ReadTx,
    (ground, actor): (&Ground, &Actor),
    all: Vec<(Reached, RecommendationView)>,
) -> Result<Vec<RecommendedDossier>, SubmissionError> {
    let forwarded = all.iter().filter(|(_, one)| one.is_forwarded());
    let forwarded: Vec<DossierId> = forwarded.map(|(known, _)| known.id).collect();
    let mut receipts = newest_receipts(&**tx, &forwarded).await?;
    let row = |(known, recommendation): (Reached, RecommendationView)| {
        let society = ground.society(&known.society).map(|one| one.name.clone());
        let bucket = ground.bucket(known.form, &known.society);
        RecommendedDossier {
            id: known.id.0,
            number: known.number,
            title: known.title,
            category: known.form.category.clone(),
            society: society.unwrap_or_else(|| known.society.clone()),
            society_id: known.society,
            bucket: bucket.map(|bucket| bucket.as_str().to_owned()),
            version: known.version,
            may_confirm: recommendation.may_confirm(&actor.username),
            recommendation,
            receipt: receipts.remove(&known.id),
        }
    };
    Ok(all.into_iter().map(row).collect())
}

/// CAST's own places: what it took of them, and what is gone of them to the societies below it.
fn places(ground: &Ground) -> Vec<PlacesView> {
    let of = |rule: &crate::quotas::BucketRule| {
        let is_it = |one: &&crate::quotas::Counter| {
            one.kind == CounterKind::Cast && one.bucket == rule.code
        };
        let cast = ground.counters.iter().find(is_it)?;
        let free = free_of_cast(cast, &ground.counters);
        Some(PlacesView {
            bucket: rule.code.as_str().to_owned(),
            name: rule.name.clone(),
            name_en: rule.name_en.clone(),
            places: cast.places,
            used: cast.places.zip(free).map_or(cast.used, |(places, free)| places - free),
            free,
        })
    };
    PROCEDURE.buckets.iter().filter_map(of).collect()
}
