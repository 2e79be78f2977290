//! What did societies recommend to CAST in a round, and what became of it?

use std::cmp::Reverse;

use entity::{ids::DossierId, vocabulary::CounterKind};

use super::{
    super::{errors::SubmissionError, gather::Ground, store::newest, views::PlacesView},
    store,
    views::{RecommendationQueue, RecommendationView, RecommendedDossier},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, identity,
    nominations::{dossier, process},
    persistence::ReadTx,
    quotas::{PROCEDURE, free_of_cast},
};

/// What was recommended in the round of `year`.
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
    let mut dossiers = Vec::new();
    for id in store::recommended(&*tx, round.id).await? {
        dossiers.extend(shown(&tx, &ground, actor, id).await?);
    }
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
    shown(&tx, &ground, actor, id).await?.ok_or(SubmissionError::NOT_FOUND)
}

async fn shown(
    tx: &ReadTx,
    ground: &Ground,
    actor: &Actor,
    id: DossierId,
) -> Result<Option<RecommendedDossier>, SubmissionError> {
    let Some(known) = dossier::find(&**tx, id).await? else { return Ok(None) };
    let way = process::of_dossier(&**tx, id).await?;
    let Some(recommendation) = way.and_then(|way| RecommendationView::of(&way.steps)) else {
        return Ok(None);
    };
    let window = awards::window(&**tx, known.round, &known.society, Some(id)).await?;
    let submitted = if recommendation.is_forwarded() { newest(&**tx, id).await? } else { None };
    let society = ground.society(&known.society).map(|one| one.name.clone());
    let bucket = ground.bucket(known.form, &known.society);
    Ok(Some(RecommendedDossier {
        id: id.0,
        number: known.number,
        title: known.title,
        category: known.form.category.clone(),
        society: society.unwrap_or_else(|| known.society.clone()),
        society_id: known.society,
        bucket: bucket.map(|bucket| bucket.as_str().to_owned()),
        version: known.version,
        closes_at: window.map(|window| window.closes_at),
        may_confirm: recommendation.may_confirm(&actor.username),
        recommendation,
        receipt: submitted.map(|one| one.receipt),
    }))
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
