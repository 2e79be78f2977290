//! By which names do the registers of societies and units know the units of a dossier?

use std::collections::{BTreeMap, BTreeSet};

use entity::{ids::UnitId, society, unit, unit_alias};
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, DbErr, EntityTrait as _, QueryFilter as _,
    QueryOrder as _,
};

use crate::nominations::checks::RegisteredUnit;

/// The societies that have one of `codes`, and the units that are known by one of `names`. The register of
/// units holds no credit codes, that of societies no other names.
pub(in super::super) async fn registered(
    database: &impl ConnectionTrait,
    (codes, names): (BTreeSet<String>, BTreeSet<String>),
) -> Result<Vec<RegisteredUnit>, DbErr> {
    let societies = society::Entity::find()
        .filter(society::Column::CreditCode.is_in(codes))
        .order_by_asc(society::Column::Code)
        .all(database)
        .await?;
    let mut known: Vec<RegisteredUnit> = societies
        .into_iter()
        .map(|row| RegisteredUnit {
            credit_code: row.credit_code,
            name: row.name,
            other_names: Vec::new(),
        })
        .collect();
    let mut aliases: BTreeMap<UnitId, Vec<String>> = BTreeMap::new();
    let rows = unit_alias::Entity::find()
        .filter(unit_alias::Column::Alias.is_in(names.iter().cloned()))
        .order_by_asc(unit_alias::Column::Alias)
        .all(database)
        .await?;
    for row in rows {
        aliases.entry(row.unit_id).or_default().push(row.alias);
    }
    let units = unit::Entity::find()
        .filter(
            Condition::any()
                .add(unit::Column::Id.is_in(aliases.keys().copied()))
                .add(unit::Column::Name.is_in(names)),
        )
        .order_by_asc(unit::Column::Name)
        .all(database)
        .await?;
    known.extend(units.into_iter().map(|row| RegisteredUnit {
        credit_code: None,
        other_names: aliases.remove(&row.id).unwrap_or_default(),
        name: row.name,
    }));
    Ok(known)
}
