//! What is seen of releases, drafts too: by the office and the supervisor, and by nobody else?

use std::collections::BTreeSet;

use entity::{
    ids::{NominationId, ResultReleaseId},
    vocabulary::{ReleaseStage, ReleaseState, ResultPaperKind},
};

use super::{
    standing_store::{Standing, standing},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, Wall, permit, wall_of},
    awards, identity,
    persistence::ReadTx,
    results::{
        ResultError,
        decide::{self, Told},
        record::{Decision, MOST_UNCONFIRMED, Paper, Release, counted},
        views::{
            Audience, DecisionView, GapView, PaperView, ReleaseDetail, ReleaseMay, ReleaseView,
        },
    },
};

/// Lets pass who reads the results of every society.
fn reads_all(actor: &Actor) -> Result<(), ResultError> {
    let permit = permit(actor, Action::ReadResults)?;
    if permit.scope == Scope::All { Ok(()) } else { Err(ResultError::Denied) }
}

/// The releases of a round, the newest first.
///
/// # Errors
/// The role, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<ReleaseView>, ResultError> {
    reads_all(actor)?;
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ResultError::NotFound)?;
    let wall = wall_of(&*tx, actor).await?;
    let releases = store::of_round(&*tx, round.id).await?;
    let ids: Vec<ResultReleaseId> = releases.iter().map(|one| one.id).collect();
    let decisions = decide::of_releases(&*tx, &ids).await?;
    let mut views = Vec::with_capacity(releases.len());
    for one in releases {
        let own: Vec<&Decision> =
            decisions.iter().filter(|decision| decision.release == one.id).collect();
        let papers = store::papers(&*tx, one.id).await?;
        views.push(view(&tx, (actor, &wall), (one, year), (&own, &papers)).await?);
    }
    Ok(views)
}

/// The version of a release.
///
/// # Errors
/// No such release, the records failing.
pub(in crate::results) async fn version_of(
    app: &App,
    id: ResultReleaseId,
) -> Result<i64, ResultError> {
    let found = store::find(app.database.reader(), id).await?;
    found.map(|(one, _)| one.version).ok_or(ResultError::NotFound)
}

/// A release as a reader sees it: what he keeps himself from is not counted, and he does nothing with the whole.
async fn view(
    tx: &ReadTx,
    (actor, wall): (&Actor, &Wall),
    (one, year): (Release, i32),
    (decisions, papers): (&[&Decision], &[Paper]),
) -> Result<ReleaseView, ResultError> {
    let is_whole = !decisions.iter().any(|decision| wall.hides(decision.nomination));
    let seen = decisions.iter().filter(|decision| !wall.hides(decision.nomination));
    let counts = counted(seen.map(|decision| &decision.outcome));
    let is_approved = Paper::confirmed(papers, ResultPaperKind::Approval).is_some();
    let change = is_whole
        && one.state == ReleaseState::Draft
        && permit(actor, Action::DecideResults).is_ok();
    let may = ReleaseMay {
        change,
        release: change && one.drafted_by != actor.username,
        strike: change
            && one.stage == ReleaseStage::Award
            && !is_approved
            && permit(actor, Action::OrderFalls).is_ok(),
    };
    let mut acted: BTreeSet<&str> = BTreeSet::from([one.drafted_by.as_str()]);
    acted.extend(one.released_by.as_deref());
    acted.extend(papers.iter().map(|paper| paper.entered_by.as_str()));
    acted.extend(papers.iter().filter_map(|paper| paper.confirmed_by.as_deref()));
    let names = identity::display_names(&**tx, acted).await?;
    let mut shown = ReleaseView::of(one, year);
    shown.counts =
        counts.into_iter().map(|(outcome, count)| (outcome.as_str().to_owned(), count)).collect();
    (shown.may, shown.names) = (may, names);
    shown.digest = shown.digest.filter(|_| is_whole);
    Ok(shown)
}

/// A release with its decisions, its documents and, of a draft, what keeps it from being released.
///
/// # Errors
/// The role, none, thrown away, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: ResultReleaseId,
) -> Result<ReleaseDetail, ResultError> {
    reads_all(actor)?;
    let tx = app.database.begin_read().await?;
    let (one, year) = store::find(&*tx, id).await?.ok_or(ResultError::NotFound)?;
    if one.state == ReleaseState::Discarded {
        return Err(ResultError::NotFound);
    }
    let wall = wall_of(&*tx, actor).await?;
    let told = decide::told_of(&*tx, id).await?;
    let decisions: Vec<Decision> = told.iter().map(|one| one.decision.clone()).collect();
    let papers = store::papers(&*tx, id).await?;
    let now = if one.state == ReleaseState::Draft {
        Some(Box::pin(standing(app, &*tx, &one, &decisions)).await?)
    } else {
        None
    };
    // What a document says, it says of all of them.
    let is_whole = !decisions.iter().any(|decision| wall.hides(decision.nomination));
    let all: Vec<&Decision> = decisions.iter().collect();
    let release = view(&tx, (actor, &wall), (one, year), (&all, &papers)).await?;
    Ok(ReleaseDetail {
        decisions: shown(&told, now.as_ref(), &wall),
        gaps: now.map(|now| gaps(&now, &wall)).unwrap_or_default(),
        papers: if is_whole {
            papers.into_iter().map(PaperView::from).collect()
        } else {
            Vec::new()
        },
        release,
        most_unconfirmed: MOST_UNCONFIRMED,
    })
}

fn shown(told: &[Told], now: Option<&Standing>, wall: &Wall) -> Vec<DecisionView> {
    let kept = |id: NominationId| now.and_then(|now| now.kept.get(&id)).cloned();
    let view = |one: &Told| {
        let shown = DecisionView::of(one, Audience::Office);
        match kept(one.decision.nomination) {
            Some(kept) => shown.with(kept),
            None => shown,
        }
    };
    told.iter().filter(|one| !wall.hides(one.decision.nomination)).map(view).collect()
}

/// What stands in the way; of a draft that a reader may do nothing with he is told nothing of that.
fn gaps(now: &Standing, wall: &Wall) -> Vec<GapView> {
    if now.nominations.keys().any(|id| wall.hides(*id)) {
        return Vec::new();
    }
    now.gaps.iter().map(|gap| GapView::of(gap, &now.numbers)).collect()
}
