//! Which interests were declared, and what does each of them say?

use std::collections::BTreeSet;

use entity::ids::RecusalDeclarationId;

use super::{
    errors::RecusalError,
    findings::{names, round, wall},
    shown::{self, DeclarationFacts, Names},
    store::{self, Declaration},
    views::{DeclarationView, OwnDeclarationView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    matching::DeclaredWords,
    web::Paging,
};

pub(super) use super::store::DeclarationQuery;

async fn names_of(app: &App, rows: &[Declaration]) -> Result<Names, RecusalError> {
    let nominations = rows.iter().filter_map(|row| row.nomination_id).collect();
    let experts = rows.iter().filter_map(|row| row.expert_id).collect();
    names(app, nominations, experts).await
}

async fn views(
    app: &App,
    actor: &Actor,
    rows: Vec<Declaration>,
) -> Result<Vec<DeclarationView>, RecusalError> {
    let database = app.database.reader();
    let names = names_of(app, &rows).await?;
    let codes: BTreeSet<String> =
        rows.iter().flat_map(shown::candidates).map(|(code, ..)| code).collect();
    let by_code = store::expert_by_code(database, codes).await?;
    let years = store::years(database).await?;
    let may_act = permit(actor, Action::DecideRecusals).is_ok();
    let view = |row: Declaration| {
        let words = DeclaredWords::open(&app.sealer, row.id, &row.sealed)?;
        let year = years.get(&row.round_id).copied().unwrap_or_default();
        let facts = DeclarationFacts {
            words,
            year,
            names: &names,
            by_code: &by_code,
            reader: actor,
            may_act,
        };
        Ok(shown::declaration(row, facts))
    };
    rows.into_iter().map(view).collect()
}

/// A page of the declarations of a round, how many there are, and how many wait for the office.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    (year, mut query, paging): (i32, DeclarationQuery, Paging),
) -> Result<(Vec<DeclarationView>, u64, u64), RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    query.without.clone_from(wall(app, actor).await?.nominations());
    let place = (paging.offset, paging.limit);
    let (rows, total, waiting) =
        store::list_declarations(app.database.reader(), (round.id, &query), place).await?;
    Ok((views(app, actor, rows).await?, total, waiting))
}

/// One declaration.
///
/// # Errors
/// Not granted, not found, the officer walled off, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: RecusalDeclarationId,
) -> Result<DeclarationView, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let found = store::declaration(app.database.reader(), id).await?;
    let row = found.ok_or(RecusalError::NotFound)?;
    if let Some(id) = row.nomination_id {
        wall(app, actor).await?.admit(id)?;
    }
    let mut views = views(app, actor, vec![row]).await?;
    views.pop().ok_or(RecusalError::NotFound)
}

fn own_views(
    app: &App,
    rows: &[Declaration],
    (names, years): (&Names, &std::collections::BTreeMap<entity::ids::RoundId, i32>),
) -> Result<Vec<OwnDeclarationView>, RecusalError> {
    let view = |row: &Declaration| {
        let words = DeclaredWords::open(&app.sealer, row.id, &row.sealed)?;
        let year = years.get(&row.round_id).copied().unwrap_or_default();
        Ok(shown::own(row, words, year, names))
    };
    rows.iter().map(view).collect()
}

/// What the actor declared himself, newest first.
///
/// # Errors
/// Not granted, the records failing.
pub(super) async fn own(app: &App, actor: &Actor) -> Result<Vec<OwnDeclarationView>, RecusalError> {
    permit(actor, Action::DeclareInterest)?;
    let database = app.database.reader();
    let rows = store::of_account(database, actor.account).await?;
    let years = store::years(database).await?;
    own_views(app, &rows, (&names_of(app, &rows).await?, &years))
}

/// One declaration of the actor's own.
///
/// # Errors
/// Not granted, not found, the records failing.
pub(super) async fn own_one(
    app: &App,
    actor: &Actor,
    id: RecusalDeclarationId,
) -> Result<OwnDeclarationView, RecusalError> {
    let all = own(app, actor).await?;
    all.into_iter().find(|one| one.id == id.0).ok_or(RecusalError::NotFound)
}
