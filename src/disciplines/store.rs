//! Where are disciplines kept?

use std::collections::{BTreeMap, BTreeSet};

use entity::discipline;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::model::Discipline;
use crate::persistence::{Applied, insert_all};

fn row(discipline: Discipline) -> discipline::Model {
    discipline::Model {
        code: discipline.code,
        name: discipline.name,
        level: discipline.level.into(),
        parent_code: discipline.parent_code,
    }
}

fn active(model: discipline::Model) -> discipline::ActiveModel {
    model.into_active_model().reset_all()
}

/// Whether no discipline is known.
pub(super) async fn is_empty(database: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(discipline::Entity::find().count(database).await? == 0)
}

/// Writes disciplines that are not there yet.
pub(super) async fn insert(
    database: &impl ConnectionTrait,
    disciplines: Vec<Discipline>,
) -> Result<(), DbErr> {
    insert_all(database, disciplines.into_iter().map(|one| active(row(one))).collect()).await
}

/// Every discipline by code.
pub async fn all(database: &impl ConnectionTrait) -> Result<Vec<Discipline>, DbErr> {
    let rows =
        discipline::Entity::find().order_by_asc(discipline::Column::Code).all(database).await?;
    Ok(rows
        .into_iter()
        .map(|row| Discipline {
            code: row.code,
            name: row.name,
            level: u8::try_from(row.level).unwrap_or_default(),
            parent_code: row.parent_code,
        })
        .collect())
}

/// The names of `codes`.
pub async fn names(
    database: &impl ConnectionTrait,
    codes: impl IntoIterator<Item = &String>,
) -> Result<BTreeMap<String, String>, DbErr> {
    let codes: BTreeSet<&String> = codes.into_iter().collect();
    if codes.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = discipline::Entity::find()
        .filter(discipline::Column::Code.is_in(codes))
        .all(database)
        .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// Those of `codes` that are no discipline.
pub async fn unknown(
    database: &impl ConnectionTrait,
    codes: BTreeSet<String>,
) -> Result<BTreeSet<String>, DbErr> {
    let known = names(database, &codes).await?;
    Ok(codes.into_iter().filter(|code| !known.contains_key(code)).collect())
}

/// Takes a batch of imported rows.
pub async fn apply(
    database: &impl ConnectionTrait,
    batch: &[Discipline],
) -> Result<Applied, DbErr> {
    let codes = batch.iter().map(|discipline| discipline.code.clone());
    let known: BTreeMap<String, discipline::Model> = discipline::Entity::find()
        .filter(discipline::Column::Code.is_in(codes))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for discipline in batch {
        let row = row(discipline.clone());
        match known.get(&row.code) {
            None => new.push(active(row)),
            Some(old) if *old == row => applied.unchanged += 1,
            Some(_) => {
                active(row).update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}
