//! Where are timetables and extensions kept?

use chrono::{DateTime, Utc};
use entity::{
    deadline_extension,
    ids::{DeadlineExtensionId, DossierId, RoundId},
    round_timetable,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, ExprTrait as _, IntoActiveModel as _, QueryFilter as _, QueryOrder as _,
    sea_query::Expr,
};

use super::timetable::{CLOSES_AT, Extension, Timetable, Window};
use crate::shared::IdSource;

/// Who writes, and when.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'a> {
    /// New keys.
    pub ids: IdSource,
    /// The instant.
    pub now: DateTime<Utc>,
    /// The user name.
    pub by: &'a str,
}

/// An extension as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptExtension {
    /// Key.
    pub id: DeadlineExtensionId,
    /// The round.
    pub round: RoundId,
    /// What it says.
    pub extension: Extension,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// When it was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// The timetable of a round; none where none was set.
pub async fn timetable(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Option<Timetable>, DbErr> {
    let row = round_timetable::Entity::find()
        .filter(round_timetable::Column::RoundId.eq(round))
        .one(database)
        .await?;
    Ok(row.map(|row| Timetable {
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        cutoff: row.cutoff,
        publicity_days: natural(row.publicity_days),
        publicity_count: row.publicity_count,
        correction_days: natural(row.correction_days),
        basis: row.basis,
        version: row.version,
    }))
}

/// Writes the timetable of a round, over the one that stands; its version is the one after.
pub async fn set_timetable(
    database: &impl ConnectionTrait,
    round: RoundId,
    new: &Timetable,
    writing: Writing<'_>,
) -> Result<(), DbErr> {
    let found = round_timetable::Entity::find()
        .filter(round_timetable::Column::RoundId.eq(round))
        .one(database)
        .await?;
    let row = round_timetable::Model {
        id: found.as_ref().map_or_else(|| writing.ids.next(), |found| found.id),
        round_id: round,
        opens_at: new.opens_at,
        closes_at: new.closes_at,
        cutoff: new.cutoff,
        publicity_days: i32::try_from(new.publicity_days).unwrap_or(i32::MAX),
        publicity_count: new.publicity_count,
        correction_days: i32::try_from(new.correction_days).unwrap_or(i32::MAX),
        basis: new.basis.clone(),
        version: found.as_ref().map_or(1, |found| found.version + 1),
        set_by: writing.by.to_owned(),
        set_at: writing.now,
    };
    let is_new = found.is_none();
    let row = row.into_active_model().reset_all();
    if is_new {
        row.insert(database).await?;
    } else {
        row.update(database).await?;
    }
    Ok(())
}

fn kept(row: deadline_extension::Model) -> KeptExtension {
    KeptExtension {
        id: row.id,
        round: row.round_id,
        extension: Extension {
            society: row.society_code,
            dossier: row.dossier_id,
            until: row.until,
            reason: row.reason,
            asked_by: row.asked_by,
            confirmed_by: row.confirmed_by,
        },
        asked_at: row.asked_at,
        confirmed_at: row.confirmed_at,
    }
}

/// Every extension of a round, in the order in which they were asked for.
pub async fn extensions(
    database: &impl ConnectionTrait,
    round: RoundId,
) -> Result<Vec<KeptExtension>, DbErr> {
    use deadline_extension::Column;
    let rows = deadline_extension::Entity::find()
        .filter(Column::RoundId.eq(round))
        .order_by_asc(Column::AskedAt)
        .order_by_asc(Column::Id)
        .all(database)
        .await?;
    Ok(rows.into_iter().map(kept).collect())
}

/// An extension.
pub async fn extension(
    database: &impl ConnectionTrait,
    id: DeadlineExtensionId,
) -> Result<Option<KeptExtension>, DbErr> {
    Ok(deadline_extension::Entity::find_by_id(id).one(database).await?.map(kept))
}

/// Writes an extension that somebody else has to confirm.
pub async fn ask_extension(
    database: &impl ConnectionTrait,
    id: DeadlineExtensionId,
    round: RoundId,
    new: &Extension,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    deadline_extension::ActiveModel {
        id: Set(id),
        round_id: Set(round),
        society_code: Set(new.society.clone()),
        dossier_id: Set(new.dossier),
        deadline: Set(CLOSES_AT.to_owned()),
        until: Set(new.until),
        reason: Set(new.reason.clone()),
        asked_by: Set(new.asked_by.clone()),
        asked_at: Set(now),
        confirmed_by: Set(None),
        confirmed_at: Set(None),
    }
    .insert(database)
    .await
    .map(|_| ())
}

/// Confirms an extension; false when that was done already.
pub async fn confirm_extension(
    database: &impl ConnectionTrait,
    id: DeadlineExtensionId,
    writing: Writing<'_>,
) -> Result<bool, DbErr> {
    use deadline_extension::Column;
    let done = deadline_extension::Entity::update_many()
        .col_expr(Column::ConfirmedBy, Expr::value(writing.by))
        .col_expr(Column::ConfirmedAt, Expr::value(writing.now))
        .filter(Column::Id.eq(id).and(Column::ConfirmedBy.is_null()))
        .exec(database)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The time in which a society, or for one dossier, may nominate in a round; none where the round has
/// no timetable.
pub async fn window(
    database: &impl ConnectionTrait,
    round: RoundId,
    society: &str,
    dossier: Option<DossierId>,
) -> Result<Option<Window>, DbErr> {
    let Some(timetable) = timetable(database, round).await? else { return Ok(None) };
    let extensions: Vec<Extension> =
        extensions(database, round).await?.into_iter().map(|kept| kept.extension).collect();
    Ok(Some(timetable.window(&extensions, society, dossier)))
}
