//! What does a reader see of one society today?

use sea_orm::DbErr;

use super::{
    assemble::{Around, detail},
    qualification::standing::Held,
    route::RoundFacts,
    store::{
        qualifications::of_society,
        register::{self, Kept},
    },
    views::SocietyDetail,
};
use crate::{
    app::App,
    authz::{self, Action, Actor},
    awards,
    shared::china_day,
};

/// What the actor may do to the society `code`.
fn allowed(actor: &Actor, code: &str) -> Vec<String> {
    let words = [
        ("manage", Action::ManageSocieties),
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

/// Every round, as far as routes care.
pub(super) async fn rounds(
    database: &impl sea_orm::ConnectionTrait,
) -> Result<Vec<RoundFacts>, DbErr> {
    let rounds = awards::list_rounds(database).await?;
    Ok(rounds
        .into_iter()
        .map(|round| RoundFacts { year: round.year, state: round.state })
        .collect())
}

/// The applications of a society as far as its standing needs them, with their keys.
pub(super) async fn held(
    database: &impl sea_orm::ConnectionTrait,
    kept: &Kept,
) -> Result<Vec<(uuid::Uuid, Held)>, DbErr> {
    let rows = of_society(database, kept.id).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let (valid_from, valid_to) = (row.valid_from, row.valid_to);
            (row.id.0, Held { state: row.state, valid_from, valid_to })
        })
        .collect())
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
    let applications = held(database, &kept).await?;
    let rounds = rounds(database).await?;
    let around = Around {
        applications: &applications,
        rounds: &rounds,
        today: china_day(app.clock.now()),
        allowed: allowed(actor, code),
    };
    Ok(Some(detail(kept, around)))
}
