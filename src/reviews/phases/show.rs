//! What does the award office see of the phases of a round?

use entity::ids::{ReviewPhaseId, RoundId};

use super::{
    store::{self, PhaseRow},
    views::{PhaseMay, PhaseView},
};
use crate::{
    app::App,
    authz::{Action, Actor, permit, wall_in_round},
    awards, identity,
    reviews::ReviewError,
};

/// The phases of a round, by category.
///
/// # Errors
/// Not the actor's to see, no such round.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<Vec<PhaseView>, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let database = app.database.reader();
    let round = awards::find_round(database, year).await?.ok_or(ReviewError::NotFound)?;
    let mut views = Vec::new();
    for row in store::of_round(database, round.id).await? {
        views.push(view(app, actor, (row, year)).await?);
    }
    Ok(views)
}

/// One phase.
///
/// # Errors
/// Not the actor's to see, no such phase.
pub(super) async fn one(
    app: &App,
    actor: &Actor,
    id: ReviewPhaseId,
) -> Result<PhaseView, ReviewError> {
    permit(actor, Action::ReadReviews)?;
    let database = app.database.reader();
    let row = store::find(database, id).await?.ok_or(ReviewError::NotFound)?;
    let year = year_of(app, row.round_id).await?;
    view(app, actor, (row, year)).await
}

/// The year of a round.
async fn year_of(app: &App, round: RoundId) -> Result<i32, ReviewError> {
    let rounds = awards::list_rounds(app.database.reader()).await?;
    let found = rounds.iter().find(|one| one.id == round).map(|one| one.year);
    found.ok_or(ReviewError::NotFound)
}

async fn view(
    app: &App,
    actor: &Actor,
    (row, year): (PhaseRow, i32),
) -> Result<PhaseView, ReviewError> {
    let database = app.database.reader();
    let now = app.clock.now();
    let wall = wall_in_round(database, actor, row.round_id).await?;
    let counts = store::counts(database, row.id, &wall).await?;
    let may = match permit(actor, Action::ManageReviews) {
        Ok(_) => PhaseMay::at(&row, now),
        Err(_) => PhaseMay::default(),
    };
    let acted = [Some(&row.created_by), row.opened_by.as_ref(), row.closed_by.as_ref()];
    let acted = acted.into_iter().flatten().map(String::as_str);
    let names = identity::display_names(database, acted).await?;
    Ok(PhaseView::of(row, (year, now), (counts, may), names))
}
