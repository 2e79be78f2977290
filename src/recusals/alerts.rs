//! What did rechecks find, and who took care of it?

use entity::{ids::RecusalAlertId, vocabulary::AlertState};

use super::{
    decide::reason,
    errors::RecusalError,
    findings::{names, round, wall},
    round_views::AlertView,
    shown,
    store::{self, Alert},
};
use crate::{
    app::App,
    audit,
    authz::{Action, Actor, permit, wall_of},
    web::Paging,
};

pub(super) use super::store::AlertQuery;

async fn views(app: &App, rows: &[Alert]) -> Result<Vec<AlertView>, RecusalError> {
    let nominations = rows.iter().map(|row| row.nomination_id).collect();
    let experts = rows.iter().map(|row| row.expert_id).collect();
    let names = names(app, nominations, experts).await?;
    Ok(rows.iter().map(|row| shown::alert(row, &names)).collect())
}

/// A page of the alerts of a round, how many there are, how many are open and cleared.
///
/// # Errors
/// Not granted, no such round, the records failing.
pub(super) async fn list(
    app: &App,
    actor: &Actor,
    (year, mut query, paging): (i32, AlertQuery, Paging),
) -> Result<(Vec<AlertView>, u64, (u64, u64)), RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let round = round(app, year).await?;
    query.without.clone_from(wall(app, actor).await?.nominations());
    let place = (paging.offset, paging.limit);
    let (rows, total, counts) =
        store::list_alerts(app.database.reader(), (round.id, &query), place).await?;
    Ok((views(app, &rows).await?, total, counts))
}

/// One alert.
///
/// # Errors
/// Not granted, not found, the officer walled off, the records failing.
pub(super) async fn read(
    app: &App,
    actor: &Actor,
    id: RecusalAlertId,
) -> Result<AlertView, RecusalError> {
    permit(actor, Action::ReadRecusals)?;
    let found = store::alert(app.database.reader(), id, false).await?;
    let row = found.ok_or(RecusalError::NotFound)?;
    wall(app, actor).await?.admit(row.nomination_id)?;
    let mut views = views(app, &[row]).await?;
    views.pop().ok_or(RecusalError::NotFound)
}

/// A person says how it was taken care of. The review itself is let go or given to another where reviews are
/// kept.
///
/// # Errors
/// Not granted, not found, another version, handled already, no reason, the officer walled off, the records
/// failing.
pub(super) async fn handle(
    app: &App,
    actor: &Actor,
    (id, seen): (RecusalAlertId, i64),
    why: &str,
) -> Result<(), RecusalError> {
    permit(actor, Action::DecideRecusals)?;
    let why = reason(why)?;
    let tx = app.database.begin_write().await?;
    let mut row = store::alert(&*tx, id, true).await?.ok_or(RecusalError::NotFound)?;
    wall_of(&*tx, actor).await?.admit(row.nomination_id)?;
    if row.version != seen {
        return Err(RecusalError::Stale);
    }
    if row.state == AlertState::Handled {
        return Err(RecusalError::Alert(row.state));
    }
    let now = app.clock.now();
    row.state = AlertState::Handled;
    row.handled_by = Some(actor.username.clone());
    row.handled_at = Some(now);
    row.handled_reason = Some(why.to_owned());
    row.version += 1;
    store::save_alert(&*tx, row).await?;
    let entry = audit::Entry {
        actor: actor.username.clone(),
        action: "recusals.handle_alert".to_owned(),
        subject: format!("recusal_alert/{id}"),
        reason: Some(why.to_owned()),
        ..audit::Entry::default()
    };
    audit::record(&*tx, now, entry).await?;
    tx.commit().await?;
    Ok(())
}
