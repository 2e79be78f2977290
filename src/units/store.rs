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
    for row in unit::Entity::find().order_by_asc(unit::Column::Name).all(database).await? {
        let one = |alias| Unit { unit: row.name.clone(), alias, parent: row.parent_name.clone() };
        match aliases.remove(&row.id) {
            None => units.push(one(None)),
            Some(aliases) => units.extend(aliases.into_iter().map(|alias| one(Some(alias)))),
        }
    }
    Ok(units)
}

/// What is known of the units of a batch.
struct Known {
    units: BTreeMap<String, unit::Model>,
    aliases: BTreeSet<(UnitId, String)>,
}

impl Known {
    async fn load(database: &impl ConnectionTrait, batch: &[Unit]) -> Result<Self, DbErr> {
        let names = batch.iter().map(|unit| unit.unit.clone());
        let units: BTreeMap<String, unit::Model> = unit::Entity::find()
            .filter(unit::Column::Name.is_in(names))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.name.clone(), row))
            .collect();
        let owners = units.values().map(|row| row.id);
        let aliases = unit_alias::Entity::find()
            .filter(unit_alias::Column::UnitId.is_in(owners))
            .all(database)
            .await?
            .into_iter()
            .map(|row| (row.unit_id, row.alias))
            .collect();
        Ok(Self { units, aliases })
    }

    /// Sets the parent of a known unit; whether that changed anything.
    async fn set_parent(
        &mut self,
        database: &impl ConnectionTrait,
        row: &Unit,
    ) -> Result<bool, DbErr> {
        let Some(old) = self.units.get_mut(&row.unit) else {
            return Ok(false);
        };
        if row.parent.is_none() || old.parent_name == row.parent {
            return Ok(false);
        }
        old.parent_name.clone_from(&row.parent);
        unit::ActiveModel {
            id: Set(old.id),
            parent_name: Set(row.parent.clone()),
            ..Default::default()
        }
        .update(database)
        .await?;
        Ok(true)
    }

    /// Adds an alias; whether it is new.
    async fn add_alias(
        &mut self,
        database: &impl ConnectionTrait,
        ids: IdSource,
        unit: UnitId,
        alias: Option<&String>,
    ) -> Result<bool, DbErr> {
        let Some(alias) = alias.cloned() else {
            return Ok(false);
        };
        if !self.aliases.insert((unit, alias.clone())) {
            return Ok(false);
        }
        unit_alias::ActiveModel { id: Set(ids.next()), unit_id: Set(unit), alias: Set(alias) }
            .insert(database)
            .await?;
        Ok(true)
    }
}

/// Takes a batch of imported rows: each makes its unit, sets its parent or adds its alias.
pub async fn apply(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Unit],
) -> Result<Applied, DbErr> {
    let mut known = Known::load(database, batch).await?;
    let mut applied = Applied::default();
    for row in batch {
        let known_id = known.units.get(&row.unit).map(|unit| unit.id);
        let has_new_parent = known.set_parent(database, row).await?;
        let id = if let Some(id) = known_id {
            id
        } else {
            let made = unit::ActiveModel {
                id: Set(ids.next()),
                name: Set(row.unit.clone()),
                parent_name: Set(row.parent.clone()),
            }
            .insert(database)
            .await?;
            let id = made.id;
            known.units.insert(row.unit.clone(), made);
            id
        };
        let has_new_alias = known.add_alias(database, ids, id, row.alias.as_ref()).await?;
        match (known_id, has_new_parent || has_new_alias) {
            (None, _) => applied.inserted += 1,
            (Some(_), true) => applied.updated += 1,
            (Some(_), false) => applied.unchanged += 1,
        }
    }
    Ok(applied)
}
