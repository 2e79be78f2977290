//! How do rows of the societies file reach the register, and leave it again?

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{ids::SocietyId, society, society_event, vocabulary::SocietyEventKind};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbErr,
    EntityTrait as _, IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::{
    persistence::{Applied, Refusal, insert_all},
    shared::{Bilingual, IdSource, china_day},
    societies::model::Society,
};

fn record(row: society::Model) -> Society {
    Society {
        society_id: row.code,
        name: row.name,
        name_en: row.name_en,
        group: row.discipline_group,
        status: row.status,
        credit_code: row.credit_code,
        registration_no: row.registration_no,
        supervising_body: row.supervising_body,
        supporting_unit: row.supporting_unit,
        founded_on: row.founded_on,
        council_term: row.council_term,
        council_term_ends: row.council_term_ends,
        members: row.members,
        website: row.website,
    }
}

/// The row of a society at a version.
pub(super) fn row(
    society: Society,
    id: SocietyId,
    version: i64,
    now: DateTime<Utc>,
) -> society::Model {
    society::Model {
        id,
        code: society.society_id,
        name: society.name,
        name_en: society.name_en,
        discipline_group: society.group,
        status: society.status,
        credit_code: society.credit_code,
        registration_no: society.registration_no,
        supervising_body: society.supervising_body,
        supporting_unit: society.supporting_unit,
        founded_on: society.founded_on,
        council_term: society.council_term,
        council_term_ends: society.council_term_ends,
        members: society.members,
        website: society.website,
        version,
        updated_at: Some(now),
    }
}

/// Every society by code.
pub async fn all(database: &impl ConnectionTrait) -> Result<Vec<Society>, DbErr> {
    let rows = society::Entity::find().order_by_asc(society::Column::Code).all(database).await?;
    Ok(rows.into_iter().map(record).collect())
}

/// How many societies there are.
pub async fn count(database: &impl ConnectionTrait) -> Result<u64, DbErr> {
    society::Entity::find().count(database).await
}

/// Whose credit codes these are already.
async fn owners(
    database: &impl ConnectionTrait,
    batch: &[Society],
) -> Result<BTreeMap<String, String>, DbErr> {
    let codes = batch.iter().filter_map(|society| society.credit_code.clone());
    let rows = society::Entity::find()
        .filter(society::Column::CreditCode.is_in(codes))
        .all(database)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.credit_code?, row.code))).collect())
}

/// Takes a batch of imported rows. A row that changes a name leaves an event in the society's
/// history, so that the old name is not lost.
pub async fn apply(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
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
    let mut owners = owners(database, batch).await?;
    let mut applied = Applied::default();
    let mut new = Vec::new();
    for (index, society) in batch.iter().enumerate() {
        if let Some(code) = &society.credit_code {
            let owner = owners.entry(code.clone()).or_insert_with(|| society.society_id.clone());
            if *owner != society.society_id {
                applied.refused.push(taken(index, owner));
                continue;
            }
        }
        match known.get(&society.society_id) {
            None => {
                let row = row(society.clone(), ids.next(), 1, now);
                new.push(row.into_active_model().reset_all());
            }
            Some(old) => {
                let merged = society.clone().over(&record(old.clone()));
                if merged == record(old.clone()) {
                    applied.unchanged += 1;
                    continue;
                }
                note_name(database, ids, now, old, &merged.name).await?;
                let row = row(merged, old.id, old.version + 1, now);
                row.into_active_model().reset_all().update(database).await?;
                applied.updated += 1;
            }
        }
    }
    applied.inserted = new.len() as u64;
    insert_all(database, new).await?;
    Ok(applied)
}

fn taken(index: usize, owner: &str) -> Refusal {
    let why = Bilingual::new(
        format!("该统一社会信用代码已属于 {owner}"),
        format!("this credit code belongs to {owner}"),
    );
    Refusal { index, column: "credit_code", why }
}

async fn note_name(
    database: &impl ConnectionTrait,
    ids: IdSource,
    now: DateTime<Utc>,
    old: &society::Model,
    name: &str,
) -> Result<(), DbErr> {
    if old.name == name {
        return Ok(());
    }
    society_event::ActiveModel {
        id: Set(ids.next()),
        society_id: Set(old.id),
        kind: Set(SocietyEventKind::Renamed),
        happened_on: Set(china_day(now)),
        detail: Set(Some(name.to_owned())),
        former: Set(Some(old.name.clone())),
        other_society: Set(None),
        basis: Set(None),
        recorded_by: Set("import".to_owned()),
        recorded_at: Set(now),
    }
    .insert(database)
    .await
    .map(|_| ())
}
