//! The rows of examinations.

use chrono::{DateTime, Utc};
use entity::{
    examination::{ActiveModel, Column, Entity, Model},
    ids::{ExaminationId, NominationId},
    nomination,
    vocabulary::{ExaminationStanding, NominationState},
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, QuerySelect as _, sea_query::Query,
};

use super::super::model::Examination;

fn counted(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// An examination as a row holds it.
pub(super) fn stored(row: Model) -> Result<Examination, DbErr> {
    let findings = serde_json::from_str(&row.findings)
        .map_err(|error| DbErr::Custom(format!("examination: findings: {error}")))?;
    Ok(Examination {
        id: row.id,
        round: row.round_id,
        nomination: row.nomination_id,
        attempt: natural(row.attempt),
        standing: row.standing,
        open_items: natural(row.open_items),
        failing_items: natural(row.failing_items),
        findings,
        dossier_version: row.dossier_version,
        version: row.version,
        opened_by: row.opened_by,
        opened_at: row.opened_at,
        decided_by: row.decided_by,
        decided_at: row.decided_at,
        notice_digest: row.notice_digest,
    })
}

fn row(one: &Examination, now: DateTime<Utc>) -> Result<ActiveModel, DbErr> {
    let findings = serde_json::to_string(&one.findings)
        .map_err(|error| DbErr::Custom(format!("examination: findings: {error}")))?;
    let row = Model {
        id: one.id,
        round_id: one.round,
        nomination_id: one.nomination,
        attempt: counted(one.attempt),
        standing: one.standing,
        open_items: counted(one.open_items),
        failing_items: counted(one.failing_items),
        findings,
        dossier_version: one.dossier_version,
        version: one.version,
        opened_by: one.opened_by.clone(),
        opened_at: one.opened_at,
        decided_by: one.decided_by.clone(),
        decided_at: one.decided_at,
        notice_digest: one.notice_digest.clone(),
        updated_at: now,
    };
    Ok(row.into_active_model().reset_all())
}

/// An examination by its key.
pub(in super::super) async fn find(
    database: &impl ConnectionTrait,
    id: ExaminationId,
) -> Result<Option<Examination>, DbErr> {
    Entity::find_by_id(id).one(database).await?.map(stored).transpose()
}

/// The examination of a nomination.
pub(in super::super) async fn examination_of(
    database: &impl ConnectionTrait,
    nomination: NominationId,
) -> Result<Option<Examination>, DbErr> {
    let row = Entity::find().filter(Column::NominationId.eq(nomination)).one(database).await?;
    row.map(stored).transpose()
}

/// The examination whose notice bears a digest.
pub(in super::super) async fn of_notice(
    database: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<Examination>, DbErr> {
    let row = Entity::find().filter(Column::NoticeDigest.eq(digest)).one(database).await?;
    row.map(stored).transpose()
}

/// The examinations that are open although the societies withdrew the nominations.
pub(in super::super) async fn fallen(
    database: &impl ConnectionTrait,
) -> Result<Vec<ExaminationId>, DbErr> {
    use ExaminationStanding::{Accepted, Ended, Refused};
    let withdrawn = Query::select()
        .column(nomination::Column::Id)
        .from(nomination::Entity)
        .cond_where(nomination::Column::State.eq(NominationState::Withdrawn))
        .to_owned();
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Standing.is_not_in([Accepted, Ended, Refused]))
        .filter(Column::NominationId.in_subquery(withdrawn))
        .into_tuple()
        .all(database)
        .await
}

/// Writes a new examination.
pub(in super::super) async fn insert(
    database: &impl ConnectionTrait,
    one: &Examination,
) -> Result<(), DbErr> {
    Entity::insert(row(one, one.opened_at)?).exec_without_returning(database).await.map(|_| ())
}

/// Writes an examination over the version before; false when somebody else was there first.
pub(in super::super) async fn save(
    database: &impl ConnectionTrait,
    one: &Examination,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .set(row(one, now)?)
        .filter(Column::Id.eq(one.id))
        .filter(Column::Version.eq(one.version - 1))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}
