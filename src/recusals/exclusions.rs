//! What did societies ask for in a round? The requests, counted.

use super::{
    errors::RecusalError,
    findings::{round, wall},
    round_views::ExclusionStatisticsView,
    statistics::{self, Request},
    store,
};
use crate::{
    app::App,
    authz::{Action, Actor, permit},
    conflicts,
};

/// The requests of a round by society, without those of nominations from which the reader is kept.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn statistics(
    app: &App,
    actor: &Actor,
    year: i32,
) -> Result<ExclusionStatisticsView, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    let wall = wall(app, actor).await?;
    let database = app.database.reader();
    let mut nominations = store::society_nominations(database, round.id).await?;
    nominations.retain(|(id, ..)| !wall.hides(*id));
    // Requests are counted by these nominations alone.
    let rows = store::exclusions(database, round.id).await?;
    let experts =
        store::experts(database, rows.iter().filter_map(|row| row.expert_id).collect::<Vec<_>>())
            .await?;
    let request = |row: &store::Declaration| {
        let known = row.expert_id.and_then(|id| experts.get(&id)).map(|one| one.code.clone());
        Some(Request {
            nomination: row.nomination_id?,
            state: row.state,
            // Nobody of the pool: each row stands for somebody of its own.
            expert: known.unwrap_or_else(|| row.id.to_string()),
        })
    };
    let requests: Vec<Request> = rows.iter().filter_map(request).collect();
    let policy = conflicts::policy_of_round(database, round.id).await?;
    Ok(ExclusionStatisticsView {
        most_allowed: policy.limits.most_excluded,
        societies: statistics::count(&nominations, &requests),
    })
}
