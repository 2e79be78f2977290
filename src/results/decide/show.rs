//! Who sees what was decided of a nomination? The office and the supervisor drafts too, a society what was released of
//! its own.

use std::collections::BTreeMap;

use entity::ids::{NominationId, ResultDecisionId};

use super::store::{self, Told};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit, wall_of},
    results::{
        ResultError,
        views::{Audience, DecisionView, SocietyResultView},
    },
};

/// What was decided of a nomination, the earliest first.
///
/// # Errors
/// The role, no such nomination within the actor's reach, an interest of the actor, the records failing.
pub(super) async fn of_nomination(
    app: &App,
    actor: &Actor,
    id: NominationId,
) -> Result<Vec<DecisionView>, ResultError> {
    let permit = permit(actor, Action::ReadResults)?;
    let tx = app.database.begin_read().await?;
    let found = store::nominations(&*tx, &[id]).await?;
    let nomination = found.get(&id).ok_or(ResultError::NotFound)?;
    let audience = match &permit.scope {
        Scope::All => Audience::Office,
        Scope::Societies(codes) => {
            let own = nomination.society.as_ref().filter(|code| codes.contains(code));
            own.map(|_| Audience::Society).ok_or(ResultError::NotFound)?
        }
    };
    if wall_of(&*tx, actor).await?.hides(id) {
        return Err(ResultError::Walled);
    }
    let is_of_society = audience == Audience::Society;
    let told = store::of_nominations(&*tx, &[id], is_of_society).await?;
    Ok(told.iter().map(|one| DecisionView::of(one, audience)).collect())
}

/// What was released of the nominations of the actor's own societies, the newest round first.
///
/// # Errors
/// The role, the records failing.
pub(super) async fn of_society(
    app: &App,
    actor: &Actor,
) -> Result<Vec<SocietyResultView>, ResultError> {
    let permit = permit(actor, Action::ReadResults)?;
    let Scope::Societies(codes) = permit.scope else { return Err(ResultError::Denied) };
    let tx = app.database.begin_read().await?;
    let ids = store::of_societies(&*tx, &codes).await?;
    let mut by_nomination: BTreeMap<NominationId, Vec<Told>> = BTreeMap::new();
    for told in store::of_nominations(&*tx, &ids, true).await? {
        by_nomination.entry(told.decision.nomination).or_default().push(told);
    }
    let view = |told: Vec<Told>| {
        let decisions = told.iter().map(|one| DecisionView::of(one, Audience::Society)).collect();
        let nomination = told.into_iter().next()?.nomination;
        Some(SocietyResultView::of(&nomination, decisions))
    };
    let mut all: Vec<SocietyResultView> = by_nomination.into_values().filter_map(view).collect();
    all.sort_by(|one, other| (other.year, &one.number).cmp(&(one.year, &other.number)));
    Ok(all)
}

/// A decision within the actor's reach; to a society nothing that is not final is there.
///
/// # Errors
/// The role, none within reach, an interest of the actor, the records failing.
pub(in crate::results) async fn reach(
    app: &App,
    actor: &Actor,
    id: ResultDecisionId,
) -> Result<Told, ResultError> {
    let permit = permit(actor, Action::ReadResults)?;
    let tx = app.database.begin_read().await?;
    let told = store::find(&*tx, id).await?.ok_or(ResultError::NotFound)?;
    if let Scope::Societies(codes) = &permit.scope {
        let is_own = told.nomination.society.as_ref().is_some_and(|code| codes.contains(code));
        if !is_own || !told.decision.is_final {
            return Err(ResultError::NotFound);
        }
    }
    if wall_of(&*tx, actor).await?.hides(told.decision.nomination) {
        return Err(ResultError::Walled);
    }
    Ok(told)
}
