//! Where are units kept?

use std::collections::{BTreeMap, BTreeSet};

use entity::{ids::UnitId, unit, unit_alias};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::model::Unit;
use crate::{persistence::Applied, shared::IdSource};

/// Every unit, a row an alias, by name.
pub async fn all(database: &impl ConnectionTrait) -> Result<Vec<Unit>, DbErr> {
    let mut aliases: BTreeMap<UnitId, BTreeSet<String>> = BTreeMap::new();
    for row in unit_alias::Entity::find().all(database).await? {
        aliases.entry(row.unit_id).or_default().insert(row.alias);
    }
    let mut units = Vec::new();
    for row in unit::Entity::find()
        .order_by_asc(unit::Column::Name)
        .all(database)
        .await?
    {
        let one = |alias| Unit {
            unit: row.name.clone(),
            alias,
            parent: row.parent_name.clone(),
        };
        match aliases.remove(&row.id) {
            None => units.push(one(None)),
            Some(aliases) => units.extend(aliases.into_iter().map(|alias| one(Some(alias)))),
        }
    }
    Ok(units)
}

/// Takes a batch of imported rows: each makes its unit, sets its parent or adds its alias.
pub async fn apply(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Unit],
) -> Result<Applied, DbErr> {
    let names = batch.iter().map(|unit| unit.unit.clone());
    let mut known: BTreeMap<String, unit::Model> = unit::Entity::find()
        .filter(unit::Column::Name.is_in(names))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.name.clone(), row))
        .collect();
    let owners = known.values().map(|row| row.id);
    let mut aliases: BTreeSet<(UnitId, String)> = unit_alias::Entity::find()
        .filter(unit_alias::Column::UnitId.is_in(owners))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.unit_id, row.alias))
        .collect();
    let mut applied = Applied::default();
    for row in batch {
        let (mut is_new, mut is_changed) = (false, false);
        let id = match known.get_mut(&row.unit) {
            Some(old) => {
                if row.parent.is_some() && old.parent_name != row.parent {
                    old.parent_name.clone_from(&row.parent);
                    is_changed = true;
                    unit::ActiveModel {
                        id: Set(old.id),
                        parent_name: Set(row.parent.clone()),
                        ..Default::default()
                    }
                    .update(database)
                    .await?;
                }
                old.id
            }
            None => {
                is_new = true;
                let made = unit::ActiveModel {
                    id: Set(ids.next()),
                    name: Set(row.unit.clone()),
                    parent_name: Set(row.parent.clone()),
                }
                .insert(database)
                .await?;
                let id = made.id;
                known.insert(row.unit.clone(), made);
                id
            }
        };
        if let Some(alias) = row.alias.clone()
            && aliases.insert((id, alias.clone()))
        {
            is_changed = true;
            unit_alias::ActiveModel {
                id: Set(ids.next()),
                unit_id: Set(id),
                alias: Set(alias),
            }
            .insert(database)
            .await?;
        }
        match (is_new, is_changed) {
            (true, _) => applied.inserted += 1,
            (false, true) => applied.updated += 1,
            (false, false) => applied.unchanged += 1,
        }
    }
    Ok(applied)
}
