//! Which files are kept? One row for each digest.

use chrono::{DateTime, Utc};
use entity::stored_file;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait as _, sea_query::OnConflict};

use super::content::Content;

/// Notes that `content` is kept, in the transaction of whatever names it.
///
/// # Errors
/// The records failing.
pub async fn record(
    database: &impl ConnectionTrait,
    content: &Content,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = stored_file::ActiveModel {
        digest: Set(content.digest.clone()),
        size_bytes: Set(i64::try_from(content.size_bytes).unwrap_or(i64::MAX)),
        media_type: Set(content.media_type.to_owned()),
        stored_at: Set(now),
    };
    stored_file::Entity::insert(row)
        .on_conflict(OnConflict::column(stored_file::Column::Digest).do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await
        .map(|_| ())
}

/// Size and media type of the file `digest`.
///
/// # Errors
/// The records failing.
pub async fn find(
    database: &impl ConnectionTrait,
    digest: &str,
) -> Result<Option<(i64, String)>, DbErr> {
    let row = stored_file::Entity::find_by_id(digest).one(database).await?;
    Ok(row.map(|row| (row.size_bytes, row.media_type)))
}
