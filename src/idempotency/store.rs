//! Where are the answers to requests kept?

use chrono::{DateTime, Utc};
use entity::idempotency_record;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _, TryInsertResult,
    sea_query::OnConflict,
};

use super::key::Key;
use crate::web::{ApiError, ProblemCode};

/// Keeps the answer to `key`, in the transaction of the deed itself; false when an answer to the
/// same word stands already, and the deed must not be done again.
///
/// # Errors
/// The records failing.
pub async fn keep(
    database: &impl ConnectionTrait,
    key: &Key,
    reply: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let row = idempotency_record::ActiveModel {
        account_id: Set(key.account),
        key: Set(key.word.clone()),
        route: Set(key.route.clone()),
        body_digest: Set(key.body_digest.clone()),
        reply: Set(reply.to_owned()),
        created_at: Set(now),
    };
    let columns = [idempotency_record::Column::AccountId, idempotency_record::Column::Key];
    let kept = idempotency_record::Entity::insert(row)
        .on_conflict(OnConflict::columns(columns).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(kept, TryInsertResult::Inserted(1..)))
}

/// The answer that was kept for `key`.
///
/// # Errors
/// The word was used for another request, or for none.
pub async fn recall(database: &impl ConnectionTrait, key: &Key) -> Result<String, ApiError> {
    idempotency_record::Entity::find_by_id((key.account, key.word.clone()))
        .one(database)
        .await?
        .filter(|found| found.route == key.route && found.body_digest == key.body_digest)
        .map(|found| found.reply)
        .ok_or_else(|| ApiError::new(ProblemCode::KeyReused))
}
