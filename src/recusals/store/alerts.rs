//! The rows of alerts, of what a recheck looked at, and of scans.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, RecusalAlertId, RoundId},
    recusal_alert::{Column, Entity, Model},
    recusal_check, recusal_scan,
    vocabulary::{AlertPhase, AlertState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, Condition, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, sea_query::OnConflict,
};

/// An alert as it is kept.
pub(in super::super) type Alert = Model;
/// What the last recheck looked at.
pub(in super::super) type Check = recusal_check::Model;
/// A look back at a round.
pub(in super::super) type Scan = recusal_scan::Model;

/// Writes an alert.
pub(in super::super) async fn add_alert(
    database: &impl ConnectionTrait,
    row: Alert,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// Writes an alert as it stands now.
pub(in super::super) async fn save_alert(
    database: &impl ConnectionTrait,
    row: Alert,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// An alert, held until the transaction ends where the database can.
pub(in super::super) async fn alert(
    database: &impl ConnectionTrait,
    id: RecusalAlertId,
    is_held: bool,
) -> Result<Option<Alert>, DbErr> {
    let query = Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        DatabaseBackend::Sqlite => query,
        _ if is_held => query.lock_exclusive(),
        _ => query,
    };
    query.one(database).await
}

/// Every alert of a round, in the order of the keys.
pub(in super::super) async fn alerts_of_round(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Alert>, DbErr> {
    in_order(round).all(database).await
}

/// The same, held until the transaction ends where the database can.
pub(in super::super) async fn hold_alerts(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Alert>, DbErr> {
    let of_round = in_order(round);
    let of_round = match database.get_database_backend() {
        DatabaseBackend::Sqlite => of_round,
        _ => of_round.lock_exclusive(),
    };
    of_round.all(database).await
}

fn in_order(round: RoundId) -> Select<Entity> {
    Entity::find().filter(Column::RoundId.eq(round)).order_by_asc(Column::Id)
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct AlertQuery {
    pub(in super::super) state: Option<AlertState>,
    pub(in super::super) phase: Option<AlertPhase>,
    /// What is about these nominations is not shown.
    pub(in super::super) without: BTreeSet<NominationId>,
}

/// A page of the alerts of a round, newest first; how many there are; how many are open and cleared.
pub(in super::super) async fn list_alerts(
    database: &impl ConnectionTrait,
    (round, query): (RoundId, &AlertQuery),
    (offset, limit): (u64, u64),
) -> Result<(Vec<Alert>, u64, (u64, u64)), DbErr> {
    let of_round = || {
        let all = Entity::find().filter(Column::RoundId.eq(round));
        if query.without.is_empty() {
            return all;
        }
        all.filter(Column::NominationId.is_not_in(query.without.iter().copied()))
    };
    let asked = of_round().filter(
        Condition::all()
            .add_option(query.state.map(|word| Column::State.eq(word)))
            .add_option(query.phase.map(|word| Column::Phase.eq(word))),
    );
    let total = asked.clone().count(database).await?;
    let open = of_round().filter(Column::State.eq(AlertState::Open)).count(database).await?;
    let cleared = of_round().filter(Column::State.eq(AlertState::Cleared)).count(database).await?;
    let rows = asked
        // `open` is the last of the words, `cleared` the first.
        .order_by_desc(Column::State)
        .order_by_desc(Column::FoundAt)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(database)
        .await?;
    Ok((rows, total, (open, cleared)))
}

/// What the last recheck of a round looked at.
pub(in super::super) async fn check_of(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<Check>, DbErr> {
    recusal_check::Entity::find_by_id(round).one(database).await
}

/// Holds the rechecks of a round until the transaction ends, so that one comes after the other; what the last one
/// looked at.
pub(in super::super) async fn hold_check(
    database: &impl ConnectionTrait,
    (round, now): (RoundId, DateTime<Utc>),
) -> Result<Option<Check>, DbErr> {
    let blank =
        Check { round_id: round, sequence: 0, digest: String::new(), checked_at: now, bars: 0 };
    recusal_check::Entity::insert(blank.into_active_model().reset_all())
        .on_conflict(OnConflict::column(recusal_check::Column::RoundId).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    let row = recusal_check::Entity::find_by_id(round);
    let row = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => row,
        _ => row.lock_exclusive(),
    };
    Ok(row.one(database).await?.filter(|check| !check.digest.is_empty()))
}

/// Keeps what a recheck looked at.
pub(in super::super) async fn keep_check(
    database: &impl ConnectionTrait,
    row: Check,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Writes a scan.
pub(in super::super) async fn add_scan(
    database: &impl ConnectionTrait,
    row: Scan,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().insert(database).await.map(|_| ())
}

/// The scans of a round, newest first, twenty at the most.
pub(in super::super) async fn scans(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<Scan>, DbErr> {
    recusal_scan::Entity::find()
        .filter(recusal_scan::Column::RoundId.eq(round))
        .order_by_desc(recusal_scan::Column::DoneAt)
        .limit(20)
        .all(database)
        .await
}
