//! From whom is the right to nominate taken away by rooms that stand above this one? Their rows say it: a
//! sanction in force, or a ledger that leaves a society no place at all.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::{
    integrity_event, quota_counter,
    vocabulary::{Bucket, CounterKind, IntegrityState, Sanction},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    QueryOrder as _,
};

/// Codes of the societies that a sanction suspends on `day`, or that the newest ledger suspends.
pub(in super::super) async fn suspended_on(
    database: &impl ConnectionTrait,
    day: NaiveDate,
) -> Result<BTreeSet<String>, DbErr> {
    let mut codes = sanctioned(database, day).await?;
    codes.extend(without_places(database).await?);
    Ok(codes)
}

/// Those under a sanction whose term holds `day`, confirmed and not closed by then.
async fn sanctioned(
    database: &impl ConnectionTrait,
    day: NaiveDate,
) -> Result<BTreeSet<String>, DbErr> {
    use integrity_event::Column;
    let rows = integrity_event::Entity::find()
        .filter(Column::State.is_in([IntegrityState::InForce, IntegrityState::Restored]))
        .filter(Column::Sanction.is_in([Sanction::Suspension, Sanction::Cancellation]))
        .filter(Column::StartsOn.lte(day))
        .filter(Column::EndsOn.is_null().or(Column::EndsOn.gte(day)))
        .filter(Column::ClosedOn.is_null().or(Column::ClosedOn.gt(day)))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.society_code).collect())
}

/// Those whom the newest ledger leaves no place even of what has no limit.
async fn without_places(database: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    use quota_counter::Column;
    let newest = quota_counter::Entity::find().order_by_desc(Column::Year).one(database).await?;
    let Some(newest) = newest else { return Ok(Vec::new()) };
    let rows = quota_counter::Entity::find()
        .filter(Column::Year.eq(newest.year))
        .filter(Column::Bucket.eq(Bucket::Int))
        .filter(Column::Kind.eq(CounterKind::Society))
        .filter(Column::Places.eq(0))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.society_code).collect())
}
