//! Where are audit records kept?

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::audit_record;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbBackend, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _, Statement,
};

use super::chain::{Entry, Link, genesis};

/// The key of the PostgreSQL advisory lock under which the chain grows.
const CHAIN_LOCK: i64 = 0x4c61_7572_656c;

/// Holds the chain until the caller's transaction ends: whatever was done before is there to be read, and nothing is
/// done beside it. To be called after the rows that the transaction changes, as [`record`] is.
pub async fn hold(database: &impl ConnectionTrait) -> Result<(), DbErr> {
    if database.get_database_backend() == DbBackend::Postgres {
        // Two writers must not follow the same record; on SQLite the write lock sees to it.
        database
            .execute_raw(Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_advisory_xact_lock($1)",
                [CHAIN_LOCK.into()],
            ))
            .await?;
    }
    Ok(())
}

/// Appends `entry` to the chain inside the caller's transaction, so that the deed and its record
/// stand or fall together.
pub async fn record(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    entry: Entry,
) -> Result<(), DbErr> {
    hold(database).await?;
    let last = audit_record::Entity::find()
        .order_by_desc(audit_record::Column::Sequence)
        .one(database)
        .await?;
    let (sequence, previous_hash) =
        last.map_or_else(|| (1, genesis()), |last| (last.sequence + 1, last.hash));
    let link = Link { sequence, at: now, entry, previous_hash };
    let hash = link.hash();
    audit_record::ActiveModel {
        sequence: Set(link.sequence),
        at: Set(link.at),
        actor: Set(link.entry.actor),
        action: Set(link.entry.action),
        subject: Set(link.entry.subject),
        before_digest: Set(link.entry.before_digest),
        after_digest: Set(link.entry.after_digest),
        reason: Set(link.entry.reason),
        request_id: Set(link.entry.request_id),
        previous_hash: Set(link.previous_hash),
        hash: Set(hash),
    }
    .insert(database)
    .await?;
    Ok(())
}

/// Who did what was recorded last; in a transaction that has recorded its deed, who did it.
pub async fn last_actor(database: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let last = audit_record::Entity::find()
        .order_by_desc(audit_record::Column::Sequence)
        .one(database)
        .await?;
    Ok(last.map(|last| last.actor))
}

/// Who acted on `subject` between two instants.
pub async fn actors_about(
    database: &impl ConnectionTrait,
    subject: &str,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<BTreeSet<String>, DbErr> {
    let records = audit_record::Entity::find()
        .filter(audit_record::Column::Subject.eq(subject))
        .filter(audit_record::Column::At.between(from, until))
        .all(database)
        .await?;
    Ok(records.into_iter().map(|record| record.actor).collect())
}

/// The whole chain in order, each link with the hash stored for it.
pub async fn read_all(database: &impl ConnectionTrait) -> Result<Vec<(Link, String)>, DbErr> {
    let records = audit_record::Entity::find()
        .order_by_asc(audit_record::Column::Sequence)
        .all(database)
        .await?;
    Ok(records
        .into_iter()
        .map(|record| {
            let entry = Entry {
                actor: record.actor,
                action: record.action,
                subject: record.subject,
                before_digest: record.before_digest,
                after_digest: record.after_digest,
                reason: record.reason,
                request_id: record.request_id,
            };
            let link = Link {
                sequence: record.sequence,
                at: record.at,
                entry,
                previous_hash: record.previous_hash,
            };
            (link, record.hash)
        })
        .collect())
}
