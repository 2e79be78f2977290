//! Which names did societies bear before?

use std::collections::BTreeMap;

use entity::{ids::SocietyId, society, society_event, vocabulary::SocietyEventKind};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

/// The names that each society bore before, by its code, the oldest first; who always had one name is
/// not among them.
///
/// # Errors
/// The records failing.
pub async fn former_names(
    database: &impl ConnectionTrait,
) -> Result<BTreeMap<String, Vec<String>>, DbErr> {
    let codes: BTreeMap<SocietyId, String> = society::Entity::find()
        .select_only()
        .column(society::Column::Id)
        .column(society::Column::Code)
        .into_tuple::<(SocietyId, String)>()
        .all(database)
        .await?
        .into_iter()
        .collect();
    let renamed = society_event::Entity::find()
        .filter(society_event::Column::Kind.eq(SocietyEventKind::Renamed))
        .order_by_asc(society_event::Column::HappenedOn)
        .order_by_asc(society_event::Column::RecordedAt)
        .all(database)
        .await?;
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in renamed {
        if let Some((code, former)) = codes.get(&event.society_id).zip(event.former) {
            names.entry(code.clone()).or_default().push(former);
        }
    }
    Ok(names)
}
