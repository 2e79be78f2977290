//! Which job is next, and whose is it?

use chrono::{DateTime, Duration, Utc};
use entity::{ids::JobId, job, vocabulary::JobState};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, DbErr,
    EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, sea_query::Expr,
};

use crate::shared::IdSource;

/// How long a runner may keep a job before another may take it over.
const LEASE: Duration = Duration::minutes(15);
/// After so many failures a job is left for a person.
const MOST_ATTEMPTS: i32 = 5;

/// A job that this process holds.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The job.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// The keys that it works on.
    pub payload: serde_json::Value,
    /// How often it was begun, this time included.
    pub attempts: i32,
}

/// Puts a job into the queue, in the caller's transaction.
pub async fn enqueue(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
    kind: &str,
    payload: serde_json::Value,
) -> Result<JobId, DbErr> {
    let id = ids.next();
    job::ActiveModel {
        id: Set(id),
        kind: Set(kind.to_owned()),
        payload: Set(payload),
        state: Set(JobState::Waiting),
        attempts: Set(0),
        run_after: Set(now),
        leased_until: Set(None),
        last_error: Set(None),
        created_at: Set(now),
        finished_at: Set(None),
    }
    .insert(database)
    .await?;
    Ok(id)
}

/// Jobs that wait or are being worked on.
pub async fn pending(database: &impl ConnectionTrait) -> Result<u64, DbErr> {
    job::Entity::find().filter(job::Column::State.eq(JobState::Waiting)).count(database).await
}

/// On what the jobs of a kind work that wait or are being worked on.
pub async fn waiting(
    database: &impl ConnectionTrait,
    kind: &str,
) -> Result<Vec<serde_json::Value>, DbErr> {
    let rows = job::Entity::find()
        .filter(job::Column::State.eq(JobState::Waiting))
        .filter(job::Column::Kind.eq(kind))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| row.payload).collect())
}

/// Takes the oldest job that is due and free. Two runners never take the same: the update counts
/// only while the attempt number is the one that was read.
pub(super) async fn claim(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>, DbErr> {
    loop {
        let due = job::Entity::find()
            .filter(job::Column::State.eq(JobState::Waiting))
            .filter(job::Column::RunAfter.lte(now))
            .filter(
                Condition::any()
                    .add(job::Column::LeasedUntil.is_null())
                    .add(job::Column::LeasedUntil.lt(now)),
            )
            .order_by_asc(job::Column::RunAfter)
            .order_by_asc(job::Column::Id)
            .one(database)
            .await?;
        let Some(due) = due else { return Ok(None) };
        let taken = job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(now + LEASE))
            .col_expr(job::Column::Attempts, Expr::value(due.attempts + 1))
            .filter(job::Column::Id.eq(due.id))
            .filter(job::Column::Attempts.eq(due.attempts))
            .exec(database)
            .await?;
        if taken.rows_affected == 1 {
            return Ok(Some(Claimed {
                id: due.id,
                kind: due.kind,
                payload: due.payload,
                attempts: due.attempts + 1,
            }));
        }
    }
}

/// Marks a job as done.
pub(super) async fn finish(
    database: &impl ConnectionTrait,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(JobState::Done))
        .col_expr(job::Column::FinishedAt, Expr::value(now))
        .filter(job::Column::Id.eq(id))
        .exec(database)
        .await
        .map(|_| ())
}

/// Gives a failed job back with a growing pause, or leaves it for a person.
pub(super) async fn fail(
    database: &impl ConnectionTrait,
    job: &Claimed,
    now: DateTime<Utc>,
    error: &str,
) -> Result<(), DbErr> {
    let is_dead = job.attempts >= MOST_ATTEMPTS;
    let pause = Duration::seconds(5 << job.attempts.clamp(0, 10));
    let state = if is_dead { JobState::Dead } else { JobState::Waiting };
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(state))
        .col_expr(job::Column::RunAfter, Expr::value(now + pause))
        .col_expr(job::Column::LeasedUntil, Expr::value(None::<DateTime<Utc>>))
        .col_expr(job::Column::LastError, Expr::value(error))
        .filter(job::Column::Id.eq(job.id))
        .exec(database)
        .await
        .map(|_| ())
}
