//! Which society goes on in which other, as the register knows it?

use std::collections::BTreeMap;

use entity::{
    ids::SocietyId,
    society, society_event,
    vocabulary::{SocietyEventKind, SocietyStatus},
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

/// The successor of every society that stands as merged, both by code.
///
/// # Errors
/// The records failing.
pub async fn mergers(database: &impl ConnectionTrait) -> Result<BTreeMap<String, String>, DbErr> {
    let merged = society::Entity::find()
        .filter(society::Column::Status.eq(SocietyStatus::Merged.as_str()))
        .all(database)
        .await?;
    let codes: BTreeMap<SocietyId, String> =
        merged.into_iter().map(|society| (society.id, society.code)).collect();
    // Who joined again and was merged once more is found in the later of two: it comes last.
    let events = society_event::Entity::find()
        .filter(society_event::Column::Kind.eq(SocietyEventKind::MergedInto))
        .order_by_asc(society_event::Column::HappenedOn)
        .order_by_asc(society_event::Column::RecordedAt)
        .all(database)
        .await?;
    Ok(events
        .into_iter()
        .filter_map(|event| Some((codes.get(&event.society_id)?.clone(), event.other_society?)))
        .collect())
}
