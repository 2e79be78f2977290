//! Which nominations of the demonstration are public?

use chrono::{DateTime, Utc};
use entity::{ids::NominationId, nomination, publicity, publicity_entry};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

/// An entry: number of the publicity, position, when it opened.
pub(super) type Place = (String, u32, DateTime<Utc>);

/// The entries of societies in the publicity that is open at `now`, those of `society` first; none where
/// nothing is open.
pub(super) async fn places(
    database: &impl ConnectionTrait,
    society: &str,
    now: DateTime<Utc>,
) -> Result<Vec<(Place, NominationId)>, DbErr> {
    let open = publicity::Entity::find()
        .filter(publicity::Column::ReleasedAt.is_not_null())
        .filter(publicity::Column::OpensAt.lte(now))
        .filter(publicity::Column::ClosesAt.gt(now))
        .order_by_desc(publicity::Column::OpensAt)
        .one(database)
        .await?;
    let Some(open) = open else { return Ok(Vec::new()) };
    let rows = publicity_entry::Entity::find()
        .filter(publicity_entry::Column::PublicityId.eq(open.id))
        .order_by_asc(publicity_entry::Column::Position)
        .all(database)
        .await?;
    let of_societies = nomination::Entity::find()
        .filter(nomination::Column::RoundId.eq(open.round_id))
        .filter(nomination::Column::SocietyCode.is_not_null())
        .all(database)
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let Some(of) = of_societies.iter().find(|one| one.id == row.nomination_id) else {
            continue;
        };
        let place = (open.number.clone(), u32::try_from(row.position).unwrap_or(0), open.opens_at);
        found.push((of.society_code.as_deref() != Some(society), place, row.nomination_id));
    }
    found.sort_by_key(|(is_foreign, place, _)| (*is_foreign, place.1));
    Ok(found.into_iter().map(|(_, place, id)| (place, id)).collect())
}
