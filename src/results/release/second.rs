//! How is a release made? By a second person, as it was drafted, everything at one instant, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{NominationId, ResultReleaseId},
    vocabulary::{DecisionOutcome, ReleaseStage, Role, RoundState},
};

use super::{
    draft::{admit, held, note},
    refusal,
    standing_store::{Standing, standing},
    steps::steps,
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    awards, jobs,
    nominations::{self, NextStep},
    notifications::{self, Kind, Notice, To},
    persistence::WriteTx,
    results::{
        ResultError, bundle,
        decide::{self, Nominated},
        record::{Decision, Release, is_confirmed},
    },
};

/// The kind of job that takes the facts of a round into the track record; the roof works it off.
pub const COLLECT: &str = "track_record.collect";

/// Releases a draft of the version seen: its decisions are final, its nominations take their steps, their societies
/// are told; of awards also the public pages, the bundle and the track record follow.
///
/// # Errors
/// The role, none, released or changed since, the drafter himself, an interest of the actor in one of them, an
/// unconfirmed number, everything that stands in the way, the records failing.
pub(super) async fn release(
    app: &App,
    actor: &Actor,
    (id, seen): (ResultReleaseId, i64),
    typed: Option<usize>,
) -> Result<(), ResultError> {
    permit(actor, Action::DecideResults)?;
    let tx = app.database.begin_write().await?;
    let one = held(&tx, (id, seen)).await?;
    if one.drafted_by == actor.username {
        return Err(ResultError::SamePerson);
    }
    let decisions = decide::of_releases(&*tx, &[id]).await?;
    admit(&tx, actor, decisions.iter().map(|one| one.nomination)).await?;
    if !is_confirmed(decisions.len(), typed) {
        return Err(unconfirmed(decisions.len()));
    }
    // Everything that moves is held before the first of them moves, always in the same order.
    let moving: BTreeSet<NominationId> = decisions.iter().map(|one| one.nomination).collect();
    for nomination in moving {
        nominations::held_place(&tx, nomination).await?;
    }
    let now = Box::pin(standing(app, &*tx, &one, &decisions)).await?;
    if !now.gaps.is_empty() {
        return Err(refusal(&now.gaps, &now.numbers));
    }
    keep(app, &tx, actor, (&one, &decisions, &now), typed).await?;
    let said = Some(decisions.len().to_string());
    note(app, &tx, (actor, "release"), (id, Some(one.digest.clone()), said)).await?;
    take(app, &tx, actor, (one.stage, &decisions)).await?;
    tell(app, &tx, (&one, &decisions), &now.nominations).await?;
    if one.stage == ReleaseStage::Award {
        follow_up(app, &tx, &one, &now.nominations).await?;
    }
    tx.commit().await?;
    app.wake.ring();
    app.edition.turn();
    Ok(())
}

fn unconfirmed(count: usize) -> ResultError {
    ResultError::field(
        "/confirmed_count",
        "confirmed_count",
        &format!("共 {count} 项；请输入该数字以确认"),
        &format!("these are {count}: type the number to confirm"),
    )
}

/// Makes the decisions final, with who and what receives the awards as they are nominated now.
async fn keep(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (one, decisions, now): (&Release, &[Decision], &Standing),
    typed: Option<usize>,
) -> Result<(), ResultError> {
    let confirmed = typed.and_then(|count| i32::try_from(count).ok());
    let by = (actor.username.as_str(), app.clock.now());
    if !store::finish(&**tx, (one.id, one.version), by, confirmed).await? {
        return Err(ResultError::Stale);
    }
    for decision in decisions {
        let Some(kept) = now.kept.get(&decision.nomination) else { continue };
        let (people, units) = (Some(kept.people.clone()), Some(kept.units.clone()));
        decide::save(&**tx, &Decision { people, units, ..decision.clone() }).await?;
    }
    decide::make_final(&**tx, one.id).await?;
    if one.stage == ReleaseStage::Award && store::is_over(&**tx, one.round).await? {
        awards::set_round_state(tx, one.round, RoundState::Closed).await?;
    }
    Ok(())
}

/// Lets the nominations take their steps.
async fn take(
    app: &App,
    tx: &WriteTx,
    actor: &Actor,
    (stage, decisions): (ReleaseStage, &[Decision]),
) -> Result<(), ResultError> {
    let by = actor.username.as_str();
    for decision in decisions {
        let steps = steps(stage, decision.outcome);
        for (at, (to, holds)) in steps.iter().enumerate() {
            // Why it was struck belongs to the step that ends it.
            let reason = decision.basis.as_deref().filter(|_| at + 1 == steps.len());
            let next = NextStep { to: *to, holds, reason };
            nominations::take_step(app, tx, (by, decision.nomination), next).await?;
        }
    }
    Ok(())
}

const fn kind(stage: ReleaseStage) -> Kind {
    match stage {
        ReleaseStage::FirstReview => Kind::FirstReviewDecided,
        ReleaseStage::Committee => Kind::CommitteeDecided,
        ReleaseStage::Award => Kind::AwardDecided,
    }
}

fn facts(all: [(&str, String); 3]) -> BTreeMap<String, String> {
    all.into_iter().map(|(word, said)| (word.to_owned(), said)).collect()
}

/// Tells the heads of the societies, of each nomination of which something was decided.
async fn tell(
    app: &App,
    tx: &WriteTx,
    (one, decisions): (&Release, &[Decision]),
    nominations: &BTreeMap<NominationId, Nominated>,
) -> Result<(), ResultError> {
    let decided = decisions.iter().filter(|one| one.outcome != DecisionOutcome::PutOff);
    for nomination in decided.filter_map(|one| nominations.get(&one.nomination)) {
        let Some(society) = &nomination.society else { continue };
        let notice = Notice {
            kind: kind(one.stage),
            subject: format!("nomination/{}", nomination.id),
            facts: facts([
                ("number", nomination.number.clone()),
                ("title", nomination.title.clone()),
                ("round", nomination.year.to_string()),
            ]),
            link: Some("/society-results".to_owned()),
        };
        notifications::tell(app, tx, &To::Head(society.clone()), &notice).await?;
    }
    Ok(())
}

/// What follows a release of awards: the office is told, the bundle is made, the facts are collected.
async fn follow_up(
    app: &App,
    tx: &WriteTx,
    one: &Release,
    nominations: &BTreeMap<NominationId, Nominated>,
) -> Result<(), ResultError> {
    let Some(year) = nominations.values().next().map(|one| one.year) else { return Ok(()) };
    let notice = Notice {
        kind: Kind::ResultPublished,
        subject: format!("result_release/{}", one.id),
        facts: facts([
            ("round", year.to_string()),
            ("number", String::new()),
            ("title", one.title.clone()),
        ]),
        link: Some(format!("/public/results/{year}")),
    };
    notifications::tell(app, tx, &To::Role(Role::AwardOffice), &notice).await?;
    let now = app.clock.now();
    let payload = serde_json::json!({ "release": one.id });
    jobs::enqueue(&**tx, app.ids, now, bundle::JOB, payload).await?;
    let payload = serde_json::json!({ "year": year });
    jobs::enqueue(&**tx, app.ids, now, COLLECT, payload).await?;
    Ok(())
}
