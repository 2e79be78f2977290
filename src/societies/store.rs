//! Where are societies kept?

use std::collections::BTreeMap;

use entity::society;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};

use super::model::Society;
use crate::{
    persistence::{Applied, insert_all},
    shared::IdSource,
};

fn row(society: Society, id: entity::ids::SocietyId) -> society::Model {
    society::Model {
        id,
        code: society.society_id,
        name: society.name,
        name_en: society.name_en,
        discipline_group: society.group,
        status: society.status,
    }
}

/// Every society by code.
pub async fn all(database: &impl ConnectionTrait) -> Result<Vec<Society>, DbErr> {
    let rows = society::Entity::find().order_by_asc(society::Column::Code).all(database).await?;
    Ok(rows
        .into_iter()
        .map(|row| Society {
            society_id: row.code,
            name: row.name,
            name_en: row.name_en,
            group: row.discipline_group,
            status: row.status,
        })
        .collect())
}

/// How many societies there are.
pub async fn count(database: &impl ConnectionTrait) -> Result<u64, DbErr> {
    society::Entity::find().count(database).await
}

/// Takes a batch of imported rows.
pub async fn apply(
    database: &impl ConnectionTrait,
    ids: IdSource,
    batch: &[Society],
) -> Result<Applied, DbErr> {
    let codes = batch.iter().map(|society| society.society_id.clone());
    let known: BTreeMap<String, society::Model> = society::Entity::find()
        .filter(society::Column::Code.is_in(codes))
        .all(database)
        .await?
        .into_iter()
        .map(|row| (row.code.clone(), row))
        .collect();
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for society in batch {
        let old = known.get(&society.society_id);
        let row = row(society.clone(), old.map_or_else(|| ids.next(), |old| old.id));
        match old {
            None => new.push(row.into_active_model().reset_all()),
            Some(old) if *old == row => applied.unchanged += 1,
            Some(_) => {
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}
