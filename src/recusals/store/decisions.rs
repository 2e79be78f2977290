//! The rows of decisions on conflicts.

use std::collections::BTreeMap;

use entity::{
    ids::{ExpertId, NominationId, RecusalDecisionId},
    recusal_decision::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, TryInsertResult,
    sea_query::OnConflict,
};

/// A decision as it is kept.
pub(in super::super) type Decision = Model;

/// What a decision is about.
type Key = (NominationId, ExpertId, String);

/// Writes a decision; false when one stands already.
pub(in super::super) async fn add(
    database: &impl ConnectionTrait,
    row: Decision,
) -> Result<bool, DbErr> {
    let inserted = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(Column::Standing).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// Writes a decision that was seen at a version as it stands now; false when somebody else moved it on meanwhile.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    row: Decision,
    seen: i64,
) -> Result<bool, DbErr> {
    let id = row.id;
    let saved = Entity::update_many()
        .set(row.into_active_model().reset_all())
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .exec(database)
        .await?;
    Ok(saved.rows_affected == 1)
}

/// A decision.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: RecusalDecisionId,
) -> Result<Option<Decision>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// The decisions on one finding, newest first.
pub(in super::super) async fn of_finding(
    database: &impl ConnectionTrait,
    (nomination, expert, kind): (NominationId, ExpertId, &str),
) -> Result<Vec<Decision>, DbErr> {
    Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::ExpertId.eq(expert))
        .filter(Column::Kind.eq(kind))
        .order_by_desc(Column::DecidedAt)
        .order_by_desc(Column::Id)
        .all(database)
        .await
}

/// The decisions on findings of these nominations, each list newest first.
pub(in super::super) async fn of_findings(
    database: &impl ConnectionTrait,
    nominations: impl IntoIterator<Item = NominationId> + Send,
) -> Result<BTreeMap<Key, Vec<Decision>>, DbErr> {
    let rows = Entity::find()
        .filter(Column::NominationId.is_in(nominations))
        .order_by_desc(Column::DecidedAt)
        .order_by_desc(Column::Id)
        .all(database)
        .await?;
    let mut by_finding: BTreeMap<Key, Vec<Decision>> = BTreeMap::new();
    for row in rows {
        let key = (row.nomination_id, row.expert_id, row.kind.clone());
        by_finding.entry(key).or_default().push(row);
    }
    Ok(by_finding)
}
