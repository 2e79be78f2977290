//! How does the ministry take a nomination out of the awards before they are approved (X25 art. 85)?

use entity::{
    ids::ResultDecisionId,
    vocabulary::{DecisionOutcome, ReleaseStage, ReleaseState, ResultPaperKind},
};

use super::store;
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    results::{
        ResultError,
        record::{Decision, Paper, Release, counted, digest_of},
        release,
    },
};

/// Strikes an award of a draft of the version seen; who did is from then on the one who drafted it.
///
/// # Errors
/// The role, no such decision, an interest of the actor, released, approved or changed since, no award, the records
/// failing.
pub(super) async fn strike(
    app: &App,
    actor: &Actor,
    (id, seen): (ResultDecisionId, i64),
    reason: &str,
) -> Result<(), ResultError> {
    permit(actor, Action::OrderFalls)?;
    let tx = app.database.begin_write().await?;
    let told = store::find(&*tx, id).await?.ok_or(ResultError::NotFound)?;
    let one = told.decision.release;
    let held = release::held(&*tx, one).await?.ok_or(ResultError::NotFound)?;
    let mut decisions = store::of_releases(&*tx, &[one]).await?;
    let wall = wall_of(&*tx, actor).await?;
    if decisions.iter().any(|decision| wall.hides(decision.nomination)) {
        return Err(ResultError::Walled);
    }
    let papers = release::papers(&*tx, one).await?;
    may_strike(&held, &papers, seen)?;
    let own = decisions.iter_mut().find(|decision| decision.id == id);
    let own = own.filter(|decision| decision.outcome == DecisionOutcome::Awarded);
    let Some(own) = own else {
        return Err(ResultError::refused("该提名不在拟授奖之列", "it is not among the awards"));
    };
    own.outcome = DecisionOutcome::Struck;
    own.grade = None;
    own.basis = Some(reason.trim().to_owned());
    let struck: Decision = own.clone();
    store::save(&*tx, &struck).await?;
    let counts = counted(decisions.iter().map(|decision| &decision.outcome));
    let digest = digest_of(&decisions);
    let before = held.digest.clone();
    // Whoever strikes has changed the draft: somebody else releases it.
    let changed = Release {
        digest: digest.clone(),
        drafted_by: actor.username.clone(),
        drafted_at: app.clock.now(),
        version: seen.saturating_add(1),
        ..held
    };
    release::save(&*tx, &changed, &counts).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "results.strike".to_owned(),
        subject: format!("result_decision/{id}"),
        before_digest: Some(before),
        after_digest: Some(digest),
        reason: struck.basis,
        ..audit::Entry::default()
    };
    audit::record(&*tx, app.clock.now(), entry).await?;
    tx.commit().await?;
    Ok(())
}

fn may_strike(one: &Release, papers: &[Paper], seen: i64) -> Result<(), ResultError> {
    if one.state != ReleaseState::Draft {
        return Err(ResultError::refused("已发布，不能再改动", "it was released already"));
    }
    if one.version != seen {
        return Err(ResultError::Stale);
    }
    if one.stage != ReleaseStage::Award {
        return Err(ResultError::refused(
            "只有拟授奖的提名可以在科技部审核时取消",
            "only an award is struck by the ministry",
        ));
    }
    if Paper::confirmed(papers, ResultPaperKind::Approval).is_some() {
        return Err(ResultError::refused("已经批准，不能再取消", "it was approved already"));
    }
    Ok(())
}
