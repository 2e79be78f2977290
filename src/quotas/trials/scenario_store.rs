//! Where are scenarios kept?

use std::collections::BTreeMap;

use entity::{ids::QuotaScenarioId, quota_scenario};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use super::{
    super::ledger::Stamp,
    scenarios::{NewScenario, ScenarioView},
    views::OutcomeSummary,
};
use crate::identity;

fn view(row: quota_scenario::Model) -> Result<ScenarioView, DbErr> {
    let summary: OutcomeSummary = serde_json::from_value(row.summary)
        .map_err(|error| DbErr::Custom(format!("the summary of a scenario: {error}")))?;
    Ok(ScenarioView {
        id: row.id.0,
        name: row.name,
        note: row.note,
        policy_id: row.policy_id.0,
        policy: row.content,
        total: u32::try_from(row.total).unwrap_or_default(),
        rounds: row.rounds.and_then(|rounds| u32::try_from(rounds).ok()),
        compared_with: row.compared_with.map(|id| id.0),
        summary,
        author: row.author,
        created_at: row.created_at,
        names: BTreeMap::new(),
        version: row.version,
    })
}

/// Every scenario, newest first.
pub(super) async fn list(database: &impl ConnectionTrait) -> Result<Vec<ScenarioView>, DbErr> {
    let rows = quota_scenario::Entity::find()
        .order_by_desc(quota_scenario::Column::CreatedAt)
        .order_by_desc(quota_scenario::Column::Id)
        .all(database)
        .await?;
    let mut views = rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()?;
    identity::name_actors(database, &mut views).await?;
    Ok(views)
}

/// One scenario.
pub(super) async fn find(
    database: &impl ConnectionTrait,
    id: QuotaScenarioId,
) -> Result<Option<ScenarioView>, DbErr> {
    let row = quota_scenario::Entity::find_by_id(id).one(database).await?;
    let mut found = row.map(view).transpose()?;
    identity::name_actors(database, found.as_mut_slice()).await?;
    Ok(found)
}

/// Writes a scenario.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    new: &NewScenario,
    summary: &OutcomeSummary,
    stamp: &Stamp<'_>,
) -> Result<QuotaScenarioId, DbErr> {
    let id = stamp.ids.next();
    let row = quota_scenario::Model {
        id,
        policy_id: new.policy_id.into(),
        name: new.name.clone(),
        note: new.note.clone(),
        content: new.policy.clone(),
        total: i32::try_from(new.total).unwrap_or(i32::MAX),
        rounds: new.rounds.and_then(|rounds| i32::try_from(rounds).ok()),
        compared_with: new.compared_with.map(Into::into),
        summary: serde_json::to_value(summary).unwrap_or_default(),
        author: stamp.by.to_owned(),
        created_at: stamp.now,
        version: 1,
    };
    row.into_active_model().reset_all().insert(database).await?;
    Ok(id)
}

/// Gives a scenario of the version seen another name and note; false when it has changed.
pub(super) async fn rename(
    database: &impl ConnectionTrait,
    id: QuotaScenarioId,
    seen: i64,
    (name, note): (&str, &str),
) -> Result<bool, DbErr> {
    use quota_scenario::Column;
    let done = quota_scenario::Entity::update_many()
        .col_expr(Column::Name, Expr::value(name))
        .col_expr(Column::Note, Expr::value(note))
        .col_expr(Column::Version, Expr::value(seen.saturating_add(1)))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
