//! Where are the answers to requests kept?

use chrono::{DateTime, Duration, Utc};
use entity::idempotency_record;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, TryInsertResult, sea_query::OnConflict,
};

use super::key::Key;
use crate::{
    app::App,
    web::{ApiError, ProblemCode},
};

/// How long answers are kept: longer than nominating lasts, as what a browser could not send waits in its own
/// storage, and is sent under the same word when it is back. This system's own; no source states one.
const KEPT: Duration = Duration::days(90);
/// So much is deleted in one statement, so that nobody waits long for it.
const AT_ONCE: Duration = Duration::days(1);

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

/// Deletes what was answered too long ago, the oldest first and no more than a day of it; says how much.
///
/// # Errors
/// The records failing.
pub async fn sweep(app: &App) -> Result<u64, DbErr> {
    let oldest: Option<DateTime<Utc>> = idempotency_record::Entity::find()
        .select_only()
        .column(idempotency_record::Column::CreatedAt)
        .order_by_asc(idempotency_record::Column::CreatedAt)
        .limit(1)
        .into_tuple()
        .one(app.database.reader())
        .await?;
    let over = app.clock.now() - KEPT;
    let Some(oldest) = oldest.filter(|oldest| *oldest < over) else { return Ok(0) };
    let tx = app.database.begin_write().await?;
    let deleted = idempotency_record::Entity::delete_many()
        .filter(idempotency_record::Column::CreatedAt.lt(over.min(oldest + AT_ONCE)))
        .exec(&*tx)
        .await?;
    tx.commit().await?;
    Ok(deleted.rows_affected)
}
