//! The rows of objections.

use chrono::{DateTime, Utc};
use entity::{
    ids::{NominationId, ObjectionId, PublicityId},
    nomination,
    objection::{Column, Entity, Model},
    vocabulary::{NominationState, ObjectionState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DatabaseBackend, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, TryInsertResult,
    sea_query::{OnConflict, Query},
};

/// An objection as it is kept.
pub(in super::super) type Objection = Model;

/// The states in which nothing more happens.
pub(super) const FINAL: [ObjectionState; 3] =
    [ObjectionState::Refused, ObjectionState::Decided, ObjectionState::Withdrawn];

/// Writes an objection; false when the same form was sent before.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    row: Objection,
) -> Result<bool, DbErr> {
    let inserted = Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::column(Column::FormDigest).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1..)))
}

/// An objection.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Option<Objection>, DbErr> {
    Entity::find_by_id(id).one(database).await
}

/// An objection, held until the transaction ends where the database can.
pub(in super::super) async fn held(
    database: &impl ConnectionTrait,
    id: ObjectionId,
) -> Result<Option<Objection>, DbErr> {
    let query = Entity::find_by_id(id);
    let query = match database.get_database_backend() {
        // A write transaction of the embedded database is alone already.
        DatabaseBackend::Sqlite => query,
        _ => query.lock_exclusive(),
    };
    query.one(database).await
}

/// The objection that a form led to.
pub(in super::super) async fn by_form(
    database: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<Objection>, DbErr> {
    Entity::find().filter(Column::FormDigest.eq(digest)).one(database).await
}

/// The objection that a receipt follows.
pub(in super::super) async fn by_receipt(
    database: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<Objection>, DbErr> {
    Entity::find().filter(Column::ReceiptDigest.eq(digest)).one(database).await
}

/// The objections to a nomination, oldest first.
pub(in super::super) async fn of_nomination(
    database: &impl ConnectionTrait,
    id: NominationId,
) -> Result<Vec<Objection>, DbErr> {
    let query = Entity::find().filter(Column::NominationId.eq(id));
    query.order_by_asc(Column::ReceivedAt).order_by_asc(Column::Id).all(database).await
}

/// The objections that are open although their nominations came to their end: by withdrawal, by what was found, or
/// by a review.
pub(in super::super) async fn of_fallen(
    database: &impl ConnectionTrait,
) -> Result<Vec<ObjectionId>, DbErr> {
    const FALLEN: [NominationState; 10] = [
        NominationState::Rejected,
        NominationState::Abandoned,
        NominationState::UpheldTerminated,
        NominationState::FirstReviewFailed,
        NominationState::CommitteeFailed,
        NominationState::NotAwarded,
        NominationState::Withdrawn,
        NominationState::Removed,
        NominationState::Terminated,
        NominationState::Revoked,
    ];
    let fallen = Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::State.is_in(FALLEN))
        .to_owned();
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::State.is_not_in(FINAL))
        .filter(Column::NominationId.in_subquery(fallen))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(database)
        .await
}

/// How many objections to a nomination in a publicity came in since `since`.
pub(in super::super) async fn received_since(
    database: &impl ConnectionTrait,
    (publicity, nomination): (PublicityId, NominationId),
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    Entity::find()
        .filter(Column::PublicityId.eq(publicity))
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::ReceivedAt.gt(since))
        .count(database)
        .await
}

/// Writes an objection as it stands now.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    row: Objection,
) -> Result<(), DbErr> {
    row.into_active_model().reset_all().update(database).await.map(|_| ())
}

/// Whether an objection to the nomination was received and is not finally decided: then it does not move
/// past a decision point (X25 art. 74).
///
/// # Errors
/// The records failing.
pub async fn stands_open(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<bool, DbErr> {
    let open = Entity::find()
        .filter(Column::NominationId.eq(nomination))
        .filter(Column::State.is_not_in(FINAL))
        .count(database)
        .await?;
    Ok(open > 0)
}
