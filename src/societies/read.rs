//! What does a reader see of one society today?

use sea_orm::DbErr;

use super::{
    assemble::{Around, detail},
    store::{
        register,
        standing::{held, rounds},
    },
    views::SocietyDetail,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    identity,
    shared::china_day,
};

/// What the actor may do to the society `code`.
fn allowed(actor: &Actor, code: &str) -> Vec<String> {
    let words = [
        ("manage", Action::ManageSocieties),
        ("charter", Action::EnterCharter),
        ("delegate", Action::DelegateClerks),
        ("apply", Action::ApplyForQualification),
        ("decide", Action::DecideQualification),
    ];
    words
        .into_iter()
        .filter(|(_, action)| authz::permit(actor, *action).is_ok_and(|leave| leave.covers(code)))
        .map(|(word, _)| word.to_owned())
        .collect()
}

/// The society `code`, whole, as `actor` sees it; whether he may see it is the caller's to ask.
///
/// # Errors
/// The records failing.
pub(crate) async fn read(
    app: &App,
    actor: &Actor,
    code: &str,
) -> Result<Option<SocietyDetail>, DbErr> {
    let database = app.database.reader();
    let Some(kept) = register::find(database, code).await? else { return Ok(None) };
    let applications = held(database, kept.id).await?;
    let rounds = rounds(database).await?;
    let around = Around {
        applications: &applications,
        rounds: &rounds,
        today: china_day(app.clock.now()),
        allowed: allowed(actor, code),
        reader: &actor.username,
    };
    let mut told = detail(kept, around);
    identity::name_actors(database, std::slice::from_mut(&mut told)).await?;
    Ok(Some(told))
}
