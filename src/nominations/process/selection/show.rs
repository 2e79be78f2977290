//! What is told of a society's selection?

use std::collections::BTreeMap;

use super::{
    super::errors::ProcessError,
    criteria::{RULES, criteria},
    store,
    views::{SelectionView, filled},
};
use crate::{
    app::App,
    authz::{Action, Actor, Scope, permit},
    awards, identity,
};

/// The selection of a society in the round of `year`; of the actor's own where none is named.
///
/// # Errors
/// Not the actor's to know, no such round, the records failing.
pub(in super::super) async fn selection(
    app: &App,
    actor: &Actor,
    year: i32,
    society: Option<String>,
) -> Result<SelectionView, ProcessError> {
    let reach = permit(actor, Action::ReadDossiers)?;
    let own = match &reach.scope {
        Scope::Societies(codes) => codes.first().cloned(),
        Scope::All => None,
    };
    let society = society.or(own).ok_or(ProcessError::NOT_FOUND)?;
    if !reach.covers(&society) {
        return Err(ProcessError::NOT_FOUND);
    }
    let tx = app.database.begin_read().await?;
    let round = awards::find_round(&*tx, year).await?.ok_or(ProcessError::NOT_FOUND)?;
    let found = store::find(&*tx, round.id, &society).await?;
    let may = |action| permit(actor, action).is_ok_and(|permit| permit.covers(&society));
    let empty = SelectionView {
        year,
        version: 0,
        now: app.clock.now(),
        call: None,
        candidates: Vec::new(),
        experts: Vec::new(),
        scores: Vec::new(),
        link_days: RULES.link.days,
        agreement: None,
        criteria: criteria().to_vec(),
        notes: Vec::new(),
        may_write: may(Action::WriteNominations),
        may_decide: may(Action::ApproveNominations),
        names: BTreeMap::new(),
        society_id: society,
    };
    let Some(selection) = found else { return Ok(empty) };
    let mut told = filled(empty, selection);
    identity::name_actors(&*tx, std::slice::from_mut(&mut told)).await?;
    Ok(told)
}
